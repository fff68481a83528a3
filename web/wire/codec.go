package wire

import (
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The JSON of answers. Two types of the domain have a written form of their own
// here: a refusal, and a record, which is its bytes (see [Encode]).
var answers = json.JoinOptions(
	json.Deterministic(true),
	jsontext.PreserveRawStrings(true),
	json.WithUnmarshalers(json.JoinUnmarshalers(
		json.UnmarshalFromFunc(func(dec *jsontext.Decoder, r *value.Refusal) error {
			var w Refused
			err := json.UnmarshalDecode(dec, &w)
			*r = value.Refusal{Code: w.Code, Class: ClassOf(w.Class), Field: w.Field, ID: w.ID, EN: w.EN}
			return err
		}),
		json.UnmarshalFromFunc(readRecord),
	)),
)

// Refused is a refusal as it stands in an answer.
type Refused struct {
	Code  string `json:"code"`
	Class string `json:"class"`
	Field string `json:"field,omitempty"`
	ID    string `json:"id"`
	EN    string `json:"en"`
}

// readRecord reads a record from its bytes, which do not hold its sequence.
func readRecord(dec *jsontext.Decoder, r *fact.Record) error {
	body, err := dec.ReadValue()
	if err != nil {
		return err
	}
	body = body.Clone()
	var w struct {
		Subject string `json:"subject"`
	}
	if err := json.Unmarshal(body, &w); err != nil {
		return err
	}
	ref, err := value.ParseRef(w.Subject)
	if err != nil {
		return err
	}
	*r = *domain.Read(0, ref, body)
	return nil
}

func Encode(v any) ([]byte, error) {
	e := encodings.Get().(*encoding)
	defer encodings.Put(e)
	clear(e.places)
	e.places = e.places[:0]
	b, err := json.Marshal(v, e.options)
	if err != nil {
		return nil, err
	}
	return e.filled(b), nil
}

func Decode(b []byte, v any) error { return json.Unmarshal(b, v, answers) }

func DecodeFrom(r io.Reader, v any) error { return json.UnmarshalRead(r, v, answers) }

// encoding writes answers in which records stand byte for byte: the encoder would
// take out the spaces, and the record would arrive with another hash. So it writes
// a digit in their place, and they are filled in when it is done.
type encoding struct {
	options json.Options
	places  []place
}

// place is where in what was encoded the digit ends that stands for a record.
type place struct {
	end  int64
	body []byte
}

// encodings are kept, for the encoder finds out about types once for each.
var encodings = sync.Pool{New: func() any {
	e := &encoding{}
	e.options = json.JoinOptions(answers, json.WithMarshalers(json.JoinMarshalers(
		json.MarshalToFunc(func(enc *jsontext.Encoder, r *value.Refusal) error {
			return json.MarshalEncode(enc, Refused{r.Code, ClassName(r.Class), r.Field, r.ID, r.EN})
		}),
		json.MarshalToFunc(func(enc *jsontext.Encoder, r *fact.Record) error { return e.asWritten(enc, r.Body) }),
		json.MarshalToFunc(e.asWritten),
	)))
	return e
}}

func (e *encoding) asWritten(enc *jsontext.Encoder, body jsontext.Value) error {
	if body == nil {
		return enc.WriteToken(jsontext.Null)
	}
	if !body.IsValid() {
		return errNotJSON
	}
	if err := enc.WriteToken(jsontext.Int(0)); err != nil {
		return err
	}
	e.places = append(e.places, place{enc.OutputOffset(), body})
	return nil
}

var errNotJSON = errors.New("the bytes of a record are no JSON")

// filled is what was encoded with the records in their places.
func (e *encoding) filled(b []byte) []byte {
	if len(e.places) == 0 {
		return b
	}
	n := len(b)
	for _, p := range e.places {
		n += len(p.body)
	}
	out, from := make([]byte, 0, n), int64(0)
	for _, p := range e.places {
		out = append(append(out, b[from:p.end-1]...), p.body...)
		from = p.end
	}
	return append(out, b[from:]...)
}
