package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections/engine"
	"mufakat/web/client"
)

func (a *app) doctorCommand() *cobra.Command {
	c := a.command("doctor", value.Words{ID: "Periksa apakah semuanya beres", EN: "Look whether all is well"})
	c.Args = args(0, 0)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		d := &doctor{a: a}
		if err := d.look(cmd.Context()); err != nil {
			return err
		}
		ans := output.Answer{Head: d.head, Whole: d.found, Text: func(p *output.Page) {
			p.Head()
			for _, f := range d.found {
				mark := "✓ "
				if !f.OK {
					mark = "✗ "
				}
				p.Hanging(mark, f.Words.In(a.lang))
			}
		}}
		for _, f := range d.found {
			ans.Rows = append(ans.Rows, f)
		}
		if err := a.print(ans); err != nil {
			return err
		}
		for _, f := range d.found {
			if !f.OK {
				return errSaid{exitIntegrity}
			}
		}
		return nil
	}
	return c
}

// doctor looks at a ledger from the outside in.
type doctor struct {
	a     *app
	head  engine.Head
	found []finding
}

// finding is one thing that was looked at.
type finding struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	value.Words
}

func (d *doctor) say(what string, ok bool, w value.Words) {
	d.found = append(d.found, finding{what, ok, w})
}

func (d *doctor) look(ctx context.Context) error {
	if d.a.server == "" && (d.a.dirGiven || isDir(d.a.dir)) {
		if err := d.directory(); err != nil {
			return err
		}
	}
	err := d.a.with(ctx, func(ctx context.Context, c *client.Client) error { return d.ledger(ctx, c) })
	if !errors.Is(err, heldByServer) {
		return err
	}
	addr, readErr := os.ReadFile(addrFile(d.a.dir))
	if readErr != nil {
		return err
	}
	where := strings.TrimSpace(string(addr))
	d.say("lock", true, value.Words{
		ID: "Direktori dipakai serve di %s; yang berikut menurut server itu.",
		EN: "The directory is held by serve at %s; what follows is what that server says."}.With(where))
	return d.ledger(ctx, client.New(where, nil))
}

// directory looks at what can be seen from outside.
func (d *doctor) directory() error {
	dir := d.a.dir
	if i, err := os.Stat(dir); err == nil {
		loose := i.Mode().Perm()&0o077 != 0
		w := value.Words{ID: "Direktori %s hanya untuk pemiliknya.", EN: "The directory %s is its owner's only."}
		if loose {
			w = value.Words{ID: "Direktori %s terbuka bagi pengguna lain. Jalankan: chmod 700 %[1]s", EN: "The directory %s is open to other users. Run: chmod 700 %[1]s"}
		}
		d.say("dir", !loose, w.With(dir))
	}
	if free, ok := freeDisk(dir); ok {
		const least = 1 << 30
		w := value.Words{ID: "Ruang disk tersisa %s MiB.", EN: "%s MiB of disk are free."}
		if free < least {
			w = value.Words{ID: "Ruang disk tersisa hanya %s MiB. Tambah ruang; bila penuh, pencatatan berhenti.", EN: "Only %s MiB of disk are free. Make room; when it is full, recording stops."}
		}
		d.say("disk", free >= least, value.Words{
			ID: w.With(value.Number(int64(free>>20), value.Indonesian)).ID, EN: w.With(value.Number(int64(free>>20), value.English)).EN})
	}
	return nil
}

// ledger looks at the ledger and the views as any client does.
func (d *doctor) ledger(ctx context.Context, c *client.Client) error {
	s, err := c.Status(ctx)
	if err != nil {
		return err
	}
	d.head = headOf(s)
	d.say("ledger", true, value.Words{ID: "Buku catatan %s, dibuat %s, %d catatan.", EN: "Ledger %s, made %s, %d records."}.With(
		s.Ledger, s.Created.UTC().Format("2006-01-02"), s.Last))
	if s.Writable {
		d.say("writable", true, value.Words{ID: "Pengaturan dan catatan terbaru sesuai; perintah diterima.", EN: "Settings and newest records are as they should be; commands are taken."})
	} else {
		d.say("writable", false, value.Words{ID: readOnlyWords.With(s.Why.ID).ID, EN: readOnlyWords.With(s.Why.EN).EN})
	}
	for _, w := range s.Warnings {
		d.say("warning", true, value.Words{ID: "Perhatian: " + w.ID, EN: "Mind: " + w.EN})
	}
	last := s.Last
	for tries := 0; s.Ready && s.Position < last && tries < 50; tries++ { // others are recording
		time.Sleep(100 * time.Millisecond)
		if s, err = c.Status(ctx); err != nil {
			return err
		}
	}
	current := s.Ready && s.Position >= last
	w := value.Words{ID: "Pandangan sampai catatan %d dari %d.", EN: "The views hold up to record %d of %d."}.With(s.Position, s.Last)
	if !s.Ready && s.NotReady != nil {
		w = value.Words{ID: w.ID + " " + s.NotReady.ID, EN: w.EN + " " + s.NotReady.EN}
	}
	d.say("views", current, w)
	if !s.Ready || !s.Writable {
		return nil
	}
	v, err := c.Verify(ctx, nil)
	if err != nil {
		return err
	}
	d.verified(v)
	return nil
}

func (d *doctor) verified(v engine.Verified) {
	switch {
	case v.Digest != v.Afresh:
		d.say("digest", false, verifiedOtherwise)
	case len(v.Wrong) == 0:
		d.say("digest", true, value.Words{ID: verifiedWell.ID + " " + digestWords.ID + ": " + string(v.Digest), EN: verifiedWell.EN + " " + digestWords.EN + ": " + string(v.Digest)})
	}
	for _, r := range v.Wrong {
		d.say("record", false, value.Words{ID: r.ID, EN: r.EN})
	}
}
