package broker

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

// APIError is a definite answer of JetStream: it did not do what was asked.
type APIError struct {
	Code        int    `json:"code"`
	ErrCode     int    `json:"err_code"`
	Description string `json:"description"`
}

func (e *APIError) Error() string { return fmt.Sprintf("JetStream: %s (%d)", e.Description, e.ErrCode) }

// The error codes that are told apart; never the text.
const (
	CodeStreamNotFound  = 10059
	CodeMessageNotFound = 10037
	CodeStoreFailed     = 10077 // writing failed, perhaps halfway
	CodeResources       = 10023 // the server's own limits
	CodeStoreFull       = 10047 // of what it may keep on disk
	CodeWrongLast       = 10071 // the guard: somebody wrote first
	CodeWrongLastToo    = 10164 // the same, on a replicated stream
)

func HasCode(err error, codes ...int) bool {
	var e *APIError
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

// Ask sends one request of the API and decodes the answer into a T.
func Ask[T any](ctx context.Context, nc *Conn, verb string, req any) (T, error) {
	var answer struct {
		Error *APIError `json:"error"`
	}
	var t T
	var body []byte
	if req != nil {
		var err error
		if body, err = json.Marshal(req); err != nil {
			return t, err
		}
	}
	ctx, cancel := nc.Within(ctx, askWithin)
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

// StreamInfo is what JetStream says of the stream.
type StreamInfo struct {
	Config  map[string]any `json:"config"`
	Created time.Time      `json:"created"`
	Cluster struct {
		Leader string `json:"leader"` // empty on a server that stands alone
	} `json:"cluster"`
	State struct {
		Messages   uint64   `json:"messages"`
		FirstSeq   uint64   `json:"first_seq"`
		LastSeq    uint64   `json:"last_seq"`
		NumDeleted int      `json:"num_deleted"`
		Deleted    []uint64 `json:"deleted"`
	} `json:"state"`
}

func (i StreamInfo) Metadata() map[string]string {
	m := map[string]string{}
	raw, _ := i.Config["metadata"].(map[string]any)
	for k, v := range raw {
		m[k], _ = v.(string)
	}
	return m
}

// Message is one stored message, as the API hands it out.
type Message struct {
	Message struct {
		Subject string `json:"subject"`
		Seq     uint64 `json:"seq"`
		Data    []byte `json:"data"`
	} `json:"message"`
}

// Info asks for the stream's settings and state, and, with details, for the
// sequences of deleted messages, of which there should be none.
func (c StreamConfig) Info(ctx context.Context, nc *Conn, details bool) (StreamInfo, error) {
	var req any
	if details {
		req = map[string]bool{"deleted_details": true}
	}
	return Ask[StreamInfo](ctx, nc, "STREAM.INFO."+c.Name, req)
}

// Message is the message at a sequence.
func (c StreamConfig) Message(ctx context.Context, nc *Conn, seq uint64) (Message, error) {
	return Ask[Message](ctx, nc, "STREAM.MSG.GET."+c.Name, map[string]uint64{"seq": seq})
}

// Newest is the last message under a subject.
func (c StreamConfig) Newest(ctx context.Context, nc *Conn, subject string) (Message, error) {
	return Ask[Message](ctx, nc, "STREAM.MSG.GET."+c.Name, map[string]string{"last_by_subj": subject})
}

// Acknowledged reads JetStream's answer to the publish of a record.
func (c StreamConfig) Acknowledged(b []byte) (uint64, error) {
	var ack struct {
		Stream string    `json:"stream"`
		Seq    uint64    `json:"seq"`
		Error  *APIError `json:"error"`
	}
	if err := json.Unmarshal(b, &ack); err != nil {
		return 0, err
	}
	if ack.Error != nil {
		return 0, ack.Error
	}
	if ack.Stream != c.Name || ack.Seq == 0 {
		return 0, fmt.Errorf("acknowledged by stream %q at %d", ack.Stream, ack.Seq)
	}
	return ack.Seq, nil
}
