package fact

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain/value"
)

// Command is the wish to record a fact of one aggregate.
type Command struct {
	Event *Event
	Ref   value.Ref
	Data  Data       // without By, which the gate gives
	Hash  value.Hash // of kind, aggregate and command as decoded

	numbered bool // it names records by their numbers; see [Command.Within]
}

// OwnRef is what the command is about where its fact says that by itself, as a
// region's code makes the id of its party.
func (c Command) OwnRef() (value.Ref, bool) {
	if f, ok := c.Data.Fact.(interface{ OwnRef() (value.Ref, bool) }); ok {
		return f.OwnRef()
	}
	return value.Ref{}, false
}

// body is how a command is written: the data of the record it asks for, without
// who recorded it.
type body struct {
	Envelope `json:",inline"`
	Fact     jsontext.Value `json:"fact,omitzero"`
}

var (
	NoSuchCommand = value.NewRefusal(value.NotFound, "no-such-command",
		"Untuk %s tidak ada perintah %q. Yang ada: %s.",
		"There is no command %[2]q for %[1]s. There are: %[3]s.")
	NoSuchKind = value.NewRefusal(value.NotFound, "no-such-kind",
		"Jenis %q tidak dikenal. Yang ada: %s.",
		"There is no kind %q. There are: %s.")
	// NotJSON, BadUTF8 and MoreThanOneValue refuse a body that cannot be read at
	// all.
	NotJSON = value.NewRefusal(value.Invalid, "not-json",
		"Isi perintah bukan JSON yang benar di sekitar byte %d. Periksa koma, tanda kutip, dan kurungnya.",
		"The command is not correct JSON near byte %d. Check its commas, quotes and brackets.")
	UnknownMember = value.NewRefusal(value.Invalid, "unknown-member",
		"Tidak ada isian bernama %q di sini. Periksa ejaan dan huruf besar-kecilnya.",
		"There is no field %q here. Check its spelling and its case.")
	DuplicateMember = value.NewRefusal(value.Invalid, "duplicate-member",
		"Isian %q tertulis dua kali. Hapus salah satunya.",
		"The field %q stands twice. Remove one of them.")
	NullMember = value.NewRefusal(value.Invalid, "null",
		"null tidak dipakai. Hilangkan isian yang tidak disebut sumber.",
		"null is not used. Leave out a field that the source does not state.")
	BadUTF8 = value.NewRefusal(value.Invalid, "bad-utf8",
		"Isi perintah bukan UTF-8 yang benar. Simpan ulang berkasnya sebagai UTF-8.",
		"The command is not correct UTF-8. Save the file again as UTF-8.")
	MoreThanOneValue = value.NewRefusal(value.Invalid, "more-than-one-value",
		"Sesudah perintah masih ada isi lain. Satu permintaan, atau satu baris record, memuat satu perintah; kirim masing-masing sendiri dengan kuncinya sendiri.",
		"Something follows the command. One request, or one record line, holds one command; send each by itself, with a key of its own.")
	WrongForm = value.NewRefusal(value.Invalid, "wrong-form",
		"Isian ini harus berupa %s.",
		"This field must be %s.")
	BadText = value.NewRefusal(value.Invalid, "bad-text",
		"Teks memuat tanda %U yang tidak terlihat. Ketik ulang tanpa tanda itu.",
		"The text holds the sign %U, which cannot be seen. Type it again without.")
	BlankText = value.NewRefusal(value.Invalid, "blank-text",
		"Dalam teks ini tidak ada huruf atau angka. Hilangkan isian yang tidak disebut sumber.",
		"There is no letter and no digit in the text. Leave out a field that the source does not state.")
	EmptyMember = value.NewRefusal(value.Invalid, "empty-member",
		"Bagian ini tidak menyebut apa-apa. Isi, atau hilangkan bila tidak disebut sumber.",
		"This part states nothing. Fill it in, or leave it out where the source does not state it.")
	TooLong = value.NewRefusal(value.Invalid, "too-long",
		"Teks lebih dari %d huruf. Persingkat, atau lampirkan sebagai bukti.",
		"The text is longer than %d characters. Shorten it, or attach it as evidence.")
)

// MaxText is the longest text of one field, in characters; MaxBody the longest
// command, in bytes.
const (
	MaxText = 4000
	MaxBody = 256 << 10
)

// EventOf finds a command of a kind.
func (t *Table) EventOf(k value.Kind, command string) (*Event, error) {
	if _, ok := t.kinds[k]; !ok {
		return nil, NoSuchKind.With(value.Clip(string(k)), t.joinKinds())
	}
	if e := t.commands[k][command]; e != nil {
		return e, nil
	}
	var names []string
	for e := range t.Commands(k) {
		names = append(names, e.Command)
	}
	list := strings.Join(names, ", ")
	return nil, NoSuchCommand.With(k, value.Clip(command), list)
}

