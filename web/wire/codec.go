package wire

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
)

// The JSON of answers. Two types of the domain have a written form of their own
// here: a refusal, and a record, which is its bytes.
var answers = json.JoinOptions(
	json.Deterministic(true),
	jsontext.PreserveRawStrings(true),
	json.WithMarshalers(json.JoinMarshalers(
		json.MarshalToFunc(func(enc *jsontext.Encoder, r *value.Refusal) error {
			return json.MarshalEncode(enc, Refused{r.Code, ClassName(r.Class), r.Field, r.ID, r.EN})
		}),
		json.MarshalToFunc(func(enc *jsontext.Encoder, r *fact.Record) error {
			return enc.WriteValue(r.Body)
		}),
	)),
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

func Encode(v any) ([]byte, error) { return json.Marshal(v, answers) }

func Decode(b []byte, v any) error { return json.Unmarshal(b, v, answers) }

func DecodeFrom(r io.Reader, v any) error { return json.UnmarshalRead(r, v, answers) }
