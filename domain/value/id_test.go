package value

import (
	"encoding"
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const anID = "0190a5f2-7c1e-7000-8000-3f2b9c5d1e01"

// What cannot be an id: each of these would name another subject, or the same
// one twice.
var noIDs = []string{"", "*", ">", anID + " ", " " + anID, anID + ".x", strings.ToUpper(anID), "{" + anID + "}", "urn:uuid:" + anID,
	strings.ReplaceAll(anID, "-", ""), strings.ReplaceAll(anID, "-", "."), anID[:35], anID + "1", "0190a5f27c1e-7000-8000-3f2b9c5d1e-01", "g" + anID[1:], "０" + anID[3:]}

func TestWhatIsAnID(t *testing.T) {
	for _, s := range []string{anID, "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"} {
		if !IsUUID(s) {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range noIDs {
		if IsUUID(s) {
			t.Errorf("%q is taken", s)
		}
	}
	form := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(anID)
		b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.SampledFrom([]byte("09afgAF-./: ")).Draw(t, "byte")
		if got := IsUUID(string(b)); got != form.Match(b) {
			t.Fatalf("%s: %v", b, got)
		}
	})
}

// Every identifier names the kind it is of, and takes only the written form.
func TestIDsOfEachKind(t *testing.T) {
	var (
		party        PartyID
		agency       AgencyID
		office       OfficeID
		mandate      MandateID
		engagement   EngagementID
		instrument   InstrumentID
		subscription SubscriptionID
		setting      SettingID
	)
	for kind, id := range map[Kind]interface {
		encoding.TextUnmarshaler
		Ref() Ref
	}{
		"party": &party, "agency": &agency, "office": &office, "mandate": &mandate, "engagement": &engagement,
		"instrument": &instrument, "subscription": &subscription, "setting": &setting,
	} {
		if err := id.UnmarshalText([]byte(anID)); err != nil || id.Ref() != (Ref{kind, anID}) {
			t.Errorf("%s: %v, %v", kind, id.Ref(), err)
		}
		for _, s := range noIDs {
			if err := id.UnmarshalText([]byte(s)); !errors.Is(err, NotAnID) {
				t.Errorf("%s took %q: %v", kind, s, err)
			}
		}
		if got := id.Ref().ID; got != anID {
			t.Errorf("%s is %q after what was refused", kind, got)
		}
		if err := id.UnmarshalText([]byte("64")); (err == nil) != (kind == "party") {
			t.Errorf("%s and a region's code: %v", kind, err)
		}
	}
	var record RecordID
	if err := record.UnmarshalText([]byte("64")); !errors.Is(err, NotAnID) {
		t.Errorf("a record took a region's code: %v", err)
	}
}

// The ids of regions are part of the storage format: made by any other program
// that knows UUIDv5, they are the same.
func TestIDsOfRegions(t *testing.T) {
	for code, want := range map[RegionCode]PartyID{
		"11":    "c1e6ea19-14eb-55cc-aa98-31aa1da5e845",
		"35":    "957b664d-2e69-5da4-b5ca-5916587115e9",
		"64":    "84ec65a1-c4fa-54d2-8068-1c0fa81481a0",
		"64.72": "357f0ce3-4abe-51b6-9b3b-17b99661c219",
	} {
		if got := PartyOf(code); got != want {
			t.Errorf("%s: %s; want %s", code, got, want)
		}
		var id PartyID
		if err := id.UnmarshalText([]byte(code)); err != nil || id != want {
			t.Errorf("%s reads %s, %v", code, id, err)
		}
	}
	seen := map[PartyID]RegionCode{}
	for _, p := range Provinces() {
		id := PartyOf(p.Code)
		if other, twice := seen[id]; twice || !IsUUID(string(id)) || id[14] != '5' {
			t.Errorf("%s: %s, %s", p.Code, id, other)
		}
		seen[id] = p.Code
	}
}

func TestReferencesInText(t *testing.T) {
	for text, want := range map[string]Ref{
		"instrument/" + anID: {"instrument", anID},
		"party/64":           {"party", "84ec65a1-c4fa-54d2-8068-1c0fa81481a0"},
		"party/" + anID:      {"party", anID},
	} {
		r, err := ParseRef(text)
		if err != nil || r != want {
			t.Errorf("%s: %v, %v", text, r, err)
		}
		b, err := r.MarshalText()
		var again Ref
		if err == nil {
			err = again.UnmarshalText(b)
		}
		if err != nil || again != r {
			t.Errorf("%s reads %v, %v", b, again, err)
		}
	}
	for text, want := range map[string]*Refusal{
		"":                       notARef,
		"instrument":             notARef,
		anID:                     notARef,
		"treaty/" + anID:         notARef,
		"Instrument/" + anID:     notARef,
		"/" + anID:               notARef,
		"instrument/":            NotAnID,
		"instrument/*":           NotAnID,
		"instrument/64":          NotAnID,
		"instrument/" + anID[1:]: NotAnID,
		"party/6":                NotAnID,
		"party/" + anID + "/1":   NotAnID,
	} {
		if r, err := ParseRef(text); !errors.Is(err, want) || r != (Ref{}) {
			t.Errorf("%q: %v, %v; want %s", text, r, err, want.Code)
		}
	}
}

// A reference that is taken has one text, which can be a part of a subject.
func FuzzParseRef(f *testing.F) {
	for _, s := range append(noIDs, anID, "64", "64.72") {
		f.Add("party/" + s)
		f.Add("instrument/" + s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRef(s)
		if err != nil {
			return
		}
		if again, err := ParseRef(r.String()); err != nil || again != r {
			t.Fatalf("%q is %v, which reads %v, %v", s, r, again, err)
		}
		if strings.ContainsAny(r.String(), ".*> \t\r\n") {
			t.Fatalf("%q leads out of its subject", r)
		}
	})
}

func TestNumbersOfSignatories(t *testing.T) {
	for _, s := range []string{"1", "35-1", "x-3", "A", "-", "09azAZ", "1234567890abcdef"} {
		var slot Slot
		if err := slot.UnmarshalText([]byte(s)); err != nil || string(slot) != s {
			t.Errorf("%q: %q, %v", s, slot, err)
		}
	}
	for _, s := range []string{"", "1234567890abcdefg", "35 1", "35/1", "35_1", "35:1", "35`1", "35{1", "35@1", "35[1", "é", "35-1\n", "*", ">"} {
		var slot Slot
		if err := slot.UnmarshalText([]byte(s)); !errors.Is(err, NotASlot) || slot != "" {
			t.Errorf("%q: %q, %v", s, slot, err)
		}
	}
}

func TestHashesInText(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	var h Hash
	if err := h.UnmarshalText([]byte(empty)); err != nil || h != empty {
		t.Errorf("%s, %v", h, err)
	}
	for _, s := range []string{"", empty[1:], empty + "0", strings.ToUpper(empty), "sha256:" + empty, "g" + empty[1:], " " + empty[1:]} {
		var h Hash
		if err := h.UnmarshalText([]byte(s)); !errors.Is(err, NotAHash) || h != "" {
			t.Errorf("%q: %q, %v", s, h, err)
		}
	}
}

// What a person typed is shown back, but no more of it than one can read.
func TestWhatWasTypedIsShownBack(t *testing.T) {
	shown := func(s string) string {
		var slot Slot
		var r *Refusal
		if err := slot.UnmarshalText([]byte(s)); !errors.As(err, &r) {
			t.Fatalf("%q: %v", s, err)
		}
		return r.EN
	}
	if short := strings.Repeat("é", 60); !strings.Contains(shown(short), short) || strings.Contains(shown(short), "…") {
		t.Errorf("%s", shown(short))
	}
	if long := shown(strings.Repeat("é", 61)); strings.Count(long, "é") != 60 || !strings.Contains(long, "…") {
		t.Errorf("%s", long)
	}
}
