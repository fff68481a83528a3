package faults

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/projections/engine"
	"mufakat/web/wire"
)

// verdict is what became of a ledger.
type verdict int

const (
	whole    verdict = iota // nothing is missing, and nothing had to be mended
	healed                  // nothing is missing; it said what it mended
	readOnly                // it takes no commands and says which record is why
	unopen                  // it says why it cannot be opened
	lost                    // an acknowledged record is not there, and nothing says so
	wrong                   // it said what is not so, or fell
)

func (v verdict) String() string {
	return [...]string{"whole", "healed", "read-only", "not opened", "lost", "wrong"}[v]
}

// finding is a verdict and why.
type finding struct {
	verdict
	why string
}

func found(v verdict, format string, args ...any) *finding {
	return &finding{v, fmt.Sprintf(format, args...)}
}

func (f *finding) Error() string { return f.String() + ": " + f.why }

// check opens the ledger and holds it against its receipts: nothing acknowledged
// is missing, there twice, or changed; what is recorded is contiguous; a key that
// was used is recognised; another record can be made; and no answer says
// otherwise. It leaves the ledger stopped.
func (l *ledger) check(rng *rand.Rand) *finding {
	p, err := l.serve()
	if no, ok := errors.AsType[unopened](err); ok {
		return judgeUnopened(no.said)
	}
	must(l.t, err)
	defer p.stop()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	if err := l.checkServed(ctx, p, rng); err != nil {
		if f, ok := errors.AsType[*finding](err); ok {
			return f
		}
		select {
		case <-p.ended:
			return found(wrong, "it fell: %s", lastLines(p.log.String()))
		default:
			return found(wrong, "%v", err)
		}
	}
	return found(whole, "")
}

func judgeUnopened(said string) *finding {
	last := lastLines(said)
	if strings.Contains(said, "panic") || strings.Contains(said, "SIGQUIT") || strings.Contains(said, "nternal error") {
		return found(wrong, "it does not open, and does not say why: %s", last)
	}
	return found(unopen, "%s", last)
}

func (l *ledger) checkServed(ctx context.Context, p *process, rng *rand.Rand) error {
	status, err := settled(ctx, p)
	if err != nil {
		return err
	}
	held, err := l.checkExport(ctx, p, status)
	if err != nil {
		return err
	}
	if err := l.checkAnswers(ctx, p); err != nil {
		return err
	}
	if !status.Writable {
		why := cmp.Or(status.NotReady, status.Why)
		if why == nil || why.Class != value.Integrity {
			return found(wrong, "it takes no commands because of %v", why)
		}
		return found(readOnly, "%s", why.EN)
	}
	if err := checkViews(ctx, p, held); err != nil {
		return err
	}
	if err := l.checkKeys(p, rng); err != nil {
		return err
	}
	if err := l.checkRecording(p, held); err != nil {
		return err
	}
	if status, err = settled(ctx, p); err != nil || !status.Writable {
		return found(wrong, "it was whole, and takes no more commands: %v, %v", status.Why, err)
	}
	if len(status.Warnings) > 0 {
		return found(healed, "%s", status.Warnings[0].EN)
	}
	return nil
}

// checkViews has the views compared with the records. Damaged ones make themselves
// anew.
func checkViews(ctx context.Context, p *process, held uint64) error {
	var v engine.Verified
	err := anew(func() (err error) {
		if v, err = p.client.Verify(ctx, func(engine.Progress) {}); err == nil && len(v.Wrong) == 1 {
			return v.Wrong[0]
		}
		return err
	})
	switch {
	case err != nil:
		return found(wrong, "verify: %v", err)
	case len(v.Wrong) > 0 || v.Digest != v.Afresh || v.Records != held:
		return found(wrong, "verify says %+v of %d records", v, held)
	}
	return nil
}

// settled is the status once views that were damaged have been made anew.
func settled(ctx context.Context, p *process) (status wire.Status, err error) {
	_ = anew(func() error {
		if status, err = p.client.Status(ctx); err != nil {
			return err
		}
		if why := cmp.Or(status.NotReady, status.Why); why != nil {
			return why
		}
		return nil
	})
	return status, err
}

// anew asks again while the answer is that the views are being made anew.
func anew(ask func() error) error {
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		err := ask()
		if r, ok := errors.AsType[*value.Refusal](err); !ok || r.Code != "views-anew" || time.Now().After(end) {
			return err
		}
	}
}

