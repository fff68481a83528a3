package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections"
)

// Telling is who is told what, and the way to have it told again.
type Telling interface {
	Subscriptions(context.Context, projections.Asked) (projections.Page[projections.SubscriptionRow], error)
	Notices(context.Context, projections.NoticesAsked) (projections.Page[projections.NoticeTold], error)

	// Resend asks for a notice to be sent again, whatever became of it.
	Resend(ctx context.Context, k fact.NoticeKey, by fact.By) error

	// Secret is what the subscriber verifies webhooks with; empty where this
	// process has no key.
	Secret(value.SubscriptionID) string
}

// Resent is the answer to a wish to have a notice sent again.
type Resent struct {
	Key fact.NoticeKey `json:"key"`
}

// notices registers the questions about who is told what.
func (a *api) notices() {
	if a.Telling == nil {
		return
	}
	read(a, "/api/subscriptions", value.Words{ID: "Siapa berlangganan apa", EN: "Who wants to hear what"}, plain,
		func(ctx context.Context, _ *http.Request, q projections.Asked) (projections.Page[projections.SubscriptionRow], error) {
			return a.Telling.Subscriptions(ctx, q)
		})
	read(a, "/api/notices", value.Words{ID: "Siapa diberi tahu apa, dan kapan", EN: "Who was told what, and when"},
		func(q *projections.NoticesAsked) (*projections.Asked, []param) { return &q.Asked, noticesAsked(q) },
		func(ctx context.Context, _ *http.Request, q projections.NoticesAsked) (projections.Page[projections.NoticeTold], error) {
			return a.Telling.Notices(ctx, q)
		})
	words := value.Words{ID: "Kirim ulang sebuah pemberitahuan", EN: "Send a notice again"}
	a.handle(huma.Operation{Method: http.MethodPost, Path: "/api/notices/resend", OperationID: "resend",
		Parameters: describe([]param{ofNotice(new(fact.NoticeKey))}),
		Responses:  answer("200", words, jsonType, schemaOf[Resent](a.schemas))}, words, a.resend)
}

func (a *api) resend(w http.ResponseWriter, r *http.Request) error {
	var k fact.NoticeKey
	if err := readParams(r, []param{ofNotice(&k)}); err != nil {
		return err
	}
	if k.Seq == 0 {
		_, err := fact.ParseNoticeKey("")
		return on("key", err)
	}
	by, err := statedBy(r)
	if err != nil {
		return err
	}
	if err := a.Telling.Resend(r.Context(), k, by); err != nil {
		return err
	}
	return reply(w, http.StatusOK, Resent{k})
}

// noticesAsked are the parameters of the question who was told what.
func noticesAsked(q *projections.NoticesAsked) []param {
	return []param{
		id("agency", &q.Agency, ofAgency),
		id("subscription", &q.Subscription, value.Words{ID: "langganan", EN: "subscription"}),
		reference("about", &q.About, value.Words{ID: "tentang: <jenis>/<pengenal>", EN: "about: <kind>/<id>"}),
		yesNo("parked", &q.Parked, value.Words{ID: "hanya yang menunggu diperiksa", EN: "only those that wait for somebody to look"}),
	}
}

func ofNotice(k *fact.NoticeKey) param {
	return param{"key", value.Words{ID: "kunci pemberitahuan", EN: "the notice's key"}, text(),
		func(s string) error { return k.UnmarshalText([]byte(s)) },
		func() string { return k.String() }}
}

// secretOf is the secret of a subscription that was made just now.
func (a *api) secretOf(q fact.Request, got fact.Receipt) string {
	f, ok := q.Command.Data.Fact.(domain.SubscriptionMade)
	if !ok || f.Endpoint == "" || got.Outcome != fact.Recorded || a.Telling == nil {
		return ""
	}
	return a.Telling.Secret(value.SubscriptionID(q.Command.Ref.ID))
}

// Subscriptions tells who wants to hear what.
func (c *Client) Subscriptions(ctx context.Context, q projections.Asked) (projections.Page[projections.SubscriptionRow], error) {
	return get[projections.Page[projections.SubscriptionRow]](ctx, c, "/api/subscriptions", &q)
}

// Notices tells who was told what, and when.
func (c *Client) Notices(ctx context.Context, q projections.NoticesAsked) (projections.Page[projections.NoticeTold], error) {
	return get[projections.Page[projections.NoticeTold]](ctx, c, "/api/notices", &q.Asked, noticesAsked(&q)...)
}

// Resend asks for a notice to be sent again.
func (c *Client) Resend(ctx context.Context, k fact.NoticeKey) (got Resent, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/notices/resend?"+writeParams([]param{ofNotice(&k)}).Encode(), nil)
	if err != nil {
		return got, err
	}
	return got, c.fetch(r, &got)
}
