package main

import (
	"context"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections"
	"mufakat/projections/question"
	"mufakat/projections/records"
	"mufakat/web/client"
)

// layout is how people read an answer that is no table, and what there is to
// choose about it.
type layout struct {
	text        func(ctx context.Context, c *client.Client, got question.Answer, technical bool) (func(*output.Page), error)
	technical   bool   // it can show technical details
	technicalAs string // a parameter that asks for them
}

// layouts are those of the questions that have one of their own, by name.
var layouts = map[string]layout{
	projections.Accounts.Name: {text: func(_ context.Context, _ *client.Client, got question.Answer, _ bool) (func(*output.Page), error) {
		return func(p *output.Page) { p.Accounts(projections.Accounts.Typed(got).Rows) }, nil
	}},
	records.History.Name: {technical: true, technicalAs: "bodies", text: historyText},
	records.One.Name:     {technical: true, text: historyText},
	projections.Show.Name: {technical: true, text: func(_ context.Context, _ *client.Client, got question.Answer, technical bool) (func(*output.Page), error) {
		return func(p *output.Page) { p.Show(projections.Show.Typed(got), technical) }, nil
	}},
	projections.Notices.Name: {text: notices},
}

func historyText(_ context.Context, _ *client.Client, got question.Answer, technical bool) (func(*output.Page), error) {
	return func(p *output.Page) { p.History(records.History.Typed(got).Rows, technical) }, nil
}

func (a *app) technicalFlag(c *cobra.Command, l layout) func() bool {
	if !l.technical {
		return func() bool { return false }
	}
	v := c.Flags().Bool("technical", false, a.say(value.Words{
		ID: "rincian teknis: pengenal catatan, jenis, dan sidik SHA-256", EN: "technical details: record ids, types and hashes"}))
	return func() bool { return *v }
}