// checkExport holds every record against its receipt and the ones before it.
func (l *ledger) checkExport(ctx context.Context, p *process, status wire.Status) (held uint64, err error) {
	body, err := get(ctx, p.base+"/api/export")
	if err != nil {
		return 0, err
	}
	defer body.Close()
	at, commands := map[uint64]*fact.Record{}, map[string]uint64{}
	last := map[value.Ref]*fact.Record{}
	_, lines := wire.ReadExport(body)
	var cut error
	for s, err := range lines {
		if err != nil {
			cut = err
			break
		}
		r := domain.Read(s.Seq, s.Ref, s.Body)
		if r.Unreadable != nil {
			return 0, found(wrong, "record %d: %v", s.Seq, r.Unreadable)
		}
		if before, twice := commands[r.CommandID]; twice {
			return 0, found(wrong, "records %d and %d are of one command", before, s.Seq)
		}
		was := last[r.Ref]
		if was != nil && (r.Version != was.Version+1 || r.PrevHash != was.Hash) || was == nil && r.Version != 1 {
			return 0, found(wrong, "record %d does not follow the one before of its aggregate", s.Seq)
		}
		at[s.Seq], commands[r.CommandID], last[r.Ref] = r, s.Seq, r
	}
	for i, receipt := range l.receipts {
		r := at[receipt.Seq]
		switch {
		case r == nil && cut != nil && !status.Writable:
			continue // it says which record cannot be read
		case r == nil:
			return 0, found(lost, "command %d was acknowledged as record %d; there are %d (%v)", i, receipt.Seq, len(at), cut)
		case r.ID != receipt.ID || r.Hash != receipt.Hash:
			return 0, found(lost, "command %d was acknowledged as record %d %s, where %s stands now", i, receipt.Seq, receipt.ID, r.ID)
		}
	}
	if cut != nil && status.Writable {
		return 0, found(wrong, "it takes commands, and cannot be exported: %v", cut)
	}
	return uint64(len(at)), nil
}

// history is an answer, as far as it is looked at here.
type history struct {
	Head struct {
		Position uint64 `json:"position"`
		Total    int    `json:"total"`
	} `json:"head"`
	Rows []struct {
		Seq  uint64     `json:"seq"`
		Hash value.Hash `json:"hash"`
	} `json:"rows"`
}

// checkAnswers asks for every agency's history: what is answered is as it was
// acknowledged, and nothing up to the answer's position is left out.
func (l *ledger) checkAnswers(ctx context.Context, p *process) error {
	for a := range agencies {
		body, err := get(ctx, p.base+"/api/history/agency/"+agencyID(a)+"?limit=500")
		if _, refused := errors.AsType[refusal](err); refused {
			continue // no answer is not a wrong one
		}
		if err != nil {
			return err
		}
		var h history
		err = json.UnmarshalRead(body, &h)
		body.Close()
		if err != nil {
			return err
		}
		said := map[uint64]value.Hash{}
		for _, r := range h.Rows {
			said[r.Seq] = r.Hash
		}
		for i, receipt := range l.receipts {
			hash, ok := said[receipt.Seq]
			switch {
			case i%agencies != a || receipt.Seq > h.Head.Position, !ok && len(h.Rows) < h.Head.Total:
			case !ok:
				return found(wrong, "an answer at record %d leaves out record %d", h.Head.Position, receipt.Seq)
			case hash != receipt.Hash:
				return found(wrong, "an answer gives record %d otherwise than it was acknowledged", receipt.Seq)
			}
		}
	}
	return nil
}

// checkKeys repeats some commands, the newest among them.
func (l *ledger) checkKeys(p *process, rng *rand.Rand) error {
	var known []int
	for i := range l.receipts {
		known = append(known, i)
	}
	slices.Sort(known)
	for n := range 8 {
		i := known[len(known)-1-n]
		if n >= 3 {
			i = known[rng.IntN(len(known))]
		}
		was := l.receipts[i]
		var got fact.Receipt
		err := anew(func() (err error) { got, err = send(p, i); return err })
		if err != nil {
			return found(wrong, "command %d cannot be repeated: %v", i, err)
		}
		if got.Outcome != fact.Replayed || got.Seq != was.Seq || got.ID != was.ID || got.Hash != was.Hash {
			return found(lost, "command %d was acknowledged as record %d, and repeated it is %s as %d", i, was.Seq, got.Outcome, got.Seq)
		}
	}
	return nil
}

// checkRecording records once more; tries whose outcome nobody learnt may have
// been stored, and nothing else may.
func (l *ledger) checkRecording(p *process, held uint64) error {
	i := l.next
	if err := l.record(p); err != nil {
		return found(wrong, "a whole ledger does not record: %v", err)
	}
	if got := l.receipts[i]; got.Outcome != fact.Recorded || got.Seq != held+1 {
		return found(wrong, "after record %d comes %d, %s", held, got.Seq, got.Outcome)
	}
	return nil
}

// refusal is an answer other than 200.
type refusal struct{ status int }

func (e refusal) Error() string { return fmt.Sprint("answered ", e.status) }

func get(ctx context.Context, url string) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, refusal{resp.StatusCode}
	}
	return resp.Body, nil
}

// lastLines is the end of what a process said.
func lastLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], " | ")
}
