// Command mufakat keeps a ledger of record for cooperation between regional
// governments, serves it, records in it and answers from it.
//
// It is the one binary, with a file for each subcommand and nothing else: it
// reads what is typed and asks. It holds no rule of its own: what may be recorded
// and how it reads is domain's, what is asked and answered is web's, how an answer
// is printed is internal/output's, and what runs between them is node's.
//
// Its one subtlety: a command that reads or records speaks to the same HTTP
// handlers whether they are in another process or in this one (client.go), so
// that nothing is written twice and nothing answers in two ways. What a
// demonstration shows is printed by these very commands.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/web/client"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole program but for the process around it. A first signal asks
// it to end, a second one ends it.
func run(args []string, in io.Reader, out, notes io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	a := newApp(args, in, out, notes)
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if !a.begun {
		a.printError(misused(root, err))
		return exitUsage
	}
	a.printError(err)
	return exitCode(err)
}

// app is one run of the program: where it reads and writes, and its settings.
type app struct {
	in    io.Reader
	out   io.Writer // data
	notes io.Writer // everything else
	env   func(string) string
	settings
	own   *client.Client // of the node that this process has open for a demonstration; nil otherwise
	begun bool           // arguments were understood; what fails from here is no wrong usage
}

func newApp(args []string, in io.Reader, out, notes io.Writer) *app {
	a := &app{in: in, out: out, notes: notes, env: os.Getenv}
	a.lang, a.langSet = langOf(args, a.env)
	return a
}

func (a *app) root() *cobra.Command {
	root := a.command("mufakat", value.Words{
		ID: "Buku catatan kerja sama antardaerah: siapa menandatangani apa, kapan, dan menurut siapa",
		EN: "A ledger of record for cooperation between regions: who signed what, when, and on whose word"})
	root.Args, root.RunE = noCommand, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	root.SuggestionsMinimumDistance = 2
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.notes)
	root.SetUsageTemplate(usageTemplate.In(a.lang))
	root.SetHelpCommand(a.helpCommand(root))
	a.settingsFlags(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := a.resolve(cmd); err != nil {
			return err
		}
		a.begun = true
		return nil
	}
	root.AddCommand(
		a.initCommand(), a.joinCommand(), a.serveCommand(), a.demoCommand(),
		a.recordCommand(),
		a.followCommand(), a.eventsCommand(),
		a.rebuildCommand(), a.verifyCommand(), a.repairCommand(),
		a.exportCommand(), a.restoreCommand(), a.doctorCommand(), a.clockCommand(),
		a.versionCommand(), a.completionCommand(),
	)
	root.AddCommand(a.questionCommands()...)
	helpFlags(root, a.lang)
	return root
}

// command is a subcommand with its help in the reader's language.
func (a *app) command(use string, short value.Words) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short.In(a.lang), DisableFlagsInUseLine: true}
	c.SetFlagErrorFunc(misused)
	return c
}

// say is a text in the reader's language.
func (a *app) say(w value.Words) string { return w.In(a.lang) }

// print prints an answer in the form that was asked for.
func (a *app) print(ans output.Answer) error { return a.printer().Print(ans) }

func (a *app) printer() output.Printer {
	return output.Printer{Out: a.out, Env: a.env, Form: a.format, Lang: a.lang, Zone: a.zone}
}

func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	c := a.command("help [perintah]", value.Words{ID: "Bantuan tentang sebuah perintah", EN: "Help about a command"})
	c.RunE = func(_ *cobra.Command, args []string) error {
		cmd, rest, err := root.Find(args)
		if err == nil && cmd == root {
			err = noCommand(root, rest)
		}
		if err != nil {
			return err
		}
		helpFlags(cmd, a.lang)
		return cmd.Help()
	}
	return c
}

// helpFlags describes --help in the reader's language, in cmd and below.
func helpFlags(cmd *cobra.Command, l value.Lang) {
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = value.Words{ID: "tampilkan bantuan ini", EN: "show this help"}.In(l)
	for _, c := range cmd.Commands() {
		helpFlags(c, l)
	}
}

// usageTemplate is cobra's, in both languages and without what we do not use.
var usageTemplate = value.Words{
	ID: usageText("Pemakaian", "Contoh", "Perintah", "Pilihan", "Pilihan untuk semua perintah",
		`Lihat "{{.CommandPath}} [perintah] --help" untuk tiap perintah.`),
	EN: usageText("Usage", "Examples", "Commands", "Flags", "Flags of every command",
		`See "{{.CommandPath}} [command] --help" for each command.`),
}

func usageText(usage, examples, commands, flags, global, more string) string {
	return usage + `:
  {{.UseLine}}{{if .HasAvailableSubCommands}} …{{end}}{{if .HasExample}}

` + examples + `:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

` + commands + `:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + flags + `:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + global + `:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

` + more + `{{end}}
`
}

// errSaid ends a command whose failure was told already.
type errSaid struct{ code int }

func (errSaid) Error() string { return "" }
