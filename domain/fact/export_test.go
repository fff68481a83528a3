package fact

import "mufakat/domain/value"

// ReadBoth reads a record the quick way and as any JSON; the quick one is nil
// where that way is left.
func ReadBoth(t *Table, ref value.Ref, body []byte) (quick, slow *Record) {
	quick, slow = &Record{Seq: 1, Ref: ref, Body: body}, &Record{Seq: 1, Ref: ref, Body: body}
	slow.read(t)
	if !quick.readAsWritten(t) {
		return nil, slow
	}
	return quick, slow
}
