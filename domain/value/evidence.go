package value

import (
	"strings"
	"time"
)

// Grade says how near a piece of evidence is to the act itself.
type Grade string

const (
	GradeOriginal        Grade = "original"
	GradeESignature      Grade = "e-signature"
	GradeCopy            Grade = "copy"
	GradeRegister        Grade = "official-register" // a depositary's, JDIH, or that of the government whose paper it is
	GradeOwnStatement    Grade = "own-statement"
	GradeOthersStatement Grade = "others-statement"
	GradeNews            Grade = "news"
)

// gradesBest lists the grades from the best to the least.
var gradesBest = []Choice{
	NewChoice(GradeOriginal, "naskah asli dilihat", "original seen"),
	NewChoice(GradeESignature, "tanda tangan elektronik tersertifikasi", "certified e-signature"),
	NewChoice(GradeCopy, "salinan atau foto", "copy or photo"),
	NewChoice(GradeRegister, "menurut daftar resmi", "by an official register"),
	NewChoice(GradeOwnStatement, "menurut pernyataan pihak itu sendiri", "by the party's own statement"),
	NewChoice(GradeOthersStatement, "menurut pernyataan pihak lain", "by another's statement"),
	NewChoice(GradeNews, "menurut berita, belum dibuktikan", "reported in the news, not proven"),
}

func (Grade) Choices() []Choice               { return gradesBest }
func (g *Grade) UnmarshalText(b []byte) error { return Choose(g, b) }

// Rank is 0 for the best grade; an unstated grade ranks below all.
func (g Grade) Rank() int {
	for i, c := range gradesBest {
		if c.Value == string(g) {
			return i
		}
	}
	return len(gradesBest)
}

// Label is what people read for the grade.
func (g Grade) Label(l Lang) string {
	if g == "" {
		return NotStated.In(l)
	}
	return LabelOf(g, l)
}

// Evidence is what a record rests on: a paper, a picture, a page, a statement.
type Evidence struct {
	Grade     Stated[Grade] `json:"grade,omitzero" id:"tingkat bukti" en:"grade"`
	Title     string        `json:"title,omitzero" id:"judul" en:"title"`
	By        string        `json:"by,omitzero" id:"penerbit atau yang menyatakan" en:"published or said by"`
	Published When          `json:"published,omitzero" id:"terbit" en:"published"`
	URL       string        `json:"url,omitzero" id:"alamat" en:"address"`
	Number    string        `json:"number,omitzero" id:"nomor" en:"number"`
	Holder    string        `json:"holder,omitzero" id:"disimpan oleh" en:"kept by"`
	Hash      Hash          `json:"hash,omitzero" id:"SHA-256 berkas" en:"file's SHA-256"`
	Quote     string        `json:"quote,omitzero" id:"kutipan" en:"words quoted"`
}

// Cite names the source as people do: who published it, its title and number,
// or its address where nothing else is stated.
func (e Evidence) Cite() string {
	s := e.Title
	switch {
	case s != "" && e.By != "":
		s = e.By + ", “" + s + "”"
	case s == "":
		s = e.By
	}
	if e.Number != "" {
		s = strings.TrimSpace(s + " " + e.Number)
	}
	if s == "" {
		s = e.URL
	}
	return s
}

// BestGrade is the grade of the best evidence; what has none stated has no grade.
func BestGrade(ev []Evidence) (best Grade) {
	for _, e := range ev {
		for _, g := range e.Grade.Candidates() {
			if len(e.Grade.Candidates()) > 1 && g.Rank() < worst(e.Grade).Rank() {
				continue // of several candidates the least counts
			}
			if g.Rank() < best.Rank() {
				best = g
			}
		}
	}
	return best
}

func worst(t Stated[Grade]) (w Grade) {
	w = GradeOriginal
	for _, g := range t.Candidates() {
		if g.Rank() > w.Rank() {
			w = g
		}
	}
	return w
}

// gradeRule says from which grade on a signature counts as signed.
type gradeRule struct {
	from  string // first day it holds, by when the act happened
	least Grade
	basis Words
}

// gradeRules is data: the newest rule whose day has come by the day of the act
// decides. The first value was set for Mufakat itself; no regulation that says
// it could be found.
var gradeRules = []gradeRule{{
	from:  "1945-08-18",
	least: GradeOwnStatement,
	basis: Words{
		"Tanda tangan dihitung menurut naskah, salinan, daftar resmi, atau pernyataan pihak itu sendiri, termasuk pejabatnya yang dikutip; berita dan pernyataan pihak lain ditampilkan, tidak dihitung.",
		"A signature counts by the paper, a copy, an official register or the party's own statement, an official quoted included; news and others' statements are shown, never counted.",
	},
}}

// Counts answers whether evidence of grade g makes an act of that time count.
func (g Grade) Counts(at When) bool {
	return g.Rank() <= ruleFor(at).least.Rank()
}

// GradeRule is the sentence of the rule that holds for an act of that time.
func GradeRule(at When) Words { return ruleFor(at).basis }

func ruleFor(at When) gradeRule {
	rule := gradeRules[0]
	first, _, begins, _ := at.Days()
	if !begins {
		return rule
	}
	for _, r := range gradeRules {
		if d, err := time.Parse(time.DateOnly, r.from); err == nil && !d.After(first) {
			rule = r
		}
	}
	return rule
}

// AssertedBy is on whose word the record stands: an official of a party, an
// office, an outlet.
type AssertedBy struct {
	Party  Stated[PartyID]  `json:"party,omitzero" id:"pihak" en:"party"`
	Office Stated[OfficeID] `json:"office,omitzero" id:"jabatan" en:"office"`
	Name   string           `json:"name,omitzero" id:"siapa" en:"who"`
}

// Format says on whose word it stands; nothing where that is not stated.
func (by AssertedBy) Format(l Lang, names Names) string {
	switch {
	case by.Name != "":
		return by.Name
	case !by.Office.IsZero():
		return by.Office.Format(l, names)
	case !by.Party.IsZero():
		return by.Party.Format(l, names)
	}
	return ""
}

// Place is where it was: in the source's words, and in which region.
type Place struct {
	Text   string             `json:"text,omitzero" id:"tempat" en:"place"`
	Region Stated[RegionCode] `json:"region,omitzero" id:"daerah" en:"region"`
}

// In says where it was.
func (p Place) In(l Lang) string {
	if p.Text != "" {
		return p.Text
	}
	if c, ok := p.Region.Known(); ok {
		if r, ok := c.Province(); ok {
			return r.Name
		}
		return string(c)
	}
	return ""
}
