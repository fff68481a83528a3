package web

import (
	"strconv"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/projections"
)

// What can be asked: for each question, its parameters and where they go.

// MaxRows is the most rows one page may have.
const MaxRows = 500

// position is which records an answer must know: up to a sequence, or all that
// the ledger holds when it is asked.
type position struct {
	seq    uint64
	latest bool
}

func (p *position) param() param {
	return param{"min_seq", value.Words{
		ID: "jawab sesudah catatan ini terbaca: nomor urut, atau latest", EN: "answer once this record has been read: its number, or latest"}, text(),
		func(s string) (err error) {
			if s == "latest" {
				p.latest = true
				return nil
			}
			if p.seq, err = strconv.ParseUint(s, 10, 64); err != nil {
				return NotAPosition.With(clip(s))
			}
			return nil
		},
		func() string {
			switch {
			case p.latest:
				return "latest"
			case p.seq > 0:
				return strconv.FormatUint(p.seq, 10)
			}
			return ""
		}}
}

// asking are the parameters of every question.
func asking(q *projections.Asked, p *position) []param {
	return []param{
		instant("as_of", &q.AsOf, value.Words{ID: "keadaan per saat ini", EN: "as of this instant"}),
		instant("known_at", &q.KnownAt, value.Words{ID: "menurut catatan sampai saat ini", EN: "as recorded by this instant"}),
		p.param(),
		number("limit", &q.Limit, 1, MaxRows, value.Words{ID: "banyaknya baris", EN: "how many rows"}),
		words("cursor", &q.After, value.Words{ID: "penanda halaman berikutnya, dari head.next", EN: "the next page's mark, from head.next"}),
	}
}

var (
	ofParty      = value.Words{ID: "pihak: UUID atau kode wilayah", EN: "party: UUID or region code"}
	ofInstrument = value.Words{ID: "naskah", EN: "document"}
	ofAgency     = value.Words{ID: "perangkat daerah atau unit kerja", EN: "agency"}
	ofOffice     = value.Words{ID: "jabatan", EN: "office"}
)

func signatures(q *projections.SignaturesAsked) []param {
	return []param{
		id("instrument", &q.Instrument, ofInstrument),
		id("party", &q.Party, ofParty),
		id("agency", &q.Agency, ofAgency),
		id("office", &q.Office, ofOffice),
		words("person", &q.Person, value.Words{ID: "nama penanda tangan", EN: "the signer's name"}),
		when("from", &q.From, value.Words{ID: "mungkin ditandatangani sejak", EN: "may have been signed from"}),
		when("to", &q.To, value.Words{ID: "mungkin ditandatangani sampai", EN: "may have been signed up to"}),
		yesNo("reported", &q.Reported, value.Words{ID: "juga yang baru menurut berita atau pernyataan, belum dihitung", EN: "also what is only reported and does not count"}),
	}
}

// instrumentStates are the states of a document, from the least to the most.
var instrumentStates = []domain.InstrumentState{
	domain.StateNotDrafted, domain.StateDrafted, domain.StateFinal, domain.StatePartlySigned, domain.StateUnclear, domain.StateFullySigned, domain.StateInForce,
}

func instruments(q *projections.InstrumentsAsked) []param {
	return []param{
		id("party", &q.Party, ofParty),
		choice("state", &q.State, instrumentStates, value.Words{ID: "keadaan naskah", EN: "where the document stands"}),
		words("field", &q.Field, value.Words{ID: "bidang", EN: "field"}),
		words("q", &q.Text, value.Words{ID: "kata dari judul atau bidang, atau nomor suratnya", EN: "words of the title or a field, or a number of its papers"}),
	}
}

func open(q *projections.OpenAsked) []param {
	return []param{
		id("party", &q.Party, ofParty),
		number("older_than", &q.OlderThan, 0, 100_000, value.Words{ID: "lebih dari sekian hari kerja", EN: "for more than so many working days"}),
	}
}

func deferrals(q *projections.DeferralsAsked) []param {
	return []param{yesNo("open", &q.Open, value.Words{
		ID: "hanya yang naskahnya belum ditandatangani semua pihak", EN: "only where a document is not signed by all"})}
}

func copies(q *projections.CopiesAsked) []param {
	return []param{yesNo("waiting", &q.Waiting, value.Words{
		ID: "hanya yang belum ada tanda terimanya", EN: "only those without a receipt"})}
}

func holders(q *projections.HoldersAsked) []param {
	return []param{id("office", &q.Office, ofOffice), id("party", &q.Party, ofParty)}
}

func accounts(q *projections.AccountsAsked) []param {
	return []param{
		reference("ref", &q.Ref, value.Words{ID: "tentang: <jenis>/<pengenal>", EN: "about: <kind>/<id>"}),
		yesNo("all", &q.All, value.Words{ID: "juga yang keterangannya sama", EN: "also where accounts agree"}),
	}
}

func bodies(v *bool) []param {
	return []param{yesNo("bodies", v, value.Words{ID: "beserta isi catatan sebagaimana ditulis", EN: "with the records as they were written"})}
}
