package projections

import (
	"fmt"

	"mufakat/projections/engine"
	"mufakat/projections/question"
	"mufakat/projections/records"
)

// Queries are all questions, in the order in which they are offered. One line
// here gives a question its route, its command, its page and its part of
// docs/questions.md.
var Queries = checked(
	Instruments, Signatures, OpenSignatures, Deferrals, Deliveries,
	Accounts, Holders, Mandates,
	records.List, Show, records.History, records.One,
	Subscriptions, Notices,
)

// checked does not let the program start where two questions, two parameters of
// one or two of its columns are called the same.
func checked(all ...question.Question) []question.Question {
	once := map[string]bool{}
	unique := func(name ...any) {
		if s := fmt.Sprintf("%q", name); once[s] || name[len(name)-1] == "" {
			panic("projections: a question's name stands twice or is empty: " + s)
		} else {
			once[s] = true
		}
	}
	for _, q := range all {
		x := q.Asking()
		unique(x.About.Name)
		unique("command", x.About.Command)
		unique("alias", x.About.Alias)
		for _, p := range append(x.Params, question.Params(new(engine.Asked))...) {
			unique(x.About.Name, "parameter", p.Name)
		}
		for _, c := range x.About.Columns {
			unique(x.About.Name, "column", c.Name)
		}
	}
	return all
}
