package domain

import "time"

// Office is a jabatan, of an agency or of the party itself. People come and go;
// who signed is remembered by person, office and what they acted as that day.
type Office struct {
	Registered bool
	Party      Told[PartyID]
	Agency     Told[AgencyID]
	Role       Told[Role]
	Title      string
	Holders    []Holding
}

// Holding is one person's time in an office.
type Holding struct {
	Record   RecordID       `json:"record"`
	Holder   Told[Name]     `json:"holder,omitzero"`
	ActingAs Told[ActingAs] `json:"actingAs,omitzero"`
	From     When           `json:"from,omitzero"`
	To       When           `json:"to,omitzero"`
	Decree   string         `json:"decree,omitzero"`
	Grade    Grade          `json:"grade,omitzero"`
}

// Name is a person's name. Nothing else about a person is recorded.
type Name string

// Role says what an office is by law, where that decides who may sign.
type Role string

const (
	RoleHead       Role = "head"
	RoleDeputy     Role = "deputy"
	RoleSecretary  Role = "secretary"
	RoleAgencyHead Role = "agency-head"
	RoleUnitHead   Role = "unit-head"
	RoleOther      Role = "other"
)

func (Role) choices() []Choice {
	return []Choice{
		choice(RoleHead, "kepala daerah", "head of region"),
		choice(RoleDeputy, "wakil kepala daerah", "deputy head of region"),
		choice(RoleSecretary, "sekretaris daerah", "regional secretary"),
		choice(RoleAgencyHead, "kepala perangkat daerah", "head of an agency"),
		choice(RoleUnitHead, "kepala unit kerja", "head of a unit"),
		choice(RoleOther, "jabatan lain", "another office"),
	}
}
func (r *Role) UnmarshalText(b []byte) error { return choose(r, b) }

// ActingAs is as what somebody holds an office or signs in it.
type ActingAs string

const (
	Definitive   ActingAs = "definitive"
	Plt          ActingAs = "plt"
	Plh          ActingAs = "plh"
	Pj           ActingAs = "pj"
	AN           ActingAs = "an"
	UB           ActingAs = "ub"
	Representing ActingAs = "representing"
)

func (ActingAs) choices() []Choice {
	return []Choice{
		choice(Definitive, "definitif", "definitive"),
		choice(Plt, "Plt. (pelaksana tugas)", "Plt. (acting, post vacant)"),
		choice(Plh, "Plh. (pelaksana harian)", "Plh. (acting, holder prevented)"),
		choice(Pj, "Pj. (penjabat)", "Pj. (appointed interim)"),
		choice(AN, "a.n. (atas nama)", "a.n. (in the name of)"),
		choice(UB, "u.b. (untuk beliau)", "u.b. (on behalf, second degree)"),
		choice(Representing, "mewakili", "representing"),
	}
}
func (a *ActingAs) UnmarshalText(b []byte) error { return choose(a, b) }

var offices = kindOf[Office]{KindOffice}

// The facts of offices. The written names are the storage format.
var aboutOffices = append(
	event[OfficeRegistered](offices, "id.mufakat.office.registered.v1", "register", Words{
		"{title} didaftarkan sebagai jabatan[ pada {agency}][ untuk {party}].",
		"{title} was registered as an office[ of {agency}][ for {party}]."}),
	event[HolderAppointed](offices, "id.mufakat.office.holder-appointed.v1", "appoint", Words{
		"Pejabat: {holder}, bertindak sebagai {actingAs}[, mulai {from}][, sampai {to}].",
		"Holder: {holder}, acting as {actingAs}[, from {from}][, until {to}]."})...,
)

