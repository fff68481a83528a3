package journal

// Grown is closed when the journal has grown durably after it was asked for.
// Whoever follows the journal asks for it first and reads what there is then.
func (j *Journal) Grown() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.grown == nil {
		j.grown = make(chan struct{})
	}
	return j.grown
}

// tellGrown wakes those who follow.
func (j *Journal) tellGrown() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.grown != nil {
		close(j.grown)
		j.grown = nil
	}
}

// Sync makes durable what was appended.
func (j *Journal) Sync() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.Err(); err != nil {
		return err
	}
	if err := j.tail.sync(); err != nil {
		return j.fail(err)
	}
	return nil
}
