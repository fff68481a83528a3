package fact

import "mufakat/domain/value"

// Restated goes through what the entry says of an earlier record: the details it
// adds to it, or how it should have read; nothing for other facts.
func (a Aggregate) Restated(e Entry, l value.Lang, names value.Names) []Detail {
	of, reading := restates(e.Data.Fact)
	if reading.IsZero() {
		return nil
	}
	earlier, ok := a.entry(of)
	if !ok {
		return nil
	}
	ev, data, err := reading.as(a.table, earlier)
	if err != nil {
		return nil // judged when it was recorded; a newer version may read less
	}
	return Entry{Record: earlier.Record, Type: ev.Type, Data: data, event: ev}.Details(l, names)
}

func restates(f Fact) (value.RecordID, Reading) {
	switch f := f.(type) {
	case DetailStated:
		return f.Record, f.Details
	case FactCorrected:
		return f.Record, f.Reads
	}
	return "", Reading{}
}
