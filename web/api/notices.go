package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections/question"
	"mufakat/web/wire"
)

// Telling is the way to have somebody told again.
type Telling interface {
	// Resend asks for a notice to be sent again, whatever became of it.
	Resend(ctx context.Context, k noticelog.Key, by fact.By) error

	// Secret is what the subscriber verifies webhooks with; empty where this
	// process has no key.
	Secret(value.SubscriptionID) string
}

// resending registers the wish to have a notice sent again.
func (a *API) resending() {
	if a.Telling == nil {
		return
	}
	words := value.Words{ID: "Kirim ulang sebuah pemberitahuan", EN: "Send a notice again"}
	a.Handle(huma.Operation{Method: http.MethodPost, Path: "/api/notices/resend", OperationID: "resend",
		Parameters: describe([]question.Param{wire.OfNotice(new(noticelog.Key))}),
		Responses:  answer("200", words, wire.JsonType, schemaOf[wire.Resent](a.schemas))}, words, a.resend)
}

func (a *API) resend(w http.ResponseWriter, r *http.Request) error {
	var k noticelog.Key
	if err := wire.ReadParams(r, []question.Param{wire.OfNotice(&k)}); err != nil {
		return err
	}
	if k.Seq == 0 {
		_, err := noticelog.ParseKey("")
		return wire.On("key", err)
	}
	by, err := statedBy(r)
	if err != nil {
		return err
	}
	if err := a.Telling.Resend(r.Context(), k, by); err != nil {
		return err
	}
	return wire.Reply(w, http.StatusOK, wire.Resent{Key: k})
}

// secretOf is the secret of a subscription that was made just now.
func (a *API) secretOf(q fact.Request, got fact.Receipt) string {
	f, ok := q.Command.Data.Fact.(domain.SubscriptionMade)
	if !ok || f.Endpoint == "" || got.Outcome != fact.Recorded || a.Telling == nil {
		return ""
	}
	return a.Telling.Secret(value.SubscriptionID(q.Command.Ref.ID))
}
