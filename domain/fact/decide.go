package fact

import "mufakat/domain/value"

var (
	FrozenAggregate = value.NewRefusal(value.Integrity, "frozen",
		"Berkas %s dibekukan dan tidak menerima catatan baru. %s",
		"The file of %s is frozen and takes no new records. %s")
	NotYet = value.NewRefusal(value.Invalid, "not-yet",
		"Waktu kejadian %s belum tiba. Catat sesudah terjadi.",
		"%s has not come yet. Record it once it has happened.").On("occurred")
	// Stale refuses a command that was decided upon another version. The store
	// says so, under its lock.
	Stale = value.NewRefusal(value.Conflict, "stale",
		"%s sudah di nomor %d, bukan %d. Baca keadaannya yang sekarang, lalu putuskan lagi.",
		"%s is at version %d, not %d. Read it as it is now, then decide again.")
	NoSuchAggregate = value.NewRefusal(value.Invalid, "unknown-reference",
		"%s tidak ada dalam catatan. Catat dahulu, atau hilangkan isian ini.",
		"%s is not on record. Record it first, or leave this field out.")
)

// Decide judges a command against the aggregate it is about. It returns the
// record whose effect is the present state (*already so*: nothing is to be written),
// or a refusal, or neither, when the fact may be recorded.
func Decide(a Aggregate, c Command, given Given) (*Record, error) {
	if a.Frozen != nil {
		return nil, FrozenAggregate.With(a.Ref, a.Frozen)
	}
	if r := alreadySo(a, c); r != nil {
		return r, nil
	}
	if c.Data.Occurred.After(given.Now) {
		return nil, NotYet.With(c.Data.Occurred)
	}
	if err := refuseUnknownReferences(a, c.Data, given.Lookup); err != nil {
		return nil, err
	}
	given.Ref, given.Data = a.Ref, c.Data
	given.Data.By = given.By
	if err := c.Event.refuse(a, c.Data.Fact, given); err != nil {
		return nil, under("fact", err)
	}
	if err := c.Event.refuseEmpty(c.Data); err != nil {
		return nil, err
	}
	return nil, nil
}

// under puts the fields of a refusal below the member they stand in.
func under(member string, err error) error {
	if r, ok := err.(*value.Refusal); ok {
		return r.On(member)
	}
	return err
}

// alreadySo is the record that did what the command would do, where that is the
// present state still.
func alreadySo(a Aggregate, c Command) *Record {
	if c.Event.stands == nil || !c.Event.stands(a.State, c.Data.Fact) {
		return nil
	}
	return a.Resembling(c)
}

// refuseUnknownReferences refuses to name what is not on record. An aggregate
// is on record from its first record on, and may always name itself.
func refuseUnknownReferences(a Aggregate, d Data, known Lookup) error {
	for field, ref := range references(d) {
		if ref == a.Ref {
			continue
		}
		if _, ok := known.Aggregate(ref); !ok {
			return NoSuchAggregate.With(ref).On(field)
		}
	}
	return nil
}
