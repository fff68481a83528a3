package notify

import (
	"net/http"
	"strconv"
	"time"

	"mufakat/domain/noticelog"
)

// When it is tried again: soon at first, then ever more slowly, for three days.
var steps = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

const (
	patience    = 72 * time.Hour
	mostRefused = 5 // answers that refuse before it is given up
	longestWait = 12 * time.Hour
	jitter      = 0.2 // of a step, either way
)

// judge says what follows from an answer to a try that is over at now, after
// those that failed before. The trouble began at since.
func judge(a answer, failed []noticelog.Try, since, now time.Time, chance float64) noticelog.Outcome {
	o := noticelog.Outcome{Result: noticelog.Failed, Status: a.status, Why: a.why}
	refused := 1
	for _, t := range failed {
		if !ofEndpoint(t.Outcome.Why) && t.Outcome.Why != "" {
			refused++
		}
	}
	switch {
	case a.why == "":
		o.Result = noticelog.Arrived
	case a.why == noticelog.TroubleGone:
		o.Result = noticelog.Vanished
	case !ofEndpoint(a.why) && refused >= mostRefused:
		o.Result = noticelog.GivenUp
	}
	if o.Result != noticelog.Failed {
		return o
	}
	wait := steps[min(len(failed), len(steps)-1)]
	wait += time.Duration(float64(wait) * jitter * (2*chance - 1))
	if asked, ok := retryAfter(a.retryAfter, now); ok {
		wait = asked
	}
	if o.Next = now.Add(wait); o.Next.Sub(since) > patience {
		o.Result, o.Next = noticelog.GivenUp, time.Time{}
	}
	return o
}

// retryAfter is how long the endpoint asks to be left alone, within bounds.
func retryAfter(s string, now time.Time) (time.Duration, bool) {
	var wait time.Duration
	if sec, err := strconv.ParseUint(s, 10, 32); err == nil {
		wait = time.Duration(sec) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		wait = t.Sub(now)
	} else {
		return 0, false
	}
	return min(max(wait, time.Second), longestWait), true
}
