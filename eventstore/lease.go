package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"mufakat/eventstore/broker"
)

const (
	mostConsumers = 500 // on the stream, ours among them; a thousand is where JetStream ends
	mostLifetime  = 5 * time.Minute
	leaseSubject  = "LEASE.CONSUMER.CREATE." + ledgerName + "."
)

// wish is what a reader may choose about a consumer. Whatever else it asks for
// is left out, so that nothing that JetStream will learn one day is leased unseen.
type wish struct {
	DeliverPolicy  string     `json:"deliver_policy,omitempty"`
	OptStartSeq    uint64     `json:"opt_start_seq,omitempty"`
	OptStartTime   *time.Time `json:"opt_start_time,omitempty"`
	FilterSubject  string     `json:"filter_subject,omitempty"`
	FilterSubjects []string   `json:"filter_subjects,omitempty"`
	HeadersOnly    bool       `json:"headers_only,omitempty"`
}

// leased is the consumer that is made of it.
type leased struct {
	wish
	Name     string        `json:"name"`
	Ack      string        `json:"ack_policy"`
	Memory   bool          `json:"mem_storage"`
	Replicas int           `json:"num_replicas"`
	Tries    int           `json:"max_deliver"`
	Waiting  int           `json:"max_waiting"`
	Lifetime time.Duration `json:"inactive_threshold"`
}

// lease answers readers who ask for a consumer: it makes one that is pulled and
// acknowledges nothing, for a while.
func (s *Store) lease() error {
	_, err := s.nc.Subscribe(leaseSubject+">", func(m *nats.Msg) {
		answer, err := s.leaseTo(m)
		var no *broker.APIError
		if err != nil && !errors.As(err, &no) {
			s.c.Log.Warn("a reader got no consumer", "err", err)
			return // the reader asks again
		}
		if no != nil {
			answer, _ = json.Marshal(map[string]any{"type": "io.nats.jetstream.api.v1.consumer_create_response", "error": no})
		}
		if err := m.Respond(answer); err != nil {
			s.c.Log.Debug("a reader got no answer", "err", err)
		}
	})
	return err
}

var consumerName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (s *Store) leaseTo(m *nats.Msg) (json.RawMessage, error) {
	name, _, _ := strings.Cut(strings.TrimPrefix(m.Subject, leaseSubject), ".")
	var asked struct {
		Config struct {
			wish
			Deliver  string        `json:"deliver_subject"`
			Durable  string        `json:"durable_name"`
			Lifetime time.Duration `json:"inactive_threshold"`
		} `json:"config"`
	}
	if json.Unmarshal(m.Data, &asked) != nil || !consumerName.MatchString(name) || asked.Config.Deliver != "" || asked.Config.Durable != "" {
		return nil, notLeased
	}
	ctx := context.Background() // each request has its own time
	if i, err := broker.Ask[struct {
		State struct {
			Consumers int `json:"consumer_count"`
		} `json:"state"`
	}](ctx, s.nc, "STREAM.INFO."+ledgerName, nil); err != nil {
		return nil, err
	} else if i.State.Consumers >= mostConsumers {
		return nil, allLeased
	}
	life := asked.Config.Lifetime
	if life <= 0 || life > mostLifetime {
		life = mostLifetime
	}
	return broker.Ask[json.RawMessage](ctx, s.nc, "CONSUMER.CREATE."+ledgerName+"."+name, map[string]any{
		"stream_name": ledgerName, "action": "create",
		"config": leased{asked.Config.wish, name, "none", true, 1, 1, 8, life},
	})
}

// JetStream's answers have one text, so both languages stand in it.
var (
	notLeased = &broker.APIError{Code: 400, ErrCode: 10012,
		Description: "hanya consumer tarik tanpa nama tetap yang dipinjamkan / only pull consumers without a durable name are lent"}
	allLeased = &broker.APIError{Code: 400, ErrCode: 10026,
		Description: "terlalu banyak pembaca sekarang; coba lagi nanti / too many readers now; try again later"}
)
