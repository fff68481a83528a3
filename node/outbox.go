package node

import (
	"context"
	"net/netip"
	"strconv"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/notify"
)

// Send sends what is due until ctx ends or the node is closed, if this process
// may. It does not wait for it.
func (n *Node) Send(ctx context.Context) {
	switch ok, _ := n.canSend(); {
	case !ok:
	case n.key == nil:
		n.c.Log.Warn("this process sends no webhooks: it has no key", "file", keyFile(n.c.Dir))
	default:
		d := notify.New(notify.Config{Outbox: outbox{n}, Secret: n.Secret, Log: n.c.Log, Now: n.c.Clock.Now})
		n.wg.Go(func() {
			ctx, stop := context.WithCancel(ctx)
			defer stop()
			defer context.AfterFunc(n.running, stop)()
			d.Run(ctx)
		})
	}
}

// outbox is what is due and what became of it, as notify asks for it: the views
// know what is due, the store keeps what became of it.
type outbox struct{ n *Node }

func (b outbox) Reachable() (eps []notify.Endpoint, err error) {
	rows, err := b.n.views.Reachable()
	for _, r := range rows {
		eps = append(eps, notify.Endpoint{Subscription: r.Subscription, URL: r.Endpoint})
	}
	return eps, err
}

func (b outbox) Due(to value.SubscriptionID, after noticelog.Key, limit int) (due []notify.Due, known uint64, err error) {
	rows, known, err := b.n.views.Due(to, after, limit)
	for _, r := range rows {
		due = append(due, notify.Due{Key: r.Key, About: r.About, History: r.History})
	}
	return due, known, err
}

func (b outbox) Message(k noticelog.Key) (m notify.Message, err error) {
	n, _, moot, err := b.n.views.NoticeToSend(k)
	if err != nil {
		return m, err
	}
	return notify.Message{Ledger: b.n.Ledger().ID, Demo: b.n.Demo(), Key: k, Number: n.Number, About: n.About, Source: n.Source, Planned: n.Planned,
		Language: n.Language, Sentence: n.Sentence.In(n.Language), ToDo: n.ToDo.In(n.Language), Link: n.Link, Moot: moot}, nil
}

func (b outbox) Changed() <-chan struct{} { return b.n.views.Changed() }

func (b outbox) Begin(ctx context.Context, k noticelog.Key, last uint64) (uint64, error) {
	return b.n.store.WriteNotice(ctx, noticelog.Record{Key: k, Type: noticelog.Begun}, last)
}

func (b outbox) End(ctx context.Context, k noticelog.Key, begun uint64, o noticelog.Outcome) (uint64, error) {
	return b.n.store.WriteNotice(ctx, noticelog.Record{Key: k, Type: noticelog.Ended, Begun: begun, Outcome: o}, begun)
}

// Disable records that the endpoint is gone, once for each address it was.
func (b outbox) Disable(ctx context.Context, to value.SubscriptionID, status int) error {
	ev, err := domain.EventOf(value.KindSubscription, "disable")
	if err != nil {
		return err
	}
	body, err := fact.Data{Fact: domain.SubscriptionDisabled{Status: value.Is(status)}}.CommandBody()
	if err != nil {
		return err
	}
	c, err := fact.ReadCommand(ev, to.Ref(), body)
	if err != nil {
		return err
	}
	at, err := b.newest(to)
	if err != nil {
		return err
	}
	key := "gone/" + string(to) + "/" + strconv.FormatUint(at, 10)
	got, err := b.n.store.Append(ctx, fact.Request{Command: c, Key: key, By: fact.By{Actor: "mufakat"}})
	if err != nil {
		return err
	}
	return b.n.views.Await(ctx, got.Seq)
}

// newest is the sequence of the subscription's newest record.
func (b outbox) newest(id value.SubscriptionID) (uint64, error) {
	s, err := b.n.views.Snapshot()
	if err != nil {
		return 0, err
	}
	defer s.Close()
	a, _ := s.Aggregate(id.Ref())
	return a.Seq(), nil
}

func (b outbox) Allowed() []netip.Prefix {
	ps, err := b.n.views.AllowedRanges()
	if err != nil {
		b.n.c.Log.Error("cannot look which addresses are allowed", "err", err)
	}
	return ps
}
