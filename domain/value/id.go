package value

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
)

// The identifiers. Each is a UUID in its one written form (RFC 9562, lower
// case), checked where it is parsed: a dot, a wildcard or a space in an id
// would escape the subject of its aggregate.
type (
	PartyID        string
	AgencyID       string
	OfficeID       string
	MandateID      string
	EngagementID   string
	InstrumentID   string
	SubscriptionID string
	SettingID      string
	RecordID       string
)

// Ref names an aggregate: `<kind>/<uuid>`, the subject attribute of its records.
type Ref struct {
	Kind Kind
	ID   string
}

// Referring is what an identifier of an aggregate can do: say which.
type Referring interface{ Ref() Ref }

func (id PartyID) Ref() Ref        { return Ref{KindParty, string(id)} }
func (id AgencyID) Ref() Ref       { return Ref{KindAgency, string(id)} }
func (id OfficeID) Ref() Ref       { return Ref{KindOffice, string(id)} }
func (id MandateID) Ref() Ref      { return Ref{KindMandate, string(id)} }
func (id EngagementID) Ref() Ref   { return Ref{KindEngagement, string(id)} }
func (id InstrumentID) Ref() Ref   { return Ref{KindInstrument, string(id)} }
func (id SubscriptionID) Ref() Ref { return Ref{KindSubscription, string(id)} }
func (id SettingID) Ref() Ref      { return Ref{KindSetting, string(id)} }

// UnmarshalText takes a UUID, or a region's code, which stands for the UUID
// made from it (see [PartyOf]).
func (id *PartyID) UnmarshalText(b []byte) error {
	if codeForm(string(b)) {
		*id = PartyOf(RegionCode(b))
		return nil
	}
	return parseID(id, b)
}
func (id *AgencyID) UnmarshalText(b []byte) error       { return parseID(id, b) }
func (id *OfficeID) UnmarshalText(b []byte) error       { return parseID(id, b) }
func (id *MandateID) UnmarshalText(b []byte) error      { return parseID(id, b) }
func (id *EngagementID) UnmarshalText(b []byte) error   { return parseID(id, b) }
func (id *InstrumentID) UnmarshalText(b []byte) error   { return parseID(id, b) }
func (id *SubscriptionID) UnmarshalText(b []byte) error { return parseID(id, b) }
func (id *SettingID) UnmarshalText(b []byte) error      { return parseID(id, b) }
func (id *RecordID) UnmarshalText(b []byte) error       { return parseID(id, b) }

var NotAnID = NewRefusal(Invalid, "not-an-id",
	"%q bukan pengenal. Tulis UUID dengan huruf kecil, misalnya 0190a5f2-7c1e-7000-8000-3f2b9c5d1e01; untuk daerah boleh kodenya, misalnya 64.",
	"%q is not an id. Write a UUID in lower case, such as 0190a5f2-7c1e-7000-8000-3f2b9c5d1e01; for a region its code will do, such as 64.")

func parseID[T ~string](id *T, b []byte) error {
	if !IsUUID(string(b)) {
		return NotAnID.With(Clip(string(b)))
	}
	*id = T(b)
	return nil
}

// IsUUID reports whether s is a UUID as RFC 9562 writes it, in lower case.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
				return false
			}
		}
	}
	return true
}

// partyNamespace is the UUIDv5 namespace of region codes. It is part of the
// storage format: with another one every region would get another id.
var partyNamespace = [16]byte{0x6d, 0x75, 0x66, 0x61, 0x6b, 0x61, 0x50, 0x74, 0x80, 0x70, 0x61, 0x72, 0x74, 0x79, 0x00, 0x01}

// PartyOf is the id of the region with this Kemendagri code: UUIDv5 of the code,
// so that one region cannot be registered twice.
func PartyOf(c RegionCode) PartyID {
	h := sha1.New()
	h.Write(partyNamespace[:])
	h.Write([]byte(c))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	x := hex.EncodeToString(u)
	return PartyID(x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:])
}

var notARef = NewRefusal(Invalid, "not-a-reference",
	"%q bukan rujukan. Tulis <jenis>/<pengenal>, misalnya instrument/0190a5f2-7c1e-7000-8000-3f2b9c5d1e01.",
	"%q is not a reference. Write <kind>/<id>, such as instrument/0190a5f2-7c1e-7000-8000-3f2b9c5d1e01.")

// ParseRef reads `<kind>/<uuid>`; for a party the region's code will do.
func ParseRef(s string) (Ref, error) {
	kind, id, ok := strings.Cut(s, "/")
	if !ok || !Kind(kind).Exists() {
		return Ref{}, notARef.With(Clip(s))
	}
	if kind == "party" {
		var p PartyID
		if err := p.UnmarshalText([]byte(id)); err != nil {
			return Ref{}, err
		}
		return p.Ref(), nil
	}
	if !IsUUID(id) {
		return Ref{}, NotAnID.With(Clip(id))
	}
	return Ref{Kind(kind), id}, nil
}

func (r Ref) String() string               { return string(r.Kind) + "/" + r.ID }
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
func (r *Ref) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRef(string(b))
	return err
}

// Name is what people call an aggregate of which nothing is known.
func (r Ref) Name(l Lang) string {
	return r.Kind.Word().In(l) + " " + r.ID[:min(8, len(r.ID))]
}

// Slot is a signatory's place in an instrument: its own number there, such as 35-1.
type Slot string

var NotASlot = NewRefusal(Invalid, "not-a-slot",
	"%q bukan nomor penanda tangan. Pakai 1 sampai 16 huruf, angka, titik atau tanda hubung, misalnya 35-1 atau 35.07-1.",
	"%q is not a signatory's number. Use 1 to 16 letters, digits, dots or hyphens, such as 35-1 or 35.07-1.")

func (s *Slot) UnmarshalText(b []byte) error {
	if len(b) == 0 || len(b) > 16 {
		return NotASlot.With(Clip(string(b)))
	}
	for _, c := range b {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.') {
			return NotASlot.With(Clip(string(b)))
		}
	}
	*s = Slot(b)
	return nil
}

// Hash is a SHA-256 in hex: of a text that was signed, of a file kept as
// evidence, of a record's bytes.
type Hash string

var NotAHash = NewRefusal(Invalid, "not-a-hash",
	"%q bukan SHA-256. Tulis 64 angka heksadesimal huruf kecil.",
	"%q is not a SHA-256. Write 64 hexadecimal digits in lower case.")

func (h *Hash) UnmarshalText(b []byte) error {
	if !IsHash(Hash(b)) {
		return NotAHash.With(Clip(string(b)))
	}
	*h = Hash(b)
	return nil
}

func IsHash(h Hash) bool {
	for i := range len(h) {
		if c := h[i]; !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return len(h) == 64
}

// Clip shortens what a person typed before it is shown back.
func Clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
