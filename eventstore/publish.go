package eventstore

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/eventstore/broker"
)

// sender is one try at a publish: the message and its acknowledgement, or an
// error, which may mean that the message was stored or that it was not.
type sender func(context.Context, *nats.Msg) (*nats.Msg, error)

func (s *Store) request(ctx context.Context, m *nats.Msg) (*nats.Msg, error) {
	return s.nc.RequestMsgWithContext(ctx, m)
}

// The guards: what the stream must be like for a message to be stored.
const (
	guardSubject = nats.ExpectedLastSubjSeqHdr // the last sequence of the message's own subject
	guardStream  = nats.ExpectedLastSeqHdr     // the last sequence of all
)

// errConflict says that somebody else wrote first, or that an earlier try of
// one's own did.
var errConflict = errors.New("the stream has moved on")

// guarded is a message that is stored only if the last sequence, of its subject
// or of all, is at.
//
// There is no Nats-Msg-Id: the same id on another subject would be acknowledged
// as a duplicate and dropped.
func guarded(subject string, body []byte, guard string, at uint64) *nats.Msg {
	return &nats.Msg{Subject: subject, Data: body, Header: nats.Header{
		guard: []string{strconv.FormatUint(at, 10)},
	}}
}

// put publishes a guarded message until the answer is definite: stored at seq, or
// a conflict. The same bytes go under the same guard each time, so that at most
// one try can be stored. It ends with the context, or when it may not go on:
// unsure says that a try may have been stored all the same.
func (s *Store) put(ctx context.Context, to broker.StreamConfig, m *nats.Msg, may func() error) (seq uint64, unsure bool, err error) {
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		if err := may(); err != nil {
			return 0, unsure, err
		}
		seq, err := s.try(ctx, to, m)
		switch {
		case err == nil:
			return seq, unsure, nil
		case broker.HasCode(err, broker.CodeWrongLast, broker.CodeWrongLastToo):
			return 0, unsure, errConflict
		case errors.Is(err, nats.ErrMaxPayload):
			return 0, unsure, tooLarge.With(len(m.Data))
		case !wasRefused(err):
			unsure = true
		}
		if s.srv != nil && ctx.Err() == nil {
			if why := s.notWritable(err); why != nil {
				s.fail(why)
				return 0, unsure, why
			}
		}
		s.c.Log.Warn("a record was not acknowledged; sending it again", "subject", m.Subject, "err", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return 0, unsure, ctx.Err()
		case <-s.done:
			return 0, unsure, closed
		}
	}
}

// notWritable is why the storage of an embedded ledger cannot be written, where a
// try failed for that.
func (s *Store) notWritable(err error) error {
	if broker.HasCode(err, broker.CodeStoreFailed, broker.CodeStoreFull, broker.CodeResources) {
		return err
	}
	return probe(s.c.Dir)
}

// try sends once, for so long that a slow disk is not taken for a lost answer.
func (s *Store) try(ctx context.Context, to broker.StreamConfig, m *nats.Msg) (uint64, error) {
	ctx, cancel := s.nc.Within(ctx, s.tryFor)
	defer cancel()
	answer, err := s.send(ctx, m)
	if err != nil {
		return 0, err
	}
	return to.Acknowledged(answer.Data)
}

// wasRefused says that an error means that this try was certainly not stored.
func wasRefused(err error) bool {
	var api *broker.APIError
	if errors.As(err, &api) {
		return api.ErrCode != broker.CodeStoreFailed
	}
	return errors.Is(err, nats.ErrNoResponders) || errors.Is(err, nats.ErrReconnectBufExceeded)
}
