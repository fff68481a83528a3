package pages

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"mufakat/domain/value"
)

// drawing is the line beside a timeline: time goes down, one step for each day
// on which something begins, ends or was recorded, longer for a longer gap. On
// the left what happened, an interval as an interval; on the right when it was
// recorded.
type drawing struct {
	Width, Height, Foot int
	Ticks               []tick
	Gaps                []tick // how long nothing happened, between two ticks
	Bars                []bar
	Dots                []dot
	Recorded            []dot
}

type tick struct {
	Y     int
	Label string
}

type bar struct {
	X, Y, Height int
	Label        string
	Account      bool
}

type dot struct {
	Y       int
	Label   string
	Account bool
}

// Where things stand across the drawing, and how much of it fits.
const (
	drawingWidth  = 352
	barsAt        = 128
	barsApart     = 21
	barsMost      = 3
	firstTick     = 58
	leastStep     = 44
	mostTicks     = 60
	secondDot     = 16 // accounts stand so far below what happened
	drawingMargin = 40
)

// span is the first and the last tick of something.
type span struct {
	from, to string
	n        int
	account  bool
}

// draw makes the drawing, by days, or by months or years where that would be
// too long; nil where nothing happened.
func (s *page) draw(events []happening) *drawing {
	for _, unit := range []string{time.DateOnly, "2006-01", "2006"} {
		spans, recorded, keys := spansOf(events, unit)
		if len(keys) <= mostTicks && len(keys) > 0 {
			return s.drawn(unit, spans, recorded, keys)
		}
	}
	return nil
}

// spansOf names the ticks of everything in one unit.
func spansOf(events []happening, unit string) (spans []span, recorded map[string]int, keys []string) {
	recorded = map[string]int{}
	for _, h := range events {
		day := h.Recorded.In(zone).Format(unit)
		recorded[day]++
		keys = append(keys, day)
		if from, to, ok := ends(h.When(), unit); ok {
			spans = append(spans, span{from, to, h.N, h.Account})
			keys = append(keys, from, to)
		}
	}
	slices.Sort(keys)
	return spans, recorded, slices.Compact(keys)
}

// ends are the ticks of a time; an open end is drawn as the end that is known.
func ends(w value.When, unit string) (from, to string, ok bool) {
	first, last, begins, ended := w.Days()
	if !begins {
		first = last
	}
	if !ended {
		last = first
	}
	return first.Format(unit), last.Format(unit), begins || ended
}

func (s *page) drawn(unit string, spans []span, recorded map[string]int, keys []string) *drawing {
	d := &drawing{Width: drawingWidth}
	at := d.steps(s, unit, keys)
	d.bars(spans, at)
	d.dots(spans, at)
	for _, k := range keys {
		if n := recorded[k]; n > 0 {
			d.Recorded = append(d.Recorded, dot{Y: at[k], Label: s.Number(n)})
		}
	}
	return d
}

// steps places the ticks.
func (d *drawing) steps(s *page, unit string, keys []string) map[string]int {
	at := map[string]int{}
	y, was := firstTick, time.Time{}
	for _, k := range keys {
		day, err := time.Parse(unit, k)
		if err != nil {
			panic(err) // written by Format
		}
		if !was.IsZero() {
			days := int(day.Sub(was).Hours() / 24)
			step := leastStep + int(14*math.Log1p(float64(days-1)))
			if days > 3 {
				d.Gaps = append(d.Gaps, tick{y + step/2, s.Tf("%s hari", "%s days", s.Number(days))})
			}
			y += step
		}
		at[k], was = y, day
		d.Ticks = append(d.Ticks, tick{y, s.tickLabel(unit, k, day)})
	}
	d.Foot, d.Height = y+leastStep/2, y+drawingMargin
	return at
}

func (s *page) tickLabel(unit, key string, day time.Time) string {
	if unit == time.DateOnly {
		return value.Day(day, time.UTC, s.Lang)
	}
	w, err := value.ParseWhen(key)
	if err != nil {
		return key
	}
	return w.In(s.Lang)
}

// bars draws the intervals, those of the same ends as one, beside each other
// where they overlap.
func (d *drawing) bars(spans []span, at map[string]int) {
	var free [barsMost]int // the foot of the last bar in each column
	for _, group := range together(spans) {
		if group[0].from == group[0].to {
			continue
		}
		b := bar{Y: at[group[0].from], Label: numbers(group), Account: group[0].account}
		b.Height = at[group[0].to] - b.Y
		column := 0
		for i, foot := range free {
			if foot < free[column] {
				column = i
			}
		}
		free[column] = b.Y + b.Height
		b.X = barsAt + column*barsApart
		d.Bars = append(d.Bars, b)
	}
}

// dots draws what happened within one tick.
func (d *drawing) dots(spans []span, at map[string]int) {
	for _, group := range together(spans) {
		if group[0].from != group[0].to {
			continue
		}
		x := dot{Y: at[group[0].from], Label: numbers(group), Account: group[0].account}
		if x.Account {
			x.Y += secondDot
		}
		d.Dots = append(d.Dots, x)
	}
}

// together groups spans of the same ends, accounts apart.
func together(spans []span) (groups [][]span) {
	for _, x := range spans {
		i := slices.IndexFunc(groups, func(g []span) bool {
			return g[0].from == x.from && g[0].to == x.to && g[0].account == x.account
		})
		if i < 0 {
			groups = append(groups, []span{x})
			continue
		}
		groups[i] = append(groups[i], x)
	}
	slices.SortStableFunc(groups, func(a, b []span) int {
		return cmp.Or(cmp.Compare(a[0].from, b[0].from), cmp.Compare(a[0].n, b[0].n))
	})
	return groups
}

// numbers names the events of a group, runs as runs: 1, 4–9.
func numbers(group []span) string {
	var parts []string
	for i := 0; i < len(group); {
		j := i
		for j+1 < len(group) && group[j+1].n == group[j].n+1 {
			j++
		}
		part := strconv.Itoa(group[i].n)
		if j > i {
			part += "–" + strconv.Itoa(group[j].n)
		}
		parts, i = append(parts, part), j+1
	}
	return strings.Join(parts, ", ")
}
