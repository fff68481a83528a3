package broker

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"mufakat/internal/atomicfile"
)

// Reader is nats-reader.json: how another program reads a ledger that listens.
// It asks as JetStream is asked, under the prefix READ instead of $JS.API: for a
// record by its sequence (READ.STREAM.MSG.GET.LEDGER), for the stream's state
// (READ.STREAM.INFO.LEDGER), and for pull consumers that acknowledge nothing, as
// the client libraries' ordered consumers are. What arrives under ledger.> is a hint that there is
// something new: a reader can fake it to other readers, and it comes before the
// record is stored. The password is made once; remove the file to get another
// one at the next start.
type Reader struct {
	URL      string `json:"url"`
	User     string `json:"user"`
	Password string `json:"password"`
}

func readerOf(dir, listen string) (Reader, error) {
	path := filepath.Join(dir, "nats-reader.json")
	var was Reader
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &was)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Reader{}, err
	}
	r := Reader{URL: "nats://" + listen, User: "reader", Password: was.Password}
	if r.Password == "" {
		r.Password = secret()
	}
	if r == was {
		return r, nil
	}
	b, err = json.MarshalIndent(r, "", "  ")
	if err != nil {
		return Reader{}, err
	}
	return r, atomicfile.Write(path, append(b, '\n'))
}