func (t *Table) joinKinds() string {
	var s []string
	for _, k := range t.Kinds() {
		s = append(s, string(k))
	}
	return strings.Join(s, ", ")
}

// ReadCommand reads the JSON of a command strictly: unknown, duplicate or
// wrongly cased members, null, bad UTF-8 and anything after the value are
// refused, and every refusal names the field.
func ReadCommand(e *Event, ref value.Ref, b []byte) (Command, error) {
	if len(b) > MaxBody {
		return Command{}, TooLong.With(MaxBody)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // as Windows' editors begin a file
	if wide(b) {
		return Command{}, BadUTF8
	}
	if len(bytes.TrimSpace(b)) == 0 {
		b = []byte("{}")
	}
	b, empty, err := tidied(b)
	if err != nil {
		return Command{}, err
	}
	numbered := false
	c, err := readCommand(e, ref, b, func(n uint64) (value.RecordID, error) {
		numbered = true
		return value.RecordID(strconv.FormatUint(n, 10)), nil
	})
	if err == nil && empty != nil {
		return Command{}, EmptyMember.On(*empty)
	}
	c.numbered = numbered
	return c, err
}

// readCommand reads a command in which a record may be named by its number, which
// record resolves.
func readCommand(e *Event, ref value.Ref, b []byte, record func(uint64) (value.RecordID, error)) (Command, error) {
	opts := json.JoinOptions(json.RejectUnknownMembers(true),
		json.WithUnmarshalers(json.JoinUnmarshalers(yearAsNumber, recordByNumber(record))))
	var w body
	if err := json.Unmarshal(b, &w, opts); err != nil {
		return Command{}, Explain(err, "")
	}
	if len(w.Fact) == 0 {
		w.Fact = jsontext.Value("{}")
	}
	fact, err := e.decode(w.Fact, opts)
	if err != nil {
		return Command{}, Explain(err, "fact")
	}
	c := Command{Event: e, Ref: ref, Data: w.data(By{}, fact)}
	c.Hash, err = c.hash()
	return c, err
}

// Within is the command with the ids of the records that it names by their numbers
// in the ledger, as every page shows them. What is stored, and hashed, is the id.
func (c Command) Within(a Aggregate) (Command, error) {
	if !c.numbered {
		return c, nil
	}
	b, err := c.Data.CommandBody()
	if err != nil {
		return c, err
	}
	return readCommand(c.Event, c.Ref, b, func(n uint64) (value.RecordID, error) {
		for i := range a.Entries {
			if a.Entries[i].Seq == n {
				return a.Entries[i].ID, nil
			}
		}
		return "", NotInThisFile.With(strconv.FormatUint(n, 10))
	})
}

// recordByNumber takes a number where the id of a record is wanted: 41, "41" or
// "#41".
func recordByNumber(record func(uint64) (value.RecordID, error)) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(dec *jsontext.Decoder, id *value.RecordID) error {
		if k := dec.PeekKind(); k != '0' && k != '"' {
			return errors.ErrUnsupported
		}
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		text := []byte(v)
		if v.Kind() == '"' {
			if text, err = jsontext.AppendUnquote(nil, v); err != nil {
				return err
			}
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(string(text), "#"), 10, 64)
		if err != nil {
			return id.UnmarshalText(text)
		}
		*id, err = record(n)
		return err
	})
}

// wide reports whether the text is UTF-16 or UTF-32, as the same editors may save a
// file: one of the first two bytes is zero, or a byte order mark begins it.
func wide(b []byte) bool {
	return len(b) > 1 && (b[0] == 0 || b[1] == 0 || b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff)
}

// yearAsNumber takes a time that is written as a number for what it looks like: a
// year, which programs and spreadsheets write without quotes.
var yearAsNumber = json.UnmarshalFromFunc(func(dec *jsontext.Decoder, w *value.When) error {
	if dec.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return w.UnmarshalText(v)
})

// hash covers kind, aggregate, command and its data in one canonical writing:
// the order and spacing the caller chose do not matter.
func (c Command) hash() (value.Hash, error) {
	b, err := c.Data.CommandBody()
	if err != nil {
		return "", err
	}
	return HashOf(fmt.Appendf(nil, "%s\n%s\n%s", c.Ref, c.Event.Type, b)), nil
}

// SaysItsCommand reports whether what the record says is what was commanded: that
// its data hash to the hash of the command that it carries. What cannot be read
// says nothing, and is not asked.
func (r *Record) SaysItsCommand() bool {
	c := Command{Event: r.event, Ref: r.Ref, Data: r.Data}
	h, err := c.hash()
	return err == nil && h == r.CommandHash
}

