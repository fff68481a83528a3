package histories

import (
	"encoding/json"
	"fmt"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// data is some data that a command of the event could bring: each field known,
// one of two, in words, or not stated, as chance has it.
func (w *World) data(ev *fact.Event, a fact.Aggregate) fact.Data {
	body := w.object(fact.EnvelopeFields(), a, ev)
	body["fact"] = w.object(ev.Fields, a, ev)
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // maps of texts and numbers
	}
	c, err := fact.ReadCommand(ev, a.Ref, b)
	if err != nil { // chance has made what does not fit
		c, _ = fact.ReadCommand(ev, a.Ref, nil)
	}
	return c.Data
}

func (w *World) object(fields []fact.Field, a fact.Aggregate, ev *fact.Event) map[string]any {
	m := map[string]any{}
	for _, f := range fields {
		if w.Rand.IntN(3) == 0 && !w.needed(f) {
			continue
		}
		v := w.value(f, a, ev)
		switch {
		case v == nil:
			continue
		case f.List:
			v = []any{v}
		case f.Stated && w.Rand.IntN(6) == 0:
			v = map[string]any{"inWords": "kata sumbernya"}
		case f.Stated && w.Rand.IntN(6) == 0:
			if u := w.value(f, a, ev); fmt.Sprint(u) != fmt.Sprint(v) {
				v = map[string]any{"oneOf": []any{u, v}}
			}
		}
		m[f.Name] = v
	}
	return m
}

// needed are fields without which hardly anything would be recorded.
func (w *World) needed(f fact.Field) bool {
	return f.Name == "record" || f.Name == "slot" || f.Name == "correction" || f.Name == "account" || f.Name == "signatories"
}

func (w *World) value(f fact.Field, a fact.Aggregate, ev *fact.Event) any {
	switch f.Form {
	case fact.FormNumber:
		return 1 + w.Rand.IntN(7)
	case fact.FormYesNo:
		return w.Rand.IntN(4) == 0
	case fact.FormWhen:
		return w.when()
	case fact.FormChoice:
		return f.Choices[w.Rand.IntN(len(f.Choices))].Value
	case fact.FormReference:
		return w.ref(f.Kind).ID
	case fact.FormObject:
		return w.object(f.Fields, a, ev)
	}
	return w.text(f, a, ev)
}

func (w *World) when() string {
	from := 1 + w.Rand.IntN(3)
	return []string{
		fmt.Sprintf("2021-12-%02d[Asia/Makassar]", from), fmt.Sprintf("2021-12-%02d/2021-12-%02d", from, from+w.Rand.IntN(9)+1),
		fmt.Sprintf("../2021-12-%02d", from), "2021-12", fmt.Sprintf("2021-12-%02dT10:00[Asia/Jakarta]", from),
		fmt.Sprintf("2021-12-%02dT00:30[Pacific/Auckland]", from), fmt.Sprintf("2021-12-%02d[Pacific/Honolulu]", from),
		fmt.Sprintf("2021-12-%02d|2021-12-%02d", from, from+w.Rand.IntN(9)+1), `"suatu malam"`,
	}[w.Rand.IntN(9)]
}

func (w *World) text(f fact.Field, a fact.Aggregate, ev *fact.Event) any {
	switch f.Name {
	case "slot", "slots":
		return []string{"35-1", "64-1", "11-1"}[w.Rand.IntN(3)]
	case "record", "correction", "account", "delivery":
		if n := len(a.Entries); n > 0 {
			return string(a.Entries[w.Rand.IntN(n)].ID)
		}
		return nil
	case "reads", "details":
		return map[string]any{"occurred": w.when(), "fact": w.object(ev.Fields, a, ev)}
	case "extent":
		return []string{"all", "1/7", "3/7"}[w.Rand.IntN(3)]
	case "hash", "textHash":
		return string(fact.HashOf(fmt.Append(nil, w.Rand.IntN(2))))
	case "region", "code":
		return string(value.Provinces()[w.Rand.IntN(4)].Code)
	case "endpoint":
		return fmt.Sprintf("https://opd-%d.example/webhook", w.Rand.IntN(3))
	case "range":
		return fmt.Sprintf("10.%d.0.0/16", w.Rand.IntN(3))
	case "zone":
		return "Asia/Makassar"
	case "field":
		return []string{"occurred", "place"}[w.Rand.IntN(2)]
	case "signer", "holder":
		return fmt.Sprintf("Pejabat %d", w.Rand.IntN(3))
	}
	return fmt.Sprintf("%s %d", f.Name, w.Rand.IntN(5))
}
