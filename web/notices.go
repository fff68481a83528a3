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

// Telling is the way to have somebody told again.
type Telling interface {
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

// resending registers the wish to have a notice sent again.
func (a *api) resending() {
	if a.Telling == nil {
		return
	}
	words := value.Words{ID: "Kirim ulang sebuah pemberitahuan", EN: "Send a notice again"}
	a.handle(huma.Operation{Method: http.MethodPost, Path: "/api/notices/resend", OperationID: "resend",
		Parameters: describe([]projections.Param{ofNotice(new(fact.NoticeKey))}),
		Responses:  answer("200", words, jsonType, schemaOf[Resent](a.schemas))}, words, a.resend)
}

func (a *api) resend(w http.ResponseWriter, r *http.Request) error {
	var k fact.NoticeKey
	if err := readParams(r, []projections.Param{ofNotice(&k)}); err != nil {
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

func ofNotice(k *fact.NoticeKey) projections.Param {
	return projections.Param{Name: "key", Form: projections.TextForm, Words: value.Words{ID: "kunci pemberitahuan", EN: "the notice's key"},
		Set: func(s string) error { return k.UnmarshalText([]byte(s)) },
		Get: func() string { return k.String() }}
}

// secretOf is the secret of a subscription that was made just now.
func (a *api) secretOf(q fact.Request, got fact.Receipt) string {
	f, ok := q.Command.Data.Fact.(domain.SubscriptionMade)
	if !ok || f.Endpoint == "" || got.Outcome != fact.Recorded || a.Telling == nil {
		return ""
	}
	return a.Telling.Secret(value.SubscriptionID(q.Command.Ref.ID))
}

// Resend asks for a notice to be sent again.
func (c *Client) Resend(ctx context.Context, k fact.NoticeKey) (got Resent, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/notices/resend?"+writeParams([]projections.Param{ofNotice(&k)}).Encode(), nil)
	if err != nil {
		return got, err
	}
	return got, c.fetch(r, &got)
}
