package eventstore

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mufakat/domain/value"
	"mufakat/internal/natstest"
)

// TestCluster keeps the ledger on three servers and takes away, while sixteen
// writers write, the one that leads.
func TestCluster(t *testing.T) {
	t.Parallel()
	servers := natstest.RunCluster(t, 3)
	var urls []string
	for _, s := range servers {
		urls = append(urls, s.URL)
	}
	c := config(t)
	c.NATS, c.Replicas = strings.Join(urls, ","), 3
	f := create(t, c)
	if i, err := ledgerRecords.Info(t.Context(), f.nc, false); err != nil || i.Config["num_replicas"] != 3.0 {
		t.Fatal(i.Config, err)
	}
	f.patience = 30 * time.Second
	var wg sync.WaitGroup
	wg.Go(func() { f.write(16, 20, func(w int) value.Ref { return agency(w % 3) }) })
	if err := f.views.Await(t.Context(), 50); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(servers, func(s *natstest.Server) bool { return s.LeadsStream(ledgerName) })
	if i < 0 {
		t.Fatal("nobody leads")
	}
	servers[i].Stop()
	wg.Wait()
}
