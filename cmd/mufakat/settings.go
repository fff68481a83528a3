package main

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/internal/output"
)

// Settings come from flags, or else from the environment, or else from the
// defaults here.
const (
	defaultDir  = "mufakat-data"
	defaultAddr = "127.0.0.1:7464"
)

type settings struct {
	dir, server string
	dirGiven    bool // by a flag or the environment
	lang        value.Lang
	langSet     bool // asked for; otherwise refusals are told in both languages
	langText    string
	format      string
	zoneText    string
	zone        *time.Location
}

func (a *app) settingsFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&a.dir, "dir", "", a.say(value.Words{
		ID: "direktori data (MUFAKAT_DIR; bila tidak disebut " + defaultDir + ")",
		EN: "data directory (MUFAKAT_DIR; otherwise " + defaultDir + ")"}))
	f.StringVar(&a.server, "server", "", a.say(value.Words{
		ID: "alamat `URL` server yang berjalan (MUFAKAT_SERVER)",
		EN: "`URL` of a running server (MUFAKAT_SERVER)"}))
	f.StringVarP(&a.format, "output", "o", "table", a.say(value.Words{
		ID: "bentuk keluaran: ", EN: "form of the output: "})+strings.Join(output.Forms, ", "))
	f.StringVar(&a.langText, "lang", "", a.say(value.Words{
		ID: "bahasa: id atau en (MUFAKAT_LANG)", EN: "language: id or en (MUFAKAT_LANG)"}))
	f.StringVar(&a.zoneText, "zone", "Asia/Jakarta", a.say(value.Words{
		ID: "zona waktu pembaca: WIB, WITA, WIT, atau nama IANA", EN: "zone of the reader: WIB, WITA, WIT or an IANA name"}))
	f.SortFlags = false
	complete(root, "output", output.Forms...)
	complete(root, "lang", "id", "en")
	complete(root, "zone", "WIB", "WITA", "WIT")
}

// complete offers the values of a flag to the shell.
func complete(c *cobra.Command, flag string, values ...string) {
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// resolve reads what the flags left open from the environment, and checks it.
func (a *app) resolve(cmd *cobra.Command) error {
	if !slices.Contains(output.Forms, a.format) {
		return wrongChoice.With(a.format, "--output", strings.Join(output.Forms, ", "))
	}
	if l := a.langText; l != "" && l != "id" && l != "en" {
		return wrongChoice.With(l, "--lang", "id, en")
	}
	zone, err := value.ZoneOf(a.zoneText)
	if err != nil {
		return err
	}
	a.zone = zone
	flags := cmd.Flags()
	if flags.Changed("dir") && flags.Changed("server") {
		return dirAndServer
	}
	if !flags.Changed("dir") && a.server == "" {
		a.server = a.env("MUFAKAT_SERVER")
	}
	if a.dirGiven = a.dir != ""; !a.dirGiven {
		a.dir = a.env("MUFAKAT_DIR")
		a.dirGiven = a.dir != ""
	}
	if a.dir == "" {
		a.dir = defaultDir
	}
	return nil
}

// langOf looks for the language before the flags are read, for the help is
// written in it.
func langOf(args []string, env func(string) string) (l value.Lang, set bool) {
	text := env("MUFAKAT_LANG")
	for i, x := range args {
		if v, ok := strings.CutPrefix(x, "--lang="); ok {
			text = v
		} else if x == "--lang" && i+1 < len(args) {
			text = args[i+1]
		}
	}
	switch text {
	case "en":
		return value.English, true
	case "id":
		return value.Indonesian, true
	}
	return value.Indonesian, false
}

// isDir reports whether there is a directory.
func isDir(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.IsDir()
}
