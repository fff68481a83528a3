package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/web/client"
)

var fileExists = value.NewRefusal(value.Conflict, "file-exists",
	"Berkas %s sudah ada. Pilih nama lain, atau tambahkan --force.",
	"The file %s exists already. Choose another name, or add --force.")

func (a *app) exportCommand() *cobra.Command {
	c := a.command("export <file>", value.Words{
		ID: "Tulis setiap catatan ke berkas, byte demi byte", EN: "Write every record to a file, byte for byte"})
	c.Example = "  mufakat export mufakat-2022.ndjson\n  mufakat export - | sha256sum"
	c.Args = args(1, 1)
	var force bool
	c.Flags().BoolVar(&force, "force", false, a.say(value.Words{ID: "timpa berkas yang sudah ada", EN: "write over a file that exists"}))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			if args[0] == "-" {
				_, err := c.Export(ctx, a.out)
				return err
			}
			if _, err := os.Lstat(args[0]); err == nil && !force {
				return fileExists.With(args[0])
			}
			var n uint64
			if err := writeWhole(args[0], func(f *os.File) (err error) { n, err = c.Export(ctx, f); return err }); err != nil {
				return err
			}
			a.note(value.Words{ID: "%s catatan ditulis ke %s", EN: "%s records were written to %s"}.With(value.Number(int64(n), a.lang), args[0]))
			return nil
		})
	}
	return c
}

// writeWhole writes a file that is there only when it is whole and on disk.
func writeWhole(path string, write func(*os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".mufakat-*")
	if err != nil {
		return noSuchFile.With(path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
