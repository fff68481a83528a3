package main

import (
	"context"
	"strings"
	"time"

	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web"
)

// What the demonstration asks, each question with the command that asks it
// again.

// dayEnd is the end of a day of 2022 where both days were told of: Jakarta.
func dayEnd(day string) time.Time {
	t, err := web.ParseInstant(day)
	if err != nil {
		panic(err) // written in this file
	}
	return t
}

var (
	visitDay = dayEnd("2022-08-11")
	dayAfter = dayEnd("2022-08-12")
	known13  = dayEnd("2022-08-13")
)

// demoPart is one part of what the demonstration prints.
type demoPart struct {
	title, about value.Words
	typed        string // the command a person can type
	answer       func(context.Context, *web.Client) (func(*page), projections.Head, error)
}

// part asks a question that has rows and prints them.
func part[R any](ask func(context.Context, *web.Client) (projections.Page[R], error), show func(*page, []R)) func(context.Context, *web.Client) (func(*page), projections.Head, error) {
	return func(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
		found, err := ask(ctx, c)
		return func(p *page) {
			p.heading(len(found.Rows))
			show(p, found.Rows)
		}, found.Head, err
	}
}

func (a *app) demoParts() []demoPart {
	return []demoPart{{
		value.Words{ID: "Keadaan tiap naskah", EN: "The state of each document"},
		value.Words{ID: "Sampai sehari sesudah kunjungan, menurut semua berita.", EN: "Up to a day after the visit, by all reports."},
		"list instrument --as-of 2022-08-12",
		a.demoStates,
	}, {
		value.Words{ID: "Siapa menandatangani kapan", EN: "Who signed when"},
		value.Words{ID: "Juga yang hanya diberitakan atau disangkal, dan karena itu tidak dihitung.", EN: "Also what is only reported or denied, and therefore does not count."},
		"signatures --reported --as-of 2022-08-12",
		part(func(ctx context.Context, c *web.Client) (projections.Page[projections.SignatureRow], error) {
			return c.Signatures(ctx, projections.SignaturesAsked{Asked: projections.Asked{AsOf: dayAfter}, Reported: true})
		}, func(p *page, rows []projections.SignatureRow) { p.signatures(rows, true) }),
	}, {
		value.Words{ID: "Apa yang belum ditandatangani, dan sejak berapa hari kerja, pada 11 Agustus 2022", EN: "What was not yet signed, and for how many working days, on 11 August 2022"},
		value.Words{ID: "“Belum tercatat” berarti tidak ada catatan, bukan bukti bahwa tidak terjadi.", EN: "“Not on record” means that there is no record, not proof that it did not happen."},
		"open --on 2022-08-11",
		part(func(ctx context.Context, c *web.Client) (projections.Page[projections.OpenRow], error) {
			return c.Open(ctx, projections.OpenAsked{Asked: projections.Asked{AsOf: visitDay}})
		}, (*page).open),
	}, {
		value.Words{ID: "Mengapa ditunda", EN: "Why it was deferred"},
		value.Words{ID: "Siapa yang tidak hadir tidak disebut dengan pasti; kedua kemungkinan dicatat.", EN: "Who was absent is not stated for certain; both possibilities are on record."},
		"show engagement/" + string(signing28),
		part(func(ctx context.Context, c *web.Client) (projections.Page[projections.DeferralRow], error) {
			return c.Deferrals(ctx, projections.DeferralsAsked{Asked: projections.Asked{AsOf: dayAfter}})
		}, (*page).deferrals),
	}, {
		value.Words{ID: "Apa yang diserahkan", EN: "What was handed over"},
		value.Words{ID: "Penyerahan tanpa tanda terima belum berarti diterima.", EN: "A hand-over without a receipt does not yet mean that it was received."},
		"show engagement/" + string(kunjungan),
		part(func(ctx context.Context, c *web.Client) (projections.Page[projections.CopyRow], error) {
			return c.Copies(ctx, projections.CopiesAsked{Asked: projections.Asked{AsOf: dayAfter}})
		}, (*page).copies),
	}, {
		value.Words{ID: "Siapa akan diberi tahu", EN: "Who would have been told"},
		value.Words{ID: "Kedua provinsi berlangganan sebelum misi dagang; beginilah yang sampai kepada mereka, menurut catatan pada harinya.",
			EN: "Both provinces subscribed before the mission; this is what reached them, as recorded on the day."},
		"notices",
		a.demoTold,
	}, {
		value.Words{ID: "Di mana keterangan berbeda", EN: "Where the accounts differ"},
		value.Words{ID: "Keterangan berdiri berdampingan sampai salah satunya dipegang dengan alasan.", EN: "Accounts stand side by side until one is upheld with a reason."},
		"accounts",
		part(func(ctx context.Context, c *web.Client) (projections.Page[projections.QuestionRow], error) {
			return c.Accounts(ctx, projections.AccountsAsked{Asked: projections.Asked{AsOf: dayAfter}})
		}, func(p *page, rows []projections.QuestionRow) { p.questions(rows, true) }),
	}, {
		value.Words{ID: "Apa yang diketahui kapan", EN: "What was known when"},
		value.Words{ID: "Kesepakatan Bersama dan PKS menurut catatan pada 11 dan pada 13 Agustus 2022.", EN: "The joint agreement and the PKS as recorded by 11 and by 13 August 2022."},
		"show instrument/" + string(kesepakatan) + " --known-at 2022-08-11",
		a.demoKnown,
	}, {
		value.Words{ID: "Menyusun ulang pandangan", EN: "Making the views again"},
		value.Words{ID: "Semua jawaban di atas dapat disusun ulang dari catatannya.", EN: "Every answer above can be made again from the records."},
		"rebuild",
		func(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
			s, err := c.Status(ctx)
			if err != nil {
				return nil, projections.Head{}, err
			}
			done, err := c.Rebuild(ctx, a.progress())
			ans := a.rebuiltAnswer(headOf(s), done)
			return ans.text, ans.head, err
		},
	}, {
		value.Words{ID: "Memeriksa", EN: "Verifying"},
		value.Words{ID: "Setiap catatan dibandingkan byte demi byte.", EN: "Every record is compared byte for byte."},
		"verify",
		a.demoVerify,
	}}
}

