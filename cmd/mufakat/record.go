package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"mufakat/domain"
	"mufakat/domain/fact"
	"mufakat/domain/value"
	"mufakat/internal/output"
	"mufakat/projections/engine"
	"mufakat/web/client"
	"mufakat/web/wire"
)

var (
	needsID = value.NewRefusal(value.Usage, "needs-id",
		"Perintah ini tentang sesuatu yang sudah tercatat. Tambahkan --id.",
		"This command is about something that is on record. Add --id.")
	bodyTwice = value.NewRefusal(value.Usage, "two-bodies",
		"Isi perintah diberikan dengan dua cara. Pakai isian, --file, atau - untuk masukan baku; satu saja.",
		"The command is given in two ways. Use fields, --file, or - for standard input; only one of them.")
	noSuchFile = value.NewRefusal(value.NotFound, "no-such-file",
		"Berkas %s tidak dapat dibaca: %v. Periksa nama dan izinnya.",
		"The file %s cannot be read: %v. Check its name and permissions.")

	mintedID = value.Words{
		ID: "Pengenal baru: %s/%s",
		EN: "New id: %s/%s"}
	mintedKey = value.Words{
		ID: "Kunci perintah: %s (mengulangi dengan --key ini tidak akan mencatat dua kali)",
		EN: "Key of this command: %s (repeating it with this --key will not record twice)"}
)

func (a *app) recordCommand() *cobra.Command {
	c := a.command("record <kind> <command> [--id I] [--key K] (field=value … | --file f.json | -)", value.Words{
		ID: "Catat sebuah peristiwa", EN: "Record what happened"})
	c.Long = c.Short + ".\n\n" + a.say(recordHelp)
	c.Example = `  mufakat record party register code=64 name="Provinsi Kalimantan Timur" zone=WITA
  mufakat record instrument sign --id 0190a5f2-… slot=64-1 onBehalfOf=64 occurred=2022-07-28/2022-08-11 \
      evidence.0.grade=own-statement evidence.0.title="Kaltim Today" assertedBy.party=64
  mufakat record engagement defer --id 0190a5f3-… absent:='{"oneOf":["…","…"]}'`
	c.Args = args(2, -1)
	c.ValidArgsFunction = completeRecord
	var id, key, by, file string
	var ifMatch uint64
	f := c.Flags()
	f.StringVar(&id, "id", "", a.say(value.Words{ID: "tentang apa; bila tidak disebut, pengenal baru", EN: "what it is about; otherwise a new id"}))
	f.StringVar(&key, "key", "", a.say(value.Words{ID: "kunci perintah; bila tidak disebut, kunci baru", EN: "key of the command; otherwise a new one"}))
	f.StringVar(&by, "by", "", a.say(value.Words{ID: "nama petugas pencatat", EN: "name of the recorder"}))
	f.StringVar(&file, "file", "", a.say(value.Words{ID: "`berkas` JSON berisi perintah; - untuk masukan baku", EN: "JSON `file` with the command; - for standard input"}))
	f.Uint64Var(&ifMatch, "if-match", 0, a.say(value.Words{ID: "hanya bila jumlah catatannya masih sekian", EN: "only if it still has so many records"}))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ev, err := domain.EventOf(value.Kind(args[0]), args[1])
		if err != nil {
			return err
		}
		body, err := a.bodyFrom(ev, file, args[2:])
		if err != nil {
			return err
		}
		ref, err := a.refFor(ev, id, body)
		if err != nil {
			return err
		}
		if key == "" {
			key = uuid.NewString()
			a.note(mintedKey.With(key))
		}
		opts := client.RecordOptions{Key: key, ByName: by}
		if cmd.Flags().Changed("if-match") {
			opts.IfMatch = &ifMatch
		}
		return a.with(cmd.Context(), func(ctx context.Context, c *client.Client) error {
			if ref.ID == "" {
				status, err := c.Status(ctx)
				if err != nil {
					return err
				}
				ref.ID = newIDOf(status.Ledger, key)
				a.note(mintedID.With(ref.Kind, ref.ID))
			}
			receipt, err := c.Record(ctx, ref.Kind, ref.ID, ev.Command, body, opts)
			if err != nil {
				return asFlags(err)
			}
			status, err := c.Status(ctx)
			if err != nil {
				status = wire.Status{} // it is recorded, whatever else is wrong
			}
			return a.print(a.receiptAnswer(headOf(status), ref, receipt))
		})
	}
	return c
}

var recordHelp = value.Words{
	ID: `Isian ditulis nama=nilai. onBehalfOf, occurred, place, evidence dan assertedBy berdiri di sekitar
peristiwa; nama lain adalah isian peristiwa itu sendiri. Titik dan nomor masuk ke dalamnya:
signatories.0.slot=35-1, evidence.0.grade=news. Daftar dapat diulang: fields=a fields=b. nama:=JSON untuk
nilai apa adanya. Yang tidak disebut sumber dihilangkan. Lihat docs/format.md untuk semua isian.`,
	EN: `Fields are written name=value. onBehalfOf, occurred, place, evidence and assertedBy stand around the
fact; every other name is a field of the fact itself. Dots and numbers go inside: signatories.0.slot=35-1,
evidence.0.grade=news. A list may be repeated: fields=a fields=b. name:=JSON is a value as it stands. Leave
out what the source does not state. See docs/format.md for all fields.`}

