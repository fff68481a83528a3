package node

import (
	"context"
	"errors"

	"mufakat/domain/fact"
	"mufakat/domain/noticelog"
	"mufakat/domain/value"
	"mufakat/projections"
	"mufakat/web/api"
)

// notices answers web: which notices go to whom.
type notices struct {
	*projections.Views
	n *Node
}

var _ api.Telling = notices{}

var (
	notSending = value.NewRefusal(value.Unavailable, "not-telling",
		"Catatan pengiriman tidak dapat dipakai, sehingga tidak ada yang dikirim. Lihat log, atau jalankan `mufakat doctor`.",
		"The record of notices cannot be used, and so nothing is sent. See the log, or run `mufakat doctor`.")
	stillTrying = value.NewRefusal(value.Conflict, "still-sending",
		"Pemberitahuan ini sedang dikirim. Tunggu hasilnya.",
		"This notice is being sent. Wait for the outcome.")
	noAddress = value.NewRefusal(value.Conflict, "no-address",
		"Langganan ini tidak mempunyai alamat webhook, atau sudah berakhir. Beri alamat dengan perintah resume.",
		"This subscription has no webhook address, or has ended. Give it one with the command resume.")
	notSent = value.NewRefusal(value.Conflict, "not-sent",
		"Pemberitahuan ini berasal dari catatan yang dipulihkan dan tidak dikirim dari sini.",
		"This notice follows from a record that was restored, and is not sent from here.")
)

// Resend writes down the wish to have a notice sent again, unless it is due
// anyway.
func (d notices) Resend(ctx context.Context, k noticelog.Key, by fact.By) error {
	if ok, _ := d.n.canSend(); !ok {
		return notSending
	}
	n, h, err := d.Notice(k)
	switch {
	case err != nil:
		return err
	case n.State == projections.NoticeTrying:
		return stillTrying
	case n.State == projections.NoticeSilent:
		return notSent
	case n.State == projections.NoticeKept:
		return noAddress
	case h.Open():
		return nil // it is due anyway
	}
	seq, err := d.n.store.WriteNotice(ctx, noticelog.Record{Key: k, Type: noticelog.Resend, By: by}, h.Last)
	if errors.Is(err, noticelog.ErrOvertaken) {
		return stillTrying
	}
	if err == nil {
		err = d.AwaitNotice(ctx, seq)
	}
	return err
}

func (d notices) Secret(id value.SubscriptionID) string { return d.n.Secret(id) }
