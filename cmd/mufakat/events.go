package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/web/client"
	"mufakat/web/wire"
)

func (a *app) eventsCommand() *cobra.Command {
	c := a.command("events [<kind> [<command>]]", value.Words{
		ID: "Apa yang dapat dicatat, dan isiannya", EN: "What can be recorded, and its fields"})
	c.Long = c.Short + ".\n\n" + a.say(value.Words{
		ID: "Menurut program ini; dengan --server atau --dir, menurut server atau direktori itu.",
		EN: "As this program knows it; with --server or --dir, as that server or directory does."})
	c.Example = "  mufakat events instrument\n  mufakat events instrument sign"
	c.Args = args(0, 2)
	c.ValidArgsFunction = completeRecord
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if a.server == "" && !a.dirGiven {
			return a.printEvents(wire.TableOfEvents(), args)
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			t, err := c.Table(ctx)
			if err != nil {
				return err
			}
			return a.printEvents(t, args)
		})
	}
	return c
}

func (a *app) printEvents(t wire.Table, args []string) error {
	var rows []any
	var found []wire.EventInfo
	for _, e := range t.Events {
		if len(args) > 0 && string(e.Kind) != args[0] || len(args) > 1 && e.Command != args[1] || e.Command == "" && a.format == "table" {
			continue
		}
		found, rows = append(found, e), append(rows, e)
	}
	if len(found) == 0 {
		_, err := domain.EventOf(value.Kind(args[0]), strings.Join(args[1:], " "))
		return err
	}
	t.Events = found
	return a.print(output.Answer{Whole: t, Rows: rows, Text: func(p *output.Page) {
		if len(args) == 2 {
			p.Event(t, found[0])
			return
		}
		p.Events(found)
	}})
}
