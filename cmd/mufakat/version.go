package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
)

func (a *app) versionCommand() *cobra.Command {
	c := a.command("version", value.Words{ID: "Versi program ini", EN: "The version of this program"})
	c.Args = args(0, 0)
	c.RunE = func(*cobra.Command, []string) error {
		_, err := fmt.Fprintf(a.out, "mufakat %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	}
	return c
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	v, commit, dirty := info.Main.Version, "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+dirty"
		}
	}
	if v == "" {
		v = "(devel)"
	}
	if v == "(devel)" && commit != "" {
		v = commit[:min(12, len(commit))] + dirty
	}
	return v
}
