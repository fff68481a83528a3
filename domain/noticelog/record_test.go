package noticelog

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

const subscription = "00000000-0000-7000-8000-000000000001"

var (
	key = Key{Rule: "signing-deferred", Seq: 17, Subscription: subscription}
	at  = time.Date(2022, 8, 11, 9, 0, 0, 0, time.UTC)
)

// head is how the stored bytes of every record of these tests begin, up to the
// type, and tail how they go on up to the data. They have to be read for ever.
const (
	head = `{"specversion":"1.0","id":"n","source":"/ledgers/l/notices","type":"id.mufakat.notice.`
	tail = `","subject":"signing-deferred/17/` + subscription + `","time":"2022-08-11T09:00:00Z","datacontenttype":"application/json","data":`
)

func TestRecordsReadAsWritten(t *testing.T) {
	for golden, r := range map[string]Record{
		head + `begun.v1` + tail + `{}}`: {Type: Begun},
		head + `ended.v1` + tail + `{"begun":3,"result":"arrived","status":200}}`: {Type: Ended, Begun: 3,
			Outcome: Outcome{Result: Arrived, Status: 200}},
		head + `ended.v1` + tail + `{"begun":3,"result":"failed","status":503,"why":"unwell","next":"2022-08-11T09:01:00Z"}}`: {Type: Ended, Begun: 3,
			Outcome: Outcome{Result: Failed, Status: 503, Why: TroubleUnwell, Next: at.Add(time.Minute)}},
		head + `ended.v1` + tail + `{"begun":3,"result":"parked","why":"too-slow"}}`: {Type: Ended, Begun: 3,
			Outcome: Outcome{Result: GivenUp, Why: TroubleTooSlow}},
		head + `ended.v1` + tail + `{"begun":3,"result":"gone","status":410,"why":"gone"}}`: {Type: Ended, Begun: 3,
			Outcome: Outcome{Result: Vanished, Status: 410, Why: TroubleGone}},
		head + `resend.v1` + tail + `{"by":{"actor":"local","name":"Biro POD"}}}`: {Type: Resend,
			By: fact.By{Actor: "local", Name: "Biro POD"}},
	} {
		r.Key, r.Time = key, at.In(time.FixedZone("WIB", 7*60*60))
		b, err := r.Write("l", "n")
		if err != nil || string(b) != golden {
			t.Errorf("%v\n%s\nwant\n%s", err, b, golden)
		}
		r.Seq, r.Time, r.Body = 5, at, []byte(golden)
		if got, err := Read(5, []byte(golden)); err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%v\n%+v\nwant\n%+v", err, got, r)
		}
	}
}

func TestRecordsThatCannotBeRead(t *testing.T) {
	for body, want := range map[string]error{
		``:                              fact.NotJSON,
		head + `begun.v1`:               fact.NotJSON,
		head + `begun.v1` + tail + `7}`: fact.WrongForm,
		`{"type":"id.mufakat.notice.begun.v1","subject":"signed/1/x"}`: fact.NotANotice,
		head + `begun.v1","data":{}}`:                                  fact.NotANotice,
		head + `begun.v2` + tail + `{}}`:                               fact.UnknownType,
	} {
		if r, err := Read(5, []byte(body)); !errors.Is(err, want) {
			t.Errorf("%s: %+v, %v; want %v", body, r, err, want)
		}
	}
}

func TestKeys(t *testing.T) {
	const text = "signing-deferred/17/" + subscription
	if got, err := ParseKey(text); err != nil || got != key || got.String() != text {
		t.Error(got, err)
	}
	for _, bad := range []string{"", "signed", "signed/1", "X/1/" + subscription, "/1/" + subscription, "signed/0/" + subscription,
		"signed/x/" + subscription, "signed/-1/" + subscription, "signed/1/x", text + "/2"} {
		if got, err := ParseKey(bad); !errors.Is(err, fact.NotANotice) {
			t.Errorf("%q was taken for %+v, %v", bad, got, err)
		}
	}
	const id = "msg_8f90e44286c6c324049f1488fa282576"
	if got := key.WebhookID(); got != id {
		t.Errorf("receivers know this notice as %s, not as %s", id, got)
	}
}

