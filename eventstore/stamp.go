package eventstore

import (
	"time"

	"github.com/google/uuid"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// What a record is written under: its time, its id, and the name of the command
// that it follows from.

const (
	clockSlack = time.Minute      // how far behind the newest record the clock may be
	accuracy   = time.Millisecond // of the time when something was recorded
)

// clock is the time to record under: now, but never before the aggregate's
// previous record. A clock that is well behind the newest record is not
// believed: what was known at a time could no longer be said.
func (s *Store) clock(a fact.Aggregate) (time.Time, error) {
	now, newest := s.c.Now().UTC().Truncate(accuracy), s.newestTime()
	var previous time.Time
	if n := len(a.Entries); n > 0 {
		previous = a.Entries[n-1].Record.Time
	}
	if previous.After(newest) {
		newest = previous
	}
	if newest.Sub(now) > clockSlack {
		return now, clockBehind.With(now.Format(time.RFC3339), newest.Format(time.RFC3339))
	}
	if previous.After(now) {
		now = previous
	}
	return now, nil
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