// tidied goes through the tokens once for what decoding would let pass, and writes
// the body again where blanks of a text are not as they are kept; see [value.Tidy].
// It tells the first member that states nothing.
func tidied(b []byte) (tidy []byte, empty *string, err error) {
	dec := jsontext.NewDecoder(bytes.NewReader(b))
	var out bytes.Buffer
	enc, untidy := jsontext.NewEncoder(&out), false
	before := jsontext.Kind(0)
	for depth := 0; ; {
		t, err := dec.ReadToken()
		if err != nil {
			return nil, nil, Explain(err, "")
		}
		opened := before == '{'
		before = t.Kind()
		switch t.Kind() {
		case 'n':
			return nil, nil, NullMember.On(pointer(dec.StackPointer()))
		case '"':
			s := t.String()
			if r := checkText(s); r != nil {
				return nil, nil, r.On(pointer(dec.StackPointer()))
			}
			if tidy := value.Tidy(s); tidy != s && !names(dec) {
				t, untidy = jsontext.String(tidy), true
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if at := pointer(dec.StackPointer()); opened && t.Kind() == '}' && empty == nil && !mayBeEmpty(at) {
				empty = &at
			}
		}
		if err := enc.WriteToken(t); err != nil {
			return nil, nil, err
		}
		if depth == 0 {
			break
		}
	}
	if len(bytes.TrimSpace(b[dec.InputOffset():])) > 0 {
		return nil, nil, MoreThanOneValue
	}
	if untidy {
		return out.Bytes(), empty, nil
	}
	return b, empty, nil
}

// mayBeEmpty reports whether a member may state nothing: a command, its fact, and
// what a correction or a detail says of these are judged by what they need.
func mayBeEmpty(at string) bool {
	return at == "" || at == "fact" || strings.HasPrefix(at, "fact.reads") || strings.HasPrefix(at, "fact.details") || strings.HasPrefix(at, "fact.claims")
}

// names reports whether the text just read is the name of a member.
func names(dec *jsontext.Decoder) bool {
	in, n := dec.StackIndex(dec.StackDepth())
	return in == '{' && n%2 == 1
}

// checkText refuses a text that can be shown other than it is, or that says
// nothing.
func checkText(s string) *value.Refusal {
	if c, found := value.Unseen(s); found {
		return BadText.With(c)
	}
	if s != "" && !value.Says(s) {
		return BlankText
	}
	if utf8.RuneCountInString(s) > MaxText {
		return TooLong.With(MaxText)
	}
	return nil
}

// pointer writes a JSON pointer as a path with dots.
func pointer(p jsontext.Pointer) string {
	var parts []string
	for t := range p.Tokens() {
		parts = append(parts, t)
	}
	return strings.Join(parts, ".")
}

// Explain turns an error of the JSON library into a refusal that names the
// field, so that no foreign sentence reaches a reader.
func Explain(err error, under string) error {
	var at jsontext.Pointer
	var syntactic *jsontext.SyntacticError
	var semantic *json.SemanticError
	var r *value.Refusal
	switch {
	case errors.As(err, &semantic):
		at = semantic.JSONPointer
	case errors.As(err, &syntactic):
		at = syntactic.JSONPointer
	}
	field := pointer(at)
	switch {
	case errors.As(err, &r):
		return r.On(field).On(under)
	case errors.Is(err, json.ErrUnknownName):
		return UnknownMember.With(value.Clip(at.LastToken())).On(field).On(under)
	case errors.Is(err, jsontext.ErrDuplicateName):
		return DuplicateMember.With(value.Clip(at.LastToken())).On(field).On(under)
	case syntactic != nil && strings.Contains(syntactic.Error(), "UTF-8"):
		return BadUTF8.On(field).On(under)
	case syntactic != nil:
		return NotJSON.With(syntactic.ByteOffset).On(field).On(under)
	case semantic != nil:
		return WrongForm.With(formWords(semantic.GoType)).On(field).On(under)
	}
	return err
}

// formWords says what a Go type looks like in JSON.
func formWords(t reflect.Type) value.Words {
	if t != nil {
		if t.Implements(textType) {
			return value.Words{ID: "teks dalam tanda kutip", EN: "text in quotes"}
		}
		switch t.Kind() {
		case reflect.Bool:
			return value.Words{ID: "true atau false", EN: "true or false"}
		case reflect.Int, reflect.Int64, reflect.Uint64:
			return value.Words{ID: "bilangan bulat", EN: "a whole number"}
		case reflect.Slice:
			return value.Words{ID: "daftar […]", EN: "a list […]"}
		case reflect.String:
			return value.Words{ID: "teks dalam tanda kutip", EN: "text in quotes"}
		}
	}
	return value.Words{ID: "objek {…}", EN: "an object {…}"}
}

// CommandBody writes data as the body of a command, as [ReadCommand] reads it.
func (d Data) CommandBody() ([]byte, error) {
	fact, err := json.Marshal(d.Fact, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	return json.Marshal(body{d.Envelope(), fact})
}
