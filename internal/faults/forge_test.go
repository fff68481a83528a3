package faults

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// forgeries are records that somebody changed and gave sound checksums.
var forgeries = []kind{
	{name: "a record forged in the journal", do: forgeJournal, worst: readOnly, noticed: true},
	{name: "a record forged in the journal, with its hash", do: forgeJournalHashed, worst: readOnly, noticed: true},
	{name: "a record forged in the stream", do: forgeStream, worst: healed, noticed: true},
}

const forged = "palsu"

// forgeJournal changes a word of one record and makes its checksum sound; its
// running hash, and those after it, stay.
func forgeJournal(t *testing.T, dir string, rng *rand.Rand) string { return forge(t, dir, rng, false) }

// forgeJournalHashed makes its running hash sound, too.
func forgeJournalHashed(t *testing.T, dir string, rng *rand.Rand) string {
	return forge(t, dir, rng, true)
}

func forge(t *testing.T, dir string, rng *rand.Rand, hashed bool) string {
	found, err := filepath.Glob(filepath.Join(dir, journalFiles))
	must(t, err)
	b := read(t, found[0])
	var at []int
	for off := 128; off < len(b); off += int(binary.BigEndian.Uint32(b[off:])) {
		at = append(at, off)
	}
	which := 1 + rng.IntN(len(at)-2) // the last has nothing after it that would vouch for it
	off := at[which]
	entry := b[off:][:binary.BigEndian.Uint32(b[off:])]
	copy(entry[bytes.Index(entry, []byte(`"alias":"nama`))+9:], forged[:4])
	if hashed {
		rehash(b[at[which-1]:off], entry)
	}
	binary.BigEndian.PutUint32(entry[len(entry)-4:], crc32.Checksum(entry[:len(entry)-4], crc32.MakeTable(crc32.Castagnoli)))
	write(t, found[0], b)
	return fmt.Sprintf("record %d of the journal", binary.BigEndian.Uint64(entry[8:]))
}

// rehash gives an entry the running hash that follows from the one before, as
// the format says (see eventstore/journal/doc.go).
func rehash(before, entry []byte) {
	body := 18 + int(binary.BigEndian.Uint16(entry[16:]))
	foot := len(entry) - 36
	of := sha256.Sum256(entry[body:foot])
	hash := sha256.Sum256(slices.Concat(before[len(before)-36:len(before)-4], entry[8:body], of[:]))
	copy(entry[foot:], hash[:])
}

// forgeStream makes the stream again with one record changed, as a NATS server
// writes it.
func forgeStream(t *testing.T, dir string, rng *rand.Rand) string {
	nc, stop := natsOver(t, dir)
	defer stop()
	var info struct {
		Config jsontext.Value `json:"config"`
		State  struct {
			Last uint64 `json:"last_seq"`
		} `json:"state"`
	}
	ask(t, nc, "INFO", "", &info)
	js, err := nc.JetStream()
	must(t, err)
	var all []*nats.RawStreamMsg
	for seq := uint64(1); seq <= info.State.Last; seq++ {
		m, err := js.GetMsg("LEDGER", seq)
		must(t, err)
		all = append(all, m)
	}
	ask(t, nc, "DELETE", "", nil)
	for aside := filepath.Join(dir, filepath.Dir(ledgerStream), ".LEDGER"); exists(aside); {
		time.Sleep(5 * time.Millisecond) // its files go a little later
	}
	ask(t, nc, "CREATE", string(info.Config), nil)
	which := rng.IntN(len(all))
	for i, m := range all {
		if i == which {
			m.Data = bytes.Replace(m.Data, []byte(`"alias":"nama`), []byte(`"alias":"pals`), 1)
		}
		_, err := js.Publish(m.Subject, m.Data)
		must(t, err)
	}
	return fmt.Sprintf("record %d of the stream", which+1)
}

// ask asks JetStream as it is asked on the wire: the client's own types leave out
// settings they do not know.
func ask(t *testing.T, nc *nats.Conn, what, body string, into any) {
	m, err := nc.Request("$JS.API.STREAM."+what+".LEDGER", []byte(body), patience)
	must(t, err)
	if bytes.Contains(m.Data, []byte(`"error":`)) {
		t.Fatalf("%s", m.Data)
	}
	if into != nil {
		must(t, json.Unmarshal(m.Data, into))
	}
}

// natsOver is a server over a ledger's store that asks nobody who he is.
func natsOver(t *testing.T, dir string) (nc *nats.Conn, stop func()) {
	o := &server.Options{DontListen: true, JetStream: true, StoreDir: filepath.Join(dir, "jetstream"), NoSigs: true}
	must(t, o.ProcessConfigString(`accounts { MUFAKAT { jetstream: enabled, users: [{user: harness, password: harness}] } }`))
	o.DontListen, o.JetStream, o.StoreDir, o.NoSigs = true, true, filepath.Join(dir, "jetstream"), true
	srv, err := server.NewServer(o)
	must(t, err)
	srv.Start()
	nc, err = nats.Connect("", nats.InProcessServer(srv), nats.UserInfo("harness", "harness"))
	must(t, err)
	return nc, func() {
		nc.Close()
		srv.Shutdown()
		srv.WaitForShutdown()
	}
}
