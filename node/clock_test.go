package node

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain/value"
	"mufakat/web/client"
)

// moved is the computer's clock, moved by hand.
type moved struct{ by atomic.Int64 }

func (m *moved) Now() time.Time         { return time.Now().Add(time.Duration(m.by.Load())) }
func (m *moved) Elapsed() time.Duration { return time.Duration(time.Now().UnixNano()) }

// While the clock is not believed, whoever asks how the node is hears that
// commands are refused, and of the way out; by the way out they are taken again.
func TestHealthTellsOfTheClock(t *testing.T) {
	for name, by := range map[string]time.Duration{"ahead": 2 * time.Hour, "behind": -2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			var m moved
			n := booted(t, Config{Dir: made(t, ""), Clock: &m})
			c := n.Client()
			_, err := register(c, "64")
			must(t, err)
			readyz := func() *httptest.ResponseRecorder {
				w := httptest.NewRecorder()
				n.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/readyz", nil))
				return w
			}
			if w := readyz(); n.Err() != nil || w.Code != http.StatusOK {
				t.Fatal(n.Err(), w.Body)
			}

			m.by.Add(int64(by))
			refused(t, n.Err(), value.Unavailable, "clock-moved")
			_, err = register(c, "35")
			refused(t, err, value.Unavailable, "clock-moved")
			if w := readyz(); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "mufakat clock accept") {
				t.Errorf("readyz answers %d %s", w.Code, w.Body)
			}
			s, err := c.Status(t.Context())
			must(t, err)
			if s.Writable || s.Why == nil || !strings.Contains(s.Why.EN, "mufakat clock accept") || (s.Clock.Acceptance.DatedAhead() == 1) != (by < 0) {
				t.Errorf("%+v %+v", s, s.Clock)
			}

			fact, err := json.Marshal(s.Clock.Acceptance)
			must(t, err)
			_, err = c.Record(t.Context(), value.KindSetting, s.Ledger, "accept-clock", []byte(`{"fact":`+string(fact)+`}`), client.RecordOptions{Key: "accept"})
			must(t, err)
			if _, err = register(c, "35"); err != nil || n.Err() != nil || readyz().Code != http.StatusOK {
				t.Error(err, n.Err())
			}
		})
	}
}
