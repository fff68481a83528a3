package pages

import (
	"context"
	"net/http"

	"mufakat/domain/value"
	"mufakat/projections"
)

// agreementBody is a document, what is above and under it, who signed what,
// and what happened when.
type agreementBody struct {
	projections.Agreement
	Instrument projections.InstrumentRow
	Tree       []branch
	Table      signatureTable
	Timeline   timeline
}

func (a *site) agreementPage(ctx context.Context, s *page, r *http.Request, _ struct{}) error {
	ref, err := pageOf(r, value.KindInstrument)
	if err != nil {
		return err
	}
	g, err := projections.WholeAgreement.Ask(a.Views, s.Asked, projections.AgreementFilter{Instrument: value.InstrumentID(ref.ID)})
	if err != nil {
		return err
	}
	s.take(g.Head)
	s.Zones = g.Zones
	b := agreementBody{Agreement: g, Tree: treeOf(g), Table: s.signatureTable(g), Timeline: s.timeline(g)}
	if g.Main.Instrument != nil {
		b.Instrument = *g.Main.Instrument
	}
	s.Title, s.Body = s.name(ref, s.Lang), b
	return nil
}

// branch is a document in the tree, with those under it.
type branch struct {
	Row   projections.InstrumentRow
	This  bool // the document of the page
	Under []branch
}

// treeOf is the document in its place: under the one above it, which may be one
// of several, and with its papers.
func treeOf(g projections.Agreement) []branch {
	if g.Main.Instrument == nil {
		return nil
	}
	this := branch{Row: *g.Main.Instrument, This: true}
	for _, p := range g.Papers {
		if p.Instrument != nil {
			this.Under = append(this.Under, branch{Row: *p.Instrument})
		}
	}
	if len(g.Above) == 0 {
		return []branch{this}
	}
	var up []branch
	for i, row := range g.Above {
		b := branch{Row: row}
		if i == len(g.Above)-1 {
			b.Under = []branch{this}
		}
		up = append(up, b)
	}
	return up
}
