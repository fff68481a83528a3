package eventstore

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"mufakat/internal/faultpoint"
)

// lockPatience is how long a directory's holder may take to let go, so that a
// restart need not be timed.
const lockPatience = 500 * time.Millisecond

// lockDir takes the data directory for this process. Two servers on one store
// lose records, and nothing else stops them. The kernel lets go of the lock
// when the process ends, however it ends; the file itself stays.
func lockDir(ctx context.Context, dir string) (*flock.Flock, error) {
	path := filepath.Join(dir, "lock")
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	ok, err := l.TryLockContext(ctx, 50*time.Millisecond)
	if !ok && !faultpoint.Off(faultpoint.Lock) {
		l.Close()
		if err != nil && ctx.Err() == nil {
			return nil, err
		}
		holder, _ := os.ReadFile(path)
		return nil, DirectoryHeld.With(dir, strings.TrimSpace(string(holder)))
	}
	host, _ := os.Hostname()
	who := fmt.Sprintf("pid %d @ %s, %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	_ = os.WriteFile(path, []byte(who), 0o600) // for people; on a full disk it is held all the same
	return l, nil
}