// OfficeRegistered enters an office.
type OfficeRegistered struct {
	Title  string         `json:"title,omitzero" id:"nama jabatan" en:"title"`
	Party  Told[PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Agency Told[AgencyID] `json:"agency,omitzero" id:"perangkat daerah" en:"agency"`
	Role   Told[Role]     `json:"role,omitzero" id:"kedudukan" en:"role"`
}

func (f OfficeRegistered) refuse(s Office, _ Ask) error {
	if s.Registered {
		return alreadyRegistered
	}
	return nil
}

func (f OfficeRegistered) evolve(s Office, _ Entry) Office {
	s.Registered, s.Title, s.Party, s.Agency, s.Role = true, f.Title, f.Party, f.Agency, f.Role
	return s
}

// HolderAppointed says who held the office, as what, from when to when. Two
// definitive holders at one time are incoherent; a Plh. beside one is not.
type HolderAppointed struct {
	Holder   Told[Name]     `json:"holder,omitzero" id:"pejabat" en:"holder"`
	ActingAs Told[ActingAs] `json:"actingAs,omitzero" id:"bertindak sebagai" en:"acting as"`
	From     When           `json:"from,omitzero" id:"mulai" en:"from"`
	To       When           `json:"to,omitzero" id:"sampai" en:"until"`
	Decree   string         `json:"decree,omitzero" id:"keputusan" en:"decree"`
}

var (
	endsBeforeItBegins = NewRefusal(Invalid, "ends-before-it-begins",
		"%s mendahului %s. Periksa kedua tanggalnya.",
		"%s comes before %s. Check both dates.")
	twoDefinitive = NewRefusal(Conflict, "two-definitive-holders",
		"Pada masa itu sudah tercatat pejabat definitif lain. Perbaiki catatan itu dahulu, atau catat sebagai Plt. atau Plh.",
		"Another definitive holder is on record for that time. Correct that record first, or record this one as Plt. or Plh.")
)

func (f HolderAppointed) refuse(s Office, _ Ask) error {
	if err := refuseBackwards(f.From, f.To, "to"); err != nil {
		return err
	}
	if f.ActingAs.Is(Definitive) != Yes {
		return nil
	}
	for _, h := range s.Holders {
		if h.ActingAs.Is(Definitive) == Yes && surelyTogether(h, f) {
			return twoDefinitive.On("from")
		}
	}
	return nil
}

// refuseBackwards refuses a time that surely ends before it begins.
func refuseBackwards(from, to When, field string) error {
	start, ok1 := from.Earliest()
	end, ok2 := to.Latest()
	if ok1 && ok2 && !end.After(start) {
		return endsBeforeItBegins.With(to, from).On(field)
	}
	return nil
}

// surelyTogether is true only where both the start and the end stated for the
// earlier holder leave no other reading.
func surelyTogether(h Holding, f HolderAppointed) bool {
	hFrom, ok1 := h.From.Latest()
	fFrom, ok2 := f.From.Latest()
	if !ok1 || !ok2 {
		return false
	}
	end, from := h.To, fFrom
	if fFrom.Before(hFrom) {
		end, from = f.To, hFrom
	}
	last, ok := end.Earliest()
	return ok && last.After(from) || hFrom.Equal(fFrom)
}

func (f HolderAppointed) evolve(s Office, e Entry) Office {
	s.Holders = append(s.Holders[:len(s.Holders):len(s.Holders)], Holding{
		Record: e.ID, Holder: f.Holder, ActingAs: f.ActingAs, From: f.From, To: f.To, Decree: f.Decree,
		Grade: e.Data.Grade(),
	})
	return s
}

func (s Office) name(Lang) string { return s.Title }

// HeldOn answers whether the holding covers the instant: yes, no, or cannot be
// told where its start or end is not stated.
func (h Holding) HeldOn(t time.Time) Answer {
	begun, ended := CannotTell, CannotTell
	var because []string
	if h.From.IsZero() {
		because = append(because, "from")
	} else {
		begun = h.From.By(t)
	}
	if h.To.IsZero() {
		because = append(because, "to")
	} else {
		ended = h.To.By(t)
	}
	switch {
	case begun == No, ended == Yes:
		return Answer{Truth: No}
	case begun == Yes && ended == No:
		return Answer{Truth: Yes}
	}
	return Answer{CannotTell, because}
}
