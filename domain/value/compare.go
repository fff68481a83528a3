package value

import (
	"slices"
	"time"
)

// How times compare: days as days, whatever zone they are in; an instant with an
// instant, or with a day of which it is known where it began.

// lastInstant is the last one it may have been.
func (w When) lastInstant() time.Time { return time.Unix(w.last, -1).UTC() }

// By answers whether it was by then. Not stated cannot be told.
func (w When) By(a AsOf) Truth {
	if a.isDay {
		return w.within(w.lastDay <= a.date, w.firstDay > a.date)
	}
	u := a.unix()
	return w.within(w.last <= u, w.first >= u)
}

// BegunBy answers whether what holds from then on holds: from the start of its day.
func (w When) BegunBy(a AsOf) Truth {
	if a.isDay {
		return w.By(a)
	}
	u := a.at.Unix() // what begins in this second has begun
	return w.within(w.begun <= u, w.first > u)
}

// EndedBy answers whether what holds until then is over: once its last day is.
func (w When) EndedBy(a AsOf) Truth {
	switch {
	case !a.isDay:
		u := a.unix()
		return w.within(w.last <= u, w.early > u)
	case w.clock:
		return w.By(a)
	}
	return w.within(w.lastDay < a.date, w.firstDay >= a.date)
}

func (w When) within(all, none bool) Truth {
	switch {
	case w.IsZero():
		return CannotTell
	case all:
		return Yes
	case none:
		return No
	}
	return CannotTell
}

// asInstants reports whether the two are compared as instants.
func (w When) asInstants(x When) bool { return (w.clock || x.clock) && w.zoned && x.zoned }

// Before reports whether it was surely over before x began.
func (w When) Before(x When) bool {
	switch {
	case w.IsZero() || x.IsZero():
		return false
	case w.asInstants(x):
		return w.last <= x.first
	}
	return w.lastDay < x.firstDay
}

// EndsBy reports whether it surely was by the last that x may have been.
func (w When) EndsBy(x When) bool {
	switch {
	case w.IsZero() || x.IsZero() || w.last == forEver:
		return false
	case w.asInstants(x):
		return w.last <= x.last
	}
	return w.lastDay <= x.lastDay
}

// Overlaps reports whether both can have been at one time.
func (w When) Overlaps(x When) bool {
	if len(w.Candidates()) == 0 || len(x.Candidates()) == 0 {
		return true
	}
	for _, a := range w.Candidates() {
		for _, b := range x.Candidates() {
			if !a.Before(b) && !b.Before(a) {
				return true
			}
		}
	}
	return false
}

// Refines reports whether x says more than w, and nothing against it.
func (w When) Refines(x When) bool {
	switch {
	case x.IsZero() || x.Words() != "":
		return false
	case w.IsZero() || w.Words() != "":
		return true
	}
	return w.contains(x) && !x.contains(w)
}

// contains reports whether whatever x may be lies within something w may be.
func (w When) contains(x When) bool {
	for _, b := range x.Candidates() {
		if !slices.ContainsFunc(w.Candidates(), func(a When) bool { return a.containsOne(b) }) {
			return false
		}
	}
	return true
}

// containsOne is contains where neither is one of several.
func (w When) containsOne(x When) bool {
	more := x.exactness() - w.exactness()
	switch {
	case x.firstDay < w.firstDay || x.lastDay > w.lastDay,
		(w.clock || x.clock && w.zoned) && (x.first < w.first || x.last > w.last):
		return false
	case x.firstDay > w.firstDay || x.lastDay < w.lastDay || more > 0:
		return true
	}
	return more == 0 && (x.clock || x.first == w.first)
}

// exactness ranks what is said of one day: the day, where that was, the minute.
func (w When) exactness() int {
	switch {
	case w.clock:
		return 2
	case w.zoned:
		return 1
	}
	return 0
}

// After reports whether some part of what it says lies after t: it begins
// after t, or its last day or minute does.
func (w When) After(t time.Time) bool {
	u := t.Unix()
	return !w.IsZero() && (w.first > u || w.late > u)
}

// SortKey orders times by the instant at which they begin, a day without a zone as
// in Jakarta; open and unstated ones come first.
func (w When) SortKey() int64 {
	switch {
	case w.IsZero():
		return never
	case w.zoned || w.first == never:
		return w.first
	}
	return w.firstDay.start(WIB, 0).Unix()
}

// Earliest is the first instant it may have been, and false if that is open.
func (w When) Earliest() (time.Time, bool) {
	return time.Unix(w.first, 0).UTC(), w.text != "" && w.first != never
}

// Latest is the instant it was before, and false if that is open.
func (w When) Latest() (time.Time, bool) {
	return time.Unix(w.last, 0).UTC(), w.text != "" && w.last != forEver
}

// Days are the first and the last calendar day of its place, as midnights in UTC,
// and false where that is open.
func (w When) Days() (first, last time.Time, begins, ends bool) {
	return w.firstDay.start(time.UTC, 0), w.lastDay.start(time.UTC, 0),
		w.text != "" && w.first != never, w.text != "" && w.last != forEver
}

// End is what is asked as of its last day or minute, and false where that is open.
func (w When) End() (AsOf, bool) {
	switch _, ends := w.Latest(); {
	case !ends:
		return AsOf{}, false
	case w.clock:
		return At(w.lastInstant()), true
	}
	return endOfDay(w.lastDay), true
}

// Minute is the instant the time names, where it is told to the minute.
func (w When) Minute() (time.Time, bool) {
	return time.Unix(w.first, 0).UTC(), w.text != "" && w.last-w.first == 60
}
