package eventstore

import (
	"time"

	"github.com/google/uuid"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What a record is written under: its time, its id, and the name of the command
// that it follows from.

const (
	clockSlack = time.Minute      // how far behind the newest record the clock may be, and how far it may be moved
	accuracy   = time.Millisecond // of the time when something was recorded
)

// clock is the time to record a command under: now, but within the slack never
// before the aggregate's previous record. A clock that was moved, or is well
// behind a record that nobody said is dated ahead, is not believed: what was known
// at a time could no longer be said. Only the command that accepts it is let
// through, and from there on now is the time, whatever the previous record says.
func (s *Store) clock(known Snapshot, a fact.Aggregate, c fact.Command) (time.Time, error) {
	r := s.reading(known)
	var previous time.Time
	if n := len(a.Entries); n > 0 {
		previous = a.Entries[n-1].Record.Time
	}
	err := r.refusal()
	if f, ok := c.Data.Fact.(domain.ClockAccepted); ok {
		err = r.refuse(f)
	}
	if ahead := previous.Sub(r.Now); err == nil && ahead > 0 && ahead <= clockSlack {
		return previous, nil
	}
	return r.Now, err
}

// commandID is the name a key has for ever: UUIDv5 of ledger, actor and key. A
// key has no line break, so no two pairs of actor and key look alike.
func (s *Store) commandID(q fact.Request) string {
	return uuid.NewSHA1(uuid.MustParse(s.ledger.ID), []byte(q.By.Actor+"\n"+q.Key)).String()
}

func checkKey(key string) error {
	ok := len(key) >= 1 && len(key) <= 255
	for i := range len(key) {
		ok = ok && key[i] >= ' ' && key[i] <= '~'
	}
	if !ok {
		return badKey.With(len(key))
	}
	return nil
}

// newRecordID is a UUIDv7 of the ledger's clock, which is not always the
// computer's.
func newRecordID(now time.Time) value.RecordID {
	u := uuid.New()
	ms := now.UnixMilli()
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = u[6]&0x0f | 0x70
	return value.RecordID(u.String())
}
