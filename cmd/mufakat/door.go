package main

import (
	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/projections"
)

// reading are the flags of every question.
type reading struct {
	a       *app
	asOf    string
	knownAt string
	limit   int
	after   string
}

func (a *app) readingFlags(c *cobra.Command) *reading {
	r := &reading{a: a}
	f := c.Flags()
	f.StringVar(&r.asOf, "as-of", "", a.say(value.Words{
		ID: "keadaan per `waktu` (2022-08-11, atau 2022-08-11T16:00[Asia/Makassar])",
		EN: "true at `time` (2022-08-11, or 2022-08-11T16:00[Asia/Makassar])"}))
	f.StringVar(&r.knownAt, "known-at", "", a.say(value.Words{
		ID: "menurut catatan yang ada pada `waktu` itu", EN: "as recorded by `time`"}))
	return r
}

func (a *app) pagingFlags(c *cobra.Command, r *reading) {
	f := c.Flags()
	f.IntVar(&r.limit, "limit", 0, a.say(value.Words{ID: "paling banyak sekian baris", EN: "at most so many rows"}))
	f.StringVar(&r.after, "after", "", a.say(value.Words{ID: "lanjutan dari halaman sebelumnya", EN: "go on after the page before"}))
}

// asked is the question's time, as the API is asked.
func (r *reading) asked() (q projections.Asked, err error) {
	if q.AsOf, err = r.a.instantOf("as-of", r.asOf); err != nil {
		return q, err
	}
	if q.KnownAt, err = r.a.instantOf("known-at", r.knownAt); err != nil {
		return q, err
	}
	q.Limit, q.After = r.limit, r.after
	return q, nil
}