// demoAnswers prints the parts in order.
func (a *app) demoAnswers(ctx context.Context, c *web.Client) error {
	for _, x := range a.demoParts() {
		p := a.page(projections.Head{Demo: true})
		p.line(p.strong("== " + p.say(headDemo) + ": " + p.say(x.title) + " =="))
		p.para("", p.say(x.about))
		p.para("", "$ mufakat "+x.typed)
		if _, err := a.out.Write(p.buf.Bytes()); err != nil {
			return err
		}
		text, head, err := x.answer(ctx, c)
		if err != nil {
			return err
		}
		p = a.page(head)
		text(p)
		p.line("")
		if _, err := a.out.Write(p.buf.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// demoStates shows each document with its signature table.
func (a *app) demoStates(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
	found, err := c.Instruments(ctx, projections.InstrumentsAsked{Asked: projections.Asked{AsOf: dayAfter}})
	return func(p *page) {
		p.heading(len(found.Rows))
		p.instruments(found.Rows)
		for _, r := range found.Rows {
			p.section(value.Words{ID: p.of(value.KindInstrument, string(r.Instrument)), EN: p.of(value.KindInstrument, string(r.Instrument))})
			p.slotTable(r.Slots)
		}
	}, found.Head, err
}

// demoKnown shows two documents as two days' records told them, side by side.
func (a *app) demoKnown(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
	then, err := c.Instruments(ctx, projections.InstrumentsAsked{Asked: projections.Asked{AsOf: visitDay, KnownAt: visitDay}})
	if err != nil {
		return nil, then.Head, err
	}
	later, err := c.Instruments(ctx, projections.InstrumentsAsked{Asked: projections.Asked{AsOf: visitDay, KnownAt: known13}})
	return func(p *page) {
		t := table{columns: []value.Words{colDocument, {ID: "isian", EN: "field"},
			{ID: "menurut catatan 11 Agustus 2022", EN: "as recorded by 11 August 2022"},
			{ID: "menurut catatan 13 Agustus 2022", EN: "as recorded by 13 August 2022"}}}
		for _, id := range []value.InstrumentID{kesepakatan, tujuhPKS} {
			before, after := p.aspects(then.Rows, id), p.aspects(later.Rows, id)
			name := p.of(value.KindInstrument, string(id))
			for i, x := range after {
				was := p.say(value.Words{ID: "belum tercatat", EN: "not on record"})
				if i < len(before) {
					was = before[i][1]
				}
				t.add(name, x[0], was, x[1])
				name = ""
			}
		}
		p.heading(-1)
		p.table(t)
	}, later.Head, err
}

// aspects are what can be said of one document of several.
func (p *page) aspects(rows []projections.InstrumentRow, id value.InstrumentID) (out [][2]string) {
	for _, r := range rows {
		if r.Instrument != id {
			continue
		}
		out = append(out, p.fact(colState, r.State.Label(p.a.lang)),
			p.fact(value.Words{ID: "banyaknya", EN: "number"}, tell(p, r.Count)))
		for _, s := range r.Slots {
			out = append(out, [2]string{strings.Join([]string{p.say(colSlot), string(s.Slot)}, " "), slotState(s.State, s.Because, p.a.lang)})
		}
	}
	return out
}

func (a *app) demoVerify(ctx context.Context, c *web.Client) (func(*page), projections.Head, error) {
	s, err := c.Status(ctx)
	if err != nil {
		return nil, projections.Head{}, err
	}
	v, err := c.Verify(ctx, a.progress())
	if err == nil {
		err = found(v)
	}
	ans := a.verifiedAnswer(headOf(s), v)
	return ans.text, ans.head, err
}
