package eventstore

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/eventstore/broker"
)

// Notices is the stream of what notices were sent to whom, and when.
type Notices = Stream[noticelog.Key, noticelog.Stored]

// noticeRecords has a subject for each notice,
// notices.<subscription>.<sequence>.<rule>, whose last sequence guards the next
// record about it: of two processes that begin a try, one drops out.
var noticeRecords = streamSpec[noticelog.Key, noticelog.Stored]{
	StreamConfig: broker.StreamConfig{Name: "NOTICES", Subjects: "notices.*.*.*"},
	subject:      noticeSubject,
	key:          noticeOf,
	record: func(seq uint64, k noticelog.Key, body []byte) noticelog.Stored {
		return noticelog.Stored{Seq: seq, Key: k, Body: body}
	},
}

func noticeSubject(k noticelog.Key) string {
	return "notices." + string(k.Subscription) + "." + strconv.FormatUint(k.Seq, 10) + "." + string(k.Rule)
}

// noticeOf is the notice that a subject names, known rule or not.
func noticeOf(subject string) (k noticelog.Key, ok bool) {
	parts := strings.Split(subject, ".")
	if len(parts) != 4 || parts[0] != "notices" {
		return k, false
	}
	seq, ok := number(parts[2])
	return noticelog.Key{Rule: fact.Rule(parts[3]), Seq: seq, Subscription: value.SubscriptionID(parts[1])}, ok
}

// metaAfter is the stream's metadata that says up to which record of the ledger
// no notice is sent: what the ledger held when the stream was made.
const metaAfter = "notices.after"

// OpenNotices opens the stream of notices, and makes it where the ledger has
// none: then no notice is sent of what is on record already. It answers up to
// which record none is.
func (s *Store) OpenNotices(ctx context.Context) (after uint64, err error) {
	if s.alone {
		return 0, s.Writable()
	}
	if s.noticesLost != nil {
		s.noticesGate.set(s.noticesLost)
		return 0, s.noticesLost
	}
	i, err := noticeRecords.Info(ctx, s.nc, true)
	if broker.HasCode(err, broker.CodeStreamNotFound) {
		i, err = s.makeNotices(ctx)
	}
	if err == nil {
		err = noticeRecords.Check(i, s.ledger.ID)
	}
	s.noticesGate.set(err)
	after, _ = number(i.Metadata()[metaAfter])
	return after, err
}

func (s *Store) makeNotices(ctx context.Context) (broker.StreamInfo, error) {
	l, err := ledgerRecords.Info(ctx, s.nc, false)
	if err != nil {
		return l, err
	}
	replicas, _ := l.Config["num_replicas"].(float64)
	return createNotices(ctx, s.nc, s.ledger.ID, max(int(replicas), 1), l.State.LastSeq)
}

func createNotices(ctx context.Context, nc *broker.Conn, ledger string, replicas int, after uint64) (broker.StreamInfo, error) {
	made, err := noticeRecords.Create(ctx, nc, replicas,
		map[string]string{broker.MetaLedger: ledger, metaAfter: strconv.FormatUint(after, 10)})
	if err != nil { // another process may have made it meanwhile, with another metaAfter
		if was, err := noticeRecords.Info(ctx, nc, true); err == nil {
			return was, nil
		}
	}
	return made, err
}

// Notices is the stream of notices, to read. What is wrong with it stops what is
// written to it, not the ledger.
func (s *Store) Notices() *Notices { return s.notices }

// WriteNotice writes a record about a notice if the last one about it is at
// after, and answers [noticelog.ErrOvertaken] if not. It goes on until the
// outcome is known, or ctx ends.
func (s *Store) WriteNotice(ctx context.Context, r noticelog.Record, after uint64) (uint64, error) {
	r.Time = s.c.Clock.Now().UTC().Truncate(accuracy)
	body, err := r.Write(s.ledger.ID, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return 0, err
	}
	seq, err := s.notices.writeOnce(ctx, r.Key, body, after)
	if errors.Is(err, errConflict) {
		err = noticelog.ErrOvertaken
	}
	return seq, err
}
