package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"mufakat/web/client"
	"mufakat/web/wire"
)

// follow takes n records, or as many as come before an error.
func follow(ctx context.Context, c *client.Client, from uint64, n int, types ...string) (got []uint64, err error) {
	for s, err := range c.Follow(ctx, from, types...) {
		if err != nil {
			return got, err
		}
		if got = append(got, s.Seq); len(got) == n {
			break
		}
	}
	return got, nil
}

func TestFollow(t *testing.T) {
	both(t, func(t *testing.T, c *client.Client) {
		for _, name := range []string{"a", "b", "c"} {
			alias(t, c, name)
		}
		for given, x := range map[string]struct {
			from  uint64
			types []string
			want  []uint64
		}{
			"from the beginning": {0, nil, []uint64{1, 2, 3}},
			"from the middle":    {2, nil, []uint64{3}},
			"of a kind":          {0, []string{"agency"}, []uint64{1, 2, 3}},
			"of kinds and types": {1, []string{"party", "id.mufakat.agency.alias"}, []uint64{2, 3}},
		} {
			if got, err := follow(t.Context(), c, x.from, len(x.want), x.types...); err != nil || !slices.Equal(got, x.want) {
				t.Errorf("%s: %v, %v; want %v", given, got, err, x.want)
			}
		}
		if got, err := follow(t.Context(), c, 0, 1, "treaty"); len(got) > 0 || code(err) != "no-such-type" {
			t.Error(got, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if got, err := follow(ctx, c, 3, 1); len(got) > 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(got, err)
		}
	})
}

// said is a server that answers one connection after the other with what stands
// there, and breaks it off. It tells what it was asked.
func said(t *testing.T, answers ...string) (*client.Client, <-chan string) {
	asked := make(chan string, 100)
	var n atomic.Int32
	return over(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := int(n.Add(1)) - 1
		asked <- r.URL.RawQuery + " " + r.Header.Get(wire.LastEventID)
		if i >= len(answers) {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", wire.EventsType)
		io.WriteString(w, answers[i])
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})), asked
}

func event(seq int) string {
	return fmt.Sprintf("id: %d\ndata: {\"seq\":%d,\"subject\":\"agency/x\",\"record\":{}}\n\n", seq, seq)
}

// A connection that breaks is made again: no record is lost, none comes twice,
// and half an event is none.
func TestFollowAgain(t *testing.T) {
	const stopped = "event: problem\ndata: {\"code\":\"record-missing\",\"class\":\"integrity\",\"id\":\"hilang\",\"en\":\"missing\"}\n\n"
	const busy = "event: problem\ndata: {\"code\":\"stopping\",\"class\":\"unavailable\",\"id\":\"berhenti\",\"en\":\"stopping\"}\n\n"
	for given, x := range map[string]struct {
		from    uint64
		answers []string
		want    []uint64
		code    string
		asked   []string
	}{
		"cut between events":  {0, []string{event(1) + event(2), event(3) + stopped}, []uint64{1, 2, 3}, "record-missing", []string{"from=0 ", "from=2 2"}},
		"cut in an event":     {0, []string{event(1) + event(2)[:20], event(2) + stopped}, []uint64{1, 2}, "record-missing", []string{"from=0 ", "from=1 1"}},
		"told once more":      {0, []string{event(1) + event(2), event(2) + event(3) + stopped}, []uint64{1, 2, 3}, "record-missing", []string{"from=0 ", "from=2 2"}},
		"others were skipped": {0, []string{event(1) + "id: 7\n\n", stopped}, []uint64{1}, "record-missing", []string{"from=0 ", "from=7 7"}},
		"not now":             {0, []string{event(1) + busy, event(2) + stopped}, []uint64{1, 2}, "record-missing", []string{"from=0 ", "from=1 1"}},
		"only what is new":    {client.FromNow, []string{"id: 4\n\n", event(5) + stopped}, []uint64{5}, "record-missing", []string{" ", "from=4 4"}},
		"signs of life":       {0, []string{": still here\n\n" + event(1) + ":\n\n" + stopped}, []uint64{1}, "record-missing", []string{"from=0 "}},
		"not a record":        {0, []string{event(1) + "data: {\"seq\":2}\n\n"}, []uint64{1}, "", []string{"from=0 ", "from=1 1"}},
		"not a problem":       {0, []string{event(1) + "event: problem\ndata: {}\n\n"}, []uint64{1}, "", []string{"from=0 ", "from=1 1"}},
	} {
		t.Run(given, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
			defer cancel()
			c, asked := said(t, x.answers...)
			got, err := follow(ctx, c, x.from, -1)
			if !slices.Equal(got, x.want) || code(err) != x.code || x.code == "" && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v, %v; want %v, %q", got, err, x.want, x.code)
			}
			for _, want := range x.asked {
				select {
				case got := <-asked:
					if got != want {
						t.Errorf("asked for %q, want %q", got, want)
					}
				default:
					t.Errorf("never asked for %q", want)
				}
			}
		})
	}
}

// Where the first connection cannot be made, following ends with why.
func TestFollowNobody(t *testing.T) {
	c, asked := said(t)
	if got, err := follow(t.Context(), c, 0, 1); len(got) > 0 || code(err) != "not-mufakat" || len(asked) != 1 {
		t.Error(got, err, len(asked))
	}
}
