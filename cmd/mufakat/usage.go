package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mufakat/domain/value"
)

// What is wrong with a command line, in both languages; the libraries' own
// sentences reach nobody.
var (
	wrongUsage = value.NewRefusal(value.Usage, "usage",
		"Perintah ini tidak dipahami: %s. Lihat `mufakat help`.",
		"This command is not understood: %s. See `mufakat help`.")
	wrongChoice = value.NewRefusal(value.Usage, "flag-choice",
		"%q tidak dikenal untuk %s. Pilih salah satu: %s.",
		"%q is not known for %s. Choose one of: %s.")
	noSuchCommand = value.NewRefusal(value.Usage, "unknown-command",
		"Tidak ada perintah %q.%s Lihat `mufakat help`.",
		"There is no command %q.%s See `mufakat help`.")
	wrongArgs = value.NewRefusal(value.Usage, "wrong-arguments",
		"Pemakaiannya: %s. Lihat `%s --help`.",
		"Its usage is: %s. See `%s --help`.")
	noSuchFlag = value.NewRefusal(value.Usage, "unknown-flag",
		"Tidak ada pilihan %s di sini. Lihat `%s --help`.",
		"There is no flag %s here. See `%s --help`.")
	flagWithoutValue = value.NewRefusal(value.Usage, "flag-without-value",
		"Pilihan %s memerlukan nilai. Lihat `%s --help`.",
		"The flag %s needs a value. See `%s --help`.")
	wrongFlagValue = value.NewRefusal(value.Usage, "flag-value",
		"Nilai %q tidak dapat dipakai untuk %s. Lihat `%s --help`.",
		"The value %q cannot stand for %s. See `%s --help`.")
	dirAndServer = value.NewRefusal(value.Usage, "dir-and-server",
		"--dir dan --server tidak dapat dipakai bersama. Pilih salah satu.",
		"--dir and --server cannot go together. Choose one.")
	needsDir = value.NewRefusal(value.Usage, "needs-dir",
		"Perintah ini bekerja pada direktori yang tidak sedang dipakai. Sebutkan dengan --dir.",
		"This command works on a directory that nobody holds. Name it with --dir.")
)

// misused is an error of the command line as a refusal.
func misused(cmd *cobra.Command, err error) error {
	path := cmd.CommandPath()
	if r, ok := errors.AsType[*value.Refusal](err); ok {
		return r
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return noSuchFlag.With(specified(e), path)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return flagWithoutValue.With(dashed(e.GetSpecifiedName()), path)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return wrongFlagValue.With(e.GetValue(), dashed(e.GetFlag().Name), path)
	}
	return wrongUsage.With(err.Error())
}

// specified is the flag as it was typed: a letter may stand behind one dash or two.
func specified(e *pflag.NotExistError) string {
	if e.GetSpecifiedShortnames() == "" {
		return "--" + e.GetSpecifiedName()
	}
	return dashed(e.GetSpecifiedName())
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// args takes from least to most arguments.
func args(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return wrongArgs.With(strings.TrimSuffix(cmd.CommandPath(), cmd.Name())+cmd.Use, cmd.CommandPath())
		}
		return nil
	}
}

// noCommand refuses what is no subcommand, and names those that are like it.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	like := strings.Join(cmd.SuggestionsFor(args[0]), ", ")
	if like == "" {
		return noSuchCommand.With(args[0], "")
	}
	return noSuchCommand.With(args[0], value.Words{ID: " Maksudnya " + like + "?", EN: " Did you mean " + like + "?"})
}