func TestHistory(t *testing.T) {
	begun := func(seq uint64) Record { return Record{Seq: seq, Type: Begun, Time: at} }
	ended := func(seq, begun uint64, r Delivered) Record {
		return Record{Seq: seq, Type: Ended, Begun: begun, Time: at, Outcome: Outcome{Result: r, Next: at.Add(time.Hour)}}
	}
	resend := func(seq uint64) Record { return Record{Seq: seq, Type: Resend} }
	atOnce, later, unanswered := time.Time{}, at.Add(time.Hour), at.Add(2*time.Minute)
	for given, x := range map[string]struct {
		records []Record
		state   State
		open    bool
		next    time.Time
	}{
		"nothing yet":                      {nil, NoticeDue, true, atOnce},
		"a try under way":                  {[]Record{begun(1)}, NoticeTrying, true, unanswered},
		"a try that failed":                {[]Record{begun(1), ended(2, 1, Failed)}, NoticeDue, true, later},
		"a try that arrived":               {[]Record{begun(1), ended(2, 1, Arrived)}, NoticeArrived, false, later},
		"one that failed, one that did":    {[]Record{begun(1), ended(2, 1, Failed), begun(3), ended(4, 3, Arrived)}, NoticeArrived, false, later},
		"one without an end before it":     {[]Record{begun(1), begun(2), ended(3, 2, Arrived)}, NoticeArrived, false, later},
		"an end that came after the next":  {[]Record{begun(1), begun(2), ended(3, 1, Arrived)}, NoticeTrying, true, unanswered},
		"given up":                         {[]Record{begun(1), ended(2, 1, GivenUp)}, NoticeParked, false, later},
		"given up, and wanted again":       {[]Record{begun(1), ended(2, 1, GivenUp), resend(3)}, NoticeDue, true, atOnce},
		"arrived, wanted again, and tried": {[]Record{begun(1), ended(2, 1, Arrived), resend(3), begun(4)}, NoticeTrying, true, unanswered},
		"the endpoint is gone":             {[]Record{begun(1), ended(2, 1, Vanished)}, NoticeDisabled, true, later},
	} {
		t.Run(given, func(t *testing.T) {
			h := HistoryOf(x.records)
			if h.State() != x.state || h.Open() != x.open || !h.Next().Equal(x.next) {
				t.Errorf("%s, open %v, next %v; want %s, %v, %v", h.State(), h.Open(), h.Next(), x.state, x.open, x.next)
			}
			if n := len(x.records); n > 0 && h.Last != x.records[n-1].Seq {
				t.Errorf("the next record is guarded by %d", h.Last)
			}
		})
	}
}

// The names of troubles are stored, and each can be read in both languages.
func TestTroubles(t *testing.T) {
	stored := []Trouble{"broken", "gone", "interrupted", "never-told", "no-connection", "not-allowed", "redirect", "refused", "taken-back", "too-slow", "untrusted", "unwell"}
	if got := slices.Sorted(maps.Keys(troubles)); !slices.Equal(got, stored) {
		t.Errorf("%q", got)
	}
	for _, why := range stored {
		plain, with := why.Words(0), why.Words(503)
		if plain.ID == "" || plain.EN == "" || plain.ID == plain.EN {
			t.Errorf("%s: %+v", why, plain)
		}
		if with.ID != plain.ID+" (HTTP 503)" || with.EN != plain.EN+" (HTTP 503)" {
			t.Errorf("%s: %+v", why, with)
		}
	}
}

func TestStatesHaveLabels(t *testing.T) {
	for _, s := range []State{NoticeDue, NoticeTrying, NoticeArrived, NoticeParked, NoticeDisabled, NoticeSilent, NoticeKept} {
		id, en := s.Label(value.Indonesian), s.Label(value.English)
		if id == en || id == string(s) || strings.TrimSpace(id) == "" || strings.TrimSpace(en) == "" {
			t.Errorf("%s: %q, %q", s, id, en)
		}
	}
}

// What can be read can be written again, and says the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(head + `ended.v1` + tail + `{"begun":3,"result":"failed","status":503,"why":"unwell","next":"2022-08-11T09:01:00Z"}}`))
	f.Add([]byte(`{"type":"id.mufakat.notice.begun.v1","subject":"signed/1/x"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Read(5, b)
		if err != nil {
			return
		}
		HistoryOf([]Record{r}).State().Label(value.Indonesian)
		again, err := r.Write("l", "n")
		if err != nil {
			return // a time beyond what can be written
		}
		same, err := Read(5, again)
		if err != nil || same.Key != r.Key || same.Type != r.Type || same.Begun != r.Begun || same.Outcome.Result != r.Outcome.Result {
			t.Errorf("%v\n%v\n%v", err, same, r)
		}
	})
}
