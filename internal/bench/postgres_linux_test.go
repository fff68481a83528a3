package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mufakat/domain/fact"
)

var errNoPostgres = errors.New("it is not installed, and apt-get, which is for root, did not install it")

// postgres does what somebody would build upon PostgreSQL: a transaction for each
// command, which takes the next version of the aggregate and is refused where
// another one took it or the command is on record. Views are not part of it.
func postgres(b *testing.B, writers int) (s side, err error) {
	dir, err := startPostgres(b)
	if err != nil {
		return s, err
	}
	conns := make([]*pgx.Conn, writers)
	for w := range conns {
		conns[w] = connectPostgres(b, dir)
	}
	_, err = conns[0].Exec(b.Context(), `create table events (
		aggregate text not null, version bigint not null, command text not null unique,
		recorded timestamptz not null default now(), body jsonb not null, primary key (aggregate, version))`)
	check(b, err)
	body := recordOf(b, command(b, 0, 1)).Body
	return side{name: "postgres", record: func(ctx context.Context, w, n int, c fact.Command) error {
		return pgx.BeginFunc(ctx, conns[w], func(tx pgx.Tx) error {
			var version int64
			err := tx.QueryRow(ctx, `select coalesce(max(version), 0) from events where aggregate = $1`, c.Ref.ID).Scan(&version)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `insert into events (aggregate, version, command, body) values ($1, $2, $3, $4)`, c.Ref.ID, version+1, key(w, n), body)
			return err
		})
	}}, nil
}

// startPostgres starts a cluster of its own, with the settings it comes with, and
// answers the directory of its socket.
func startPostgres(b *testing.B) (dir string, err error) {
	bin, err := postgresPrograms()
	if err != nil {
		return "", err
	}
	// Not b.TempDir: that is closed to another user.
	dir, err = os.MkdirTemp("", "mufakat-pg-")
	check(b, err)
	b.Cleanup(func() { os.RemoveAll(dir) })
	// Where this process ends without a clean-up, so does PostgreSQL.
	as := &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if os.Getuid() == 0 { // as whom PostgreSQL refuses to run
		as.Credential, err = unprivileged()
		check(b, err)
		check(b, os.Chown(dir, int(as.Credential.Uid), int(as.Credential.Gid)))
	}
	program := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = dir, as
		return cmd
	}
	data := filepath.Join(dir, "data")
	if out, err := program("initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8").CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w: %s", err, out)
	}
	cmd := program("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=")
	check(b, cmd.Start())
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	return dir, nil
}

// postgresPrograms is where Debian has them, after they were installed if need
// be.
var postgresPrograms = sync.OnceValues(func() (string, error) {
	const programs = "/usr/lib/postgresql/*/bin/initdb"
	found, _ := filepath.Glob(programs)
	if len(found) == 0 && os.Getuid() == 0 {
		cmd := exec.Command("sh", "-c", "apt-get update -q && apt-get install -qy --no-install-recommends postgresql")
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return "", errors.Join(errNoPostgres, err)
		}
		found, _ = filepath.Glob(programs)
	}
	if len(found) == 0 {
		return "", errNoPostgres
	}
	return filepath.Dir(found[len(found)-1]), nil
})

func unprivileged() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

// connectPostgres waits until the cluster answers, and holds it to its word that
// what is committed is on disk.
func connectPostgres(b *testing.B, dir string) *pgx.Conn {
	b.Helper()
	const within = 30 * time.Second
	var conn *pgx.Conn
	var err error
	for began := time.Now(); time.Since(began) < within; time.Sleep(50 * time.Millisecond) {
		if conn, err = pgx.Connect(b.Context(), "host="+dir+" user=bench dbname=postgres"); err == nil {
			break
		}
	}
	check(b, err)
	b.Cleanup(func() { conn.Close(context.Background()) })
	var durable bool
	check(b, conn.QueryRow(b.Context(), `select bool_and(setting = 'on') from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`).Scan(&durable))
	if !durable {
		b.Fatal("PostgreSQL does not sync what it commits")
	}
	return conn
}
