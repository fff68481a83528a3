package domain

import (
	"net/netip"
	"net/url"
	"reflect"

	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// Setting is a choice of the administrators that must be on record: that
// webhooks may be sent into a range of addresses that is otherwise refused, or
// that the computer's clock is believed.
type Setting struct {
	Range   value.Stated[AddressRange]
	Allowed bool
	Clock   bool // it is about the clock
}

var settings = fact.KindOf[Setting](value.KindSetting)

// The facts of settings. The written names are the storage format.
var aboutSettings = fact.Join(
	fact.Of[AddressRangeAllowed](settings, "id.mufakat.setting.address-range-allowed.v1", "allow-range", value.Words{
		ID: "Webhook boleh dikirim ke alamat dalam {range}[. Alasan: {reason}].",
		EN: "Webhooks may be sent to addresses in {range}[. Reason: {reason}]."},
		fact.Needs("range"), fact.Begins),
	fact.Of[AddressRangeWithdrawn](settings, "id.mufakat.setting.address-range-withdrawn.v1", "withdraw-range", value.Words{
		ID: "Izin mengirim webhook ke alamat itu dicabut[. Alasan: {reason}].",
		EN: "The permission to send webhooks there was withdrawn[. Reason: {reason}]."},
		fact.SaysEnough),
)

// AddressRange is a range of network addresses, such as 10.0.0.0/8.
type AddressRange string

var notARange = value.NewRefusal(value.Invalid, "not-an-address-range",
	"%q bukan rentang alamat. Tulis misalnya 10.20.0.0/16 atau fd00::/8.",
	"%q is no range of addresses. Write 10.20.0.0/16 or fd00::/8 for example.")

func (r *AddressRange) UnmarshalText(b []byte) error {
	p, err := netip.ParsePrefix(string(b))
	if err != nil {
		return notARange.With(value.Clip(string(b)))
	}
	*r = AddressRange(p.Masked().String())
	return nil
}

// Prefix is the range as a program compares it.
func (r AddressRange) Prefix() netip.Prefix {
	p, _ := netip.ParsePrefix(string(r))
	return p
}

// AddressRangeAllowed says that webhooks may be sent to private or otherwise
// special addresses of this range: an office's own network, as a rule.
type AddressRangeAllowed struct {
	Range  value.Stated[AddressRange] `json:"range,omitzero" id:"rentang alamat" en:"range of addresses"`
	Reason string                     `json:"reason,omitzero" id:"alasan" en:"reason"`
}

var (
	rangeAllowed = value.NewRefusal(value.Conflict, "range-allowed",
		"Pengaturan ini sudah berlaku. Untuk rentang lain pakai pengenal lain.",
		"This setting holds already. Use another id for another range.")
	rangeNotAllowed = value.NewRefusal(value.Invalid, "range-not-allowed",
		"Rentang alamat ini tidak sedang diizinkan.",
		"This range of addresses is not allowed now.")
)

func (f AddressRangeAllowed) Refuse(s Setting, _ fact.Given) error {
	if s.Allowed {
		return rangeAllowed
	}
	return nil
}

func (f AddressRangeAllowed) Stands(s Setting) bool {
	return s.Allowed && reflect.DeepEqual(s.Range, f.Range)
}

func (f AddressRangeAllowed) Evolve(s Setting, _ fact.Entry) Setting {
	s.Range, s.Allowed = f.Range, true
	return s
}

// AddressRangeWithdrawn takes that back.
type AddressRangeWithdrawn struct {
	Reason string `json:"reason,omitzero" id:"alasan" en:"reason"`
}

func (f AddressRangeWithdrawn) Refuse(s Setting, _ fact.Given) error {
	if !s.Allowed {
		return rangeNotAllowed
	}
	return nil
}

func (f AddressRangeWithdrawn) Stands(s Setting) bool { return !s.Allowed }

func (f AddressRangeWithdrawn) Evolve(s Setting, _ fact.Entry) Setting {
	s.Allowed = false
	return s
}

func (s Setting) DisplayName(l value.Lang) string {
	r, known := s.Range.Known()
	if s.Clock && !known {
		return value.Words{ID: "jam komputer", EN: "the computer's clock"}.In(l)
	}
	return string(r)
}

// refuseEndpoint refuses what is no address of a webhook. Whether it may be
// reached is for the sender to say.
func refuseEndpoint(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return notAnEndpoint.With(value.Clip(s)).On("endpoint")
	}
	return nil
}
