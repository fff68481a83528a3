package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// JetStream's API in the few requests that the ledger needs, each one message
// and its answer. Settings are read as JSON rather than into the client
// library's struct, so that one the library does not know is seen too.

const askWithin = 5 * time.Second // for one request of the API

// apiError is a definite answer of JetStream: it did not do what was asked.
type apiError struct {
	Code        int    `json:"code"`
	ErrCode     int    `json:"err_code"`
	Description string `json:"description"`
}

func (e *apiError) Error() string { return fmt.Sprintf("JetStream: %s (%d)", e.Description, e.ErrCode) }

// The error codes that are told apart; never the text.
const (
	codeStreamNotFound  = 10059
	codeMessageNotFound = 10037
	codeStoreFailed     = 10077 // writing failed, perhaps halfway
	codeWrongLast       = 10071 // the guard: somebody wrote first
	codeWrongLastToo    = 10164 // the same, on a replicated stream
)

func hasCode(err error, codes ...int) bool {
	var e *apiError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.ErrCode == c {
			return true
		}
	}
	return false
}

// ask sends one request of the API and decodes the answer into a T.
func ask[T any](ctx context.Context, nc *conn, verb string, req any) (T, error) {
	var answer struct {
		Error *apiError `json:"error"`
	}
	var t T
	var body []byte
	if req != nil {
		var err error
		if body, err = json.Marshal(req); err != nil {
			return t, err
		}
	}
	ctx, cancel := nc.within(ctx, askWithin)
	defer cancel()
	m, err := nc.RequestWithContext(ctx, "$JS.API."+verb, body)
	if err != nil {
		return t, fmt.Errorf("%s: %w", verb, err)
	}
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		return t, fmt.Errorf("%s: %w", verb, err)
	}
	if answer.Error != nil {
		return t, answer.Error
	}
	return t, json.Unmarshal(m.Data, &t)
}

// streamInfo is what JetStream says of the stream.
type streamInfo struct {
	Config  map[string]any `json:"config"`
	Created time.Time      `json:"created"`
	State   struct {
		Messages   uint64   `json:"messages"`
		FirstSeq   uint64   `json:"first_seq"`
		LastSeq    uint64   `json:"last_seq"`
		NumDeleted int      `json:"num_deleted"`
		Deleted    []uint64 `json:"deleted"`
	} `json:"state"`
}

func (i streamInfo) metadata() map[string]string {
	m := map[string]string{}
	raw, _ := i.Config["metadata"].(map[string]any)
	for k, v := range raw {
		m[k], _ = v.(string)
	}
	return m
}

// message is one stored message, as the API hands it out.
type message struct {
	Message struct {
		Subject string `json:"subject"`
		Seq     uint64 `json:"seq"`
		Data    []byte `json:"data"`
	} `json:"message"`
}

// info asks for the stream's settings and state, and, with details, for the
// sequences of deleted messages, of which there should be none.
func (c streamConfig) info(ctx context.Context, nc *conn, details bool) (streamInfo, error) {
	var req any
	if details {
		req = map[string]bool{"deleted_details": true}
	}
	return ask[streamInfo](ctx, nc, "STREAM.INFO."+c.name, req)
}

// message is the message at a sequence.
func (c streamConfig) message(ctx context.Context, nc *conn, seq uint64) (message, error) {
	return ask[message](ctx, nc, "STREAM.MSG.GET."+c.name, map[string]uint64{"seq": seq})
}

// newest is the last message under a subject.
func (c streamConfig) newest(ctx context.Context, nc *conn, subject string) (message, error) {
	return ask[message](ctx, nc, "STREAM.MSG.GET."+c.name, map[string]string{"last_by_subj": subject})
}

// acknowledged reads JetStream's answer to the publish of a record.
func (c streamConfig) acknowledged(b []byte) (uint64, error) {
	var ack struct {
		Stream string    `json:"stream"`
		Seq    uint64    `json:"seq"`
		Error  *apiError `json:"error"`
	}
	if err := json.Unmarshal(b, &ack); err != nil {
		return 0, err
	}
	if ack.Error != nil {
		return 0, ack.Error
	}
	if ack.Stream != c.name || ack.Seq == 0 {
		return 0, fmt.Errorf("acknowledged by stream %q at %d", ack.Stream, ack.Seq)
	}
	return ack.Seq, nil
}
