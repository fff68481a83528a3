package eventstore

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The stream of notices has the settings of the ledger's. Each notice has a
// subject of its own, notices.<subscription>.<sequence>.<rule>, whose last
// sequence guards the next record of it: of two processes that begin a try, one
// drops out.
const (
	noticesName    = "NOTICES"
	noticeSubjects = "notices.*.*.*"

	// metaAfter is the stream's metadata that says up to which record of the
	// ledger nothing is told: what the ledger held when the stream was made.
	metaAfter = "notices.after"
)

func noticeSubject(k fact.NoticeKey) string {
	return "notices." + string(k.Subscription) + "." + strconv.FormatUint(k.Seq, 10) + "." + string(k.Rule)
}

// noticeOf is the notice that a subject names, known rule or not.
func noticeOf(subject string) (k fact.NoticeKey, ok bool) {
	parts := strings.Split(subject, ".")
	if len(parts) != 4 || parts[0] != "notices" {
		return k, false
	}
	seq, ok := number(parts[2])
	return fact.NoticeKey{Rule: fact.Rule(parts[3]), Seq: seq, Subscription: value.SubscriptionID(parts[1])}, ok
}

// streamOf is the stream that takes a subject.
func streamOf(subject string) string {
	if strings.HasPrefix(subject, "notices.") {
		return noticesName
	}
	return streamName
}

// ErrOvertaken says that another process wrote about the notice first.
var ErrOvertaken = errors.New("another process has this notice")

// OpenNotices opens the stream of notices, and makes it where the ledger has
// none: then nothing is told of what is on record already. It answers up to
// which record nothing is told.
func (s *Store) OpenNotices(ctx context.Context) (after uint64, err error) {
	i, err := infoOf(ctx, s.nc, noticesName, true)
	if hasCode(err, codeStreamNotFound) {
		i, err = s.makeNotices(ctx)
	}
	if err == nil {
		err = s.checkNotices(i)
	}
	s.mu.Lock()
	s.notices = err
	s.mu.Unlock()
	after, _ = number(i.metadata()[metaAfter])
	return after, err
}

func (s *Store) makeNotices(ctx context.Context) (streamInfo, error) {
	l, err := info(ctx, s.nc, false)
	if err != nil {
		return l, err
	}
	replicas, _ := l.Config["num_replicas"].(float64)
	return createNotices(ctx, s.nc, s.ledger.ID, max(int(replicas), 1), l.State.LastSeq)
}

func createNotices(ctx context.Context, nc *conn, ledger string, replicas int, after uint64) (streamInfo, error) {
	c := settingsOf(noticesName, noticeSubjects)
	c["num_replicas"] = replicas
	c["metadata"] = map[string]string{metaID: ledger, metaAfter: strconv.FormatUint(after, 10)}
	made, err := ask[streamInfo](ctx, nc, "STREAM.CREATE."+noticesName, c)
	if err != nil { // another process may have made it meanwhile, with another metaAfter
		if was, err := infoOf(ctx, nc, noticesName, true); err == nil {
			return was, nil
		}
	}
	return made, err
}

// checkNotices refuses a stream that is another ledger's, is set otherwise, or
// has a hole.
func (s *Store) checkNotices(i streamInfo) error {
	if is := identify(i); is.ID != s.ledger.ID {
		return anotherLedger.With(is.ID, s.ledger.ID)
	}
	if err := compareSettings(i.Config, settingsOf(noticesName, noticeSubjects)); err != nil {
		return err
	}
	return checkWhole(i)
}

// LastNotice is the sequence of the newest record of the stream, 0 for none.
func (s *Store) LastNotice(ctx context.Context) (uint64, error) {
	i, err := infoOf(ctx, s.nc, noticesName, false)
	return i.State.LastSeq, err
}

// WriteNotice writes a record about a notice if the last one about it is at
// after, and answers ErrOvertaken if not. It goes on until the outcome is known,
// or ctx ends.
func (s *Store) WriteNotice(ctx context.Context, r fact.NoticeRecord, after uint64) (uint64, error) {
	s.mu.Lock()
	err := s.notices
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	r.Time = s.c.Now().UTC().Truncate(accuracy)
	body, err := r.Write(s.ledger.ID, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return 0, err
	}
	m := guarded(noticeSubject(r.Key), body, guardSubject, after)
	seq, unsure, err := s.put(ctx, m, ctx.Err)
	if errors.Is(err, errConflict) {
		return s.wroteNotice(ctx, m.Subject, body, unsure)
	}
	return seq, err
}

// wroteNotice tells whether the record that stands in the way is our own, stored
// by a try whose answer was lost.
func (s *Store) wroteNotice(ctx context.Context, subject string, body []byte, unsure bool) (uint64, error) {
	if !unsure {
		return 0, ErrOvertaken
	}
	m, err := ask[message](ctx, s.nc, "STREAM.MSG.GET."+noticesName, map[string]string{"last_by_subj": subject})
	if err == nil && bytes.Equal(m.Message.Data, body) {
		return m.Message.Seq, nil
	}
	return 0, ErrOvertaken
}

// FollowNotices goes through the records of the stream after a sequence, and
// then through each new one, as [Store.Follow] does. What is wrong with it ends
// it and stops the telling, not the ledger.
func (s *Store) FollowNotices(ctx context.Context, after uint64) iter.Seq2[fact.StoredNotice, error] {
	return s.readNotices(ctx, after, 0)
}

// ReplayNotices goes through the records after a sequence up to another.
func (s *Store) ReplayNotices(ctx context.Context, after, upTo uint64) iter.Seq2[fact.StoredNotice, error] {
	if upTo <= after {
		return func(func(fact.StoredNotice, error) bool) {}
	}
	return s.readNotices(ctx, after, upTo)
}

func (s *Store) readNotices(ctx context.Context, after, upTo uint64) iter.Seq2[fact.StoredNotice, error] {
	return func(yield func(fact.StoredNotice, error) bool) {
		c := &cursor{s: s, stream: noticesName, next: after + 1, upTo: upTo}
		defer c.leave()
		for upTo == 0 || c.next <= upTo {
			n, err := c.notice(ctx)
			if err != nil {
				s.doubtNotices(ctx, err)
			}
			if !yield(n, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) doubtNotices(ctx context.Context, why error) {
	if ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	s.notices = why
	s.mu.Unlock()
}

func (c *cursor) notice(ctx context.Context) (fact.StoredNotice, error) {
	m, err := c.message(ctx)
	if err != nil {
		return fact.StoredNotice{}, err
	}
	key, ok := noticeOf(m.Subject)
	if !ok {
		return fact.StoredNotice{}, badSubject.With(c.next, m.Subject)
	}
	n := fact.StoredNotice{Seq: c.next, Key: key, Body: m.Data}
	c.next, c.before = c.next+1, m.Data
	return n, nil
}
