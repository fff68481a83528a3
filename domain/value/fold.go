package value

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text is compared by what people take for the same, and shown as its source
// writes it. There is one folding: [Fold] for any text, and on top of it
// [FoldPerson], [FoldNumber] and [FoldName] for what also has titles, separators
// or abbreviations.

// Fold is a text without what makes no difference to who reads it: case, accents,
// apostrophes, punctuation, and how much white space there is. Words are parted by
// one blank; a slash is part of a word, and so is a point between digits.
func Fold(s string) string {
	rs := []rune(norm.NFKD.String(s))
	var b strings.Builder
	gap := false
	for i, c := range rs {
		switch {
		case unicode.Is(unicode.M, c) || apostrophe(c):
			continue
		case slash(c):
			b.WriteByte('/')
			gap = false
			continue
		case (c == '.' || c == ',') && digitAt(rs, i-1) && digitAt(rs, i+1):
			c = '.'
		case unicode.IsSpace(c) || unicode.Is(unicode.Cc, c) || unicode.Is(unicode.Cf, c) || parting(c):
			gap = b.Len() > 0
			continue
		}
		if gap && !strings.HasSuffix(b.String(), "/") {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// apostrophe reports whether the sign stands in a name for a sound that as many
// people leave out.
func apostrophe(c rune) bool { return strings.ContainsRune("'`´’‘‛ʼʻʽʾʿ′", c) }

func slash(c rune) bool { return strings.ContainsRune("/⁄∕", c) }

// parting reports whether the sign only parts words: a percent sign or an
// ampersand says something.
func parting(c rune) bool {
	return unicode.In(c, unicode.Pd, unicode.Ps, unicode.Pe, unicode.Pi, unicode.Pf, unicode.Pc) ||
		strings.ContainsRune(".,;:!?\"\\−·•…", c)
}

func digitAt(rs []rune, i int) bool { return i >= 0 && i < len(rs) && unicode.IsDigit(rs[i]) }

// FoldNumber is the number of a paper without what its writers put between its
// parts: 183/ 1 is 183/1, and B-12.a is B12a.
func FoldNumber(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '/' || unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, Fold(s))
}

// SameWords reports whether two texts are of the same words, in whatever order.
func SameWords(a, b string) bool { return slices.Equal(sortedWords(a), sortedWords(b)) }

func sortedWords(s string) []string {
	ws := strings.Fields(Fold(s))
	slices.Sort(ws)
	return ws
}

// FoldPerson is a person's name without titles before it and degrees behind it.
// A name that is nothing else is kept.
func FoldPerson(s string) string {
	name, behind, _ := strings.Cut(s, ",")
	words := strings.Fields(Fold(name))
	whole := words
	for n := titled(words); n > 0; n = titled(words) {
		words = words[n:]
	}
	if len(words) == 0 {
		words = whole
	}
	words = withoutDegrees(name, words)
	for part := range strings.SplitSeq(behind, ",") {
		if degree(part) {
			continue
		}
		for _, w := range strings.Fields(part) {
			if !degree(w) {
				words = append(words, strings.Fields(Fold(w))...)
			}
		}
	}
	return strings.Join(words, " ")
}

// titled is how many of the words make a title that stands before a name: two
// where K.H. is written with points.
func titled(words []string) int {
	switch {
	case len(words) > 1 && words[0] == "k" && words[1] == "h":
		return 2
	case len(words) > 0 && slices.Contains(titles, words[0]):
		return 1
	}
	return 0
}

// withoutDegrees leaves out degrees that follow a name without a comma. Only what
// is written as a degree is one there: with a point, or in capitals.
func withoutDegrees(name string, words []string) []string {
	written := strings.Fields(name)
	for len(written) > 1 {
		last := written[len(written)-1]
		n := len(strings.Fields(Fold(last)))
		if !degree(last) || !strings.Contains(last, ".") && last != strings.ToUpper(last) || n >= len(words) {
			break
		}
		written, words = written[:len(written)-1], words[:len(words)-n]
	}
	return words
}

func degree(s string) bool {
	return slices.Contains(degrees, strings.ReplaceAll(strings.ReplaceAll(Fold(s), " ", ""), "/", ""))
}

// Titles and Degrees are what [FoldPerson] leaves out, folded and without blanks.
func Titles() []string  { return slices.Clone(titles) }
func Degrees() []string { return slices.Clone(degrees) }

// Abbreviations are what [FoldName] writes out.
func Abbreviations() map[string]string { return maps.Clone(abbreviations) }

// titles stand before a name, degrees behind it; both as folded, without blanks.
var (
	titles = []string{
		"prof", "dr", "drs", "dra", "drg", "drh", "ir", "apt", "ns", "h", "hj", "kh", "tgk", "tgh", "ust", "ustadz", "ustad", "habib",
		"bapak", "bpk", "ibu", "sdr", "sdri", "saudara", "saudari", "yth", "mr", "mrs", "ms",
		"jenderal", "jend", "letjen", "mayjen", "brigjen", "kolonel", "letkol", "mayor", "kapten", "laksamana", "laksda", "laksma", "marsekal", "marsda", "marsma",
		"komjen", "irjen", "kombes", "akbp", "kompol", "akp", "pol", "tni", "purn",
	}
	degrees = []string{
		"sh", "se", "sip", "ssos", "ssi", "st", "sp", "spd", "spi", "spt", "shut", "skm", "skep", "sked", "sag", "spdi", "shi", "sei", "skom", "sst", "sstp", "ss", "sikom", "sap", "sak", "spsi", "sfarm", "sgz", "str", "stp", "sthi", "sthut", "spn",
		"mh", "mhum", "mm", "msi", "mt", "mp", "map", "mpd", "mpdi", "mkes", "mkom", "mikom", "msc", "ma", "mba", "mpa", "mph", "mak", "mag", "mip", "mkn", "mars", "mpi", "mtp", "mie", "meng", "mec", "mecdev", "mstr", "llm", "phd", "dea", "dess",
		"bsc", "ba", "be", "amd", "amdkep", "apt", "ak", "ca", "cpa", "cfra", "cgcae", "cgae", "ccd", "cra", "crmp", "qia", "ipu", "ipm", "ipp", "aseaneng", "apeceng",
		"spog", "spa", "spb", "spkj", "spm", "spok", "ns", "apu", "lc", "dipl", "dr",
	}
)

// FoldName is the name of a region, an agency or an office with its abbreviations
// written out, and initials, which some write with points, as one word. What a
// province is called with and without the word is one name.
func FoldName(s string) string {
	words := joinedInitials(strings.Fields(Fold(s)))
	for i, w := range words {
		if full, ok := abbreviations[w]; ok {
			words[i] = full
		}
	}
	folded := strings.Join(words, " ")
	for _, p := range governments {
		if rest, ok := strings.CutPrefix(folded, p); ok {
			return rest
		}
	}
	return folded
}

func joinedInitials(words []string) (out []string) {
	after := false // an initial
	for _, w := range words {
		initial := len(w) == 1 && w[0] >= 'a' && w[0] <= 'z'
		if initial && after {
			out[len(out)-1] += w
		} else {
			out = append(out, w)
		}
		after = initial
	}
	return out
}

var (
	// governments are what a province's own name stands behind; that a regency and
	// a city of one name are two is why theirs is kept.
	governments = []string{"pemerintah daerah provinsi ", "pemerintah provinsi ", "provinsi ", "pemerintah "}

	abbreviations = map[string]string{
		"prov": "provinsi", "prop": "provinsi", "propinsi": "provinsi", "pemprov": "pemerintah provinsi",
		"kab": "kabupaten", "pemkab": "kabupaten", "pemkot": "kota", "kec": "kecamatan", "kel": "kelurahan",
		"pemda": "pemerintah daerah", "din": "dinas", "bdn": "badan",
		"sekda": "sekretaris daerah", "setda": "sekretariat daerah", "setdaprov": "sekretariat daerah provinsi",
		"kadis": "kepala dinas", "kaban": "kepala badan", "kabag": "kepala bagian", "kabid": "kepala bidang", "kabiro": "kepala biro", "karo": "kepala biro",
		"kasi": "kepala seksi", "kasubag": "kepala subbagian", "kasubbag": "kepala subbagian",
		"wagub": "wakil gubernur", "wabup": "wakil bupati", "wawali": "wakil wali kota", "walikota": "wali kota", "gub": "gubernur",
		"bappeda": "badan perencanaan pembangunan daerah", "dishub": "dinas perhubungan",
		"dinkes": "dinas kesehatan", "disdik": "dinas pendidikan", "dispora": "dinas pemuda dan olahraga",
		"ka": "kepala", "bag": "bagian", "bid": "bidang", "kep": "kepulauan", "&": "dan",
		"jatim": "jawa timur", "jabar": "jawa barat", "jateng": "jawa tengah", "kaltim": "kalimantan timur", "kalbar": "kalimantan barat",
		"kalteng": "kalimantan tengah", "kalsel": "kalimantan selatan", "kaltara": "kalimantan utara",
		"sumut": "sumatera utara", "sumbar": "sumatera barat", "sumsel": "sumatera selatan",
		"sulut": "sulawesi utara", "sulteng": "sulawesi tengah", "sulsel": "sulawesi selatan", "sultra": "sulawesi tenggara", "sulbar": "sulawesi barat",
		"ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur", "babel": "bangka belitung", "kepri": "kepulauan riau",
		"malut": "maluku utara", "diy": "daerah istimewa yogyakarta",
	}
)