// bodyFrom is the body of the command: a file, standard input, or fields.
func (a *app) bodyFrom(ev *fact.Event, file string, args []string) ([]byte, error) {
	if slices.Equal(args, []string{"-"}) && file == "" {
		file, args = "-", nil
	}
	switch {
	case file != "" && len(args) > 0:
		return nil, bodyTwice
	case file == "-":
		return io.ReadAll(io.LimitReader(a.in, fact.MaxBody+1))
	case file != "":
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, noSuchFile.With(file, err)
		}
		return b, nil
	}
	return bodyOf(ev, args)
}

// newIDOf is the id of what a command begins. It is made of the command's key, so
// that the same line with the same key is about the same thing, and nothing need be
// remembered; and of who records, for a key is its actor's own. Whoever records at
// the command line is "local", to the ledger as well.
func newIDOf(ledger, key string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("/ledgers/"+ledger+"/local/"+key)).String()
}

// refFor is what the command is about. An event that begins something needs no id:
// its fact makes one, or else the ref has none yet and [newIDOf] gives it.
func (a *app) refFor(ev *fact.Event, id string, body []byte) (value.Ref, error) {
	if id != "" {
		if ref, err := value.ParseRef(id); err == nil && ref.Kind == ev.Kind {
			return ref, nil
		}
		ref, err := value.ParseRef(string(ev.Kind) + "/" + id)
		return ref, onFlag("id", err)
	}
	if !ev.Begins {
		return value.Ref{}, needsID
	}
	ref := value.Ref{Kind: ev.Kind}
	cmd, err := fact.ReadCommand(ev, ref, body)
	if err != nil {
		return ref, err
	}
	if own, ok := cmd.OwnRef(); ok {
		return own, nil
	}
	return ref, nil
}

// asFlags calls a header by the flag that it was given as.
func asFlags(err error) error {
	r, ok := errors.AsType[*value.Refusal](err)
	if !ok {
		return err
	}
	flag := map[string]string{"Mufakat-By": "--by", "Idempotency-Key": "--key", "If-Match": "--if-match"}[r.Field]
	if flag == "" {
		return err
	}
	on := *r
	on.Field = flag
	return &on
}

// completeRecord offers kinds, their commands, and the fields of a command.
func completeRecord(_ *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	var words []string
	switch len(args) {
	case 0:
		for _, k := range value.Kinds() {
			words = append(words, string(k))
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	case 1:
		for e := range domain.Commands(value.Kind(args[0])) {
			words = append(words, e.Command)
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
	ev, err := domain.EventOf(value.Kind(args[0]), args[1])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, f := range slices.Concat(ev.Fields, fact.EnvelopeFields()) {
		words = append(words, fieldWords(f, toComplete)...)
	}
	return words, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// fieldWords are what may be typed for one field: its choices once its name is
// there.
func fieldWords(f fact.Field, toComplete string) (words []string) {
	if !strings.HasPrefix(toComplete, f.Name+"=") {
		return []string{f.Name + "="}
	}
	for _, c := range f.Choices {
		words = append(words, f.Name+"="+c.Value)
	}
	return words
}

var outcomeWords = map[fact.Outcome]value.Words{
	fact.Recorded:  {ID: "Tercatat", EN: "Recorded"},
	fact.Replayed:  {ID: "Sudah tercatat dengan kunci ini", EN: "Recorded with this key before"},
	fact.AlreadySo: {ID: "Sudah tercatat demikian; tidak ada yang ditulis", EN: "On record already; nothing was written"},
}

var alike = value.Words{
	ID: "Bunyinya sama dengan catatan %[1]d. Bila ini peristiwa yang sama, tarik kembali dengan correct dan notHappened.",
	EN: "It reads like record %[1]d. If this is the same event, take it back with correct and notHappened."}

// receiptAnswer tells what a command led to.
func (a *app) receiptAnswer(head engine.Head, ref value.Ref, r fact.Receipt) output.Answer {
	return output.Answer{Head: head, Whole: r, Rows: []any{r}, Text: func(p *output.Page) {
		if head.Demo {
			p.Line(p.Say(output.Demo))
		}
		p.Line(p.Say(outcomeWords[r.Outcome]) + value.Words{ID: ": catatan %d, %s", EN: ": record %d, %s"}.With(r.Seq, ref).In(a.lang))
		p.Para("", r.Sentence.In(a.lang))
		if r.Resembles != 0 {
			p.Para("", alike.With(r.Resembles).In(a.lang))
		}
		if r.Secret != "" {
			p.Line(p.Say(value.Words{ID: "Kunci webhook, hanya ditampilkan sekali ini: ", EN: "Webhook secret, shown this once: "}) + r.Secret)
		}
	}}
}
