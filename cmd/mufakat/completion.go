package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain/value"
)

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	c := a.command("completion bash|zsh|fish|powershell", value.Words{
		ID: "Tulis pelengkap perintah untuk shell", EN: "Write command completion for a shell"})
	c.Example = "  source <(mufakat completion bash)"
	c.ValidArgs = shells
	c.Args = func(cmd *cobra.Command, typed []string) error {
		if err := args(1, 1)(cmd, typed); err != nil || slices.Contains(shells, typed[0]) {
			return err
		}
		return wrongChoice.With(typed[0], cmd.Name(), strings.Join(shells, ", "))
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		switch root := cmd.Root(); args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.out, true)
		case "zsh":
			return root.GenZshCompletion(a.out)
		case "fish":
			return root.GenFishCompletion(a.out, true)
		default:
			return root.GenPowerShellCompletionWithDesc(a.out)
		}
	}
	return c
}

// completeKind offers the kinds, each followed by the separator.
func completeKind(separator string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) (words []string, _ cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		for _, k := range value.Kinds() {
			words = append(words, string(k)+separator)
		}
		return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}
