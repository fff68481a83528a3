package journal

import (
	"context"
	"os"
	"path/filepath"
	"slices"
)

// Mend makes the segments of damages again: with what good says where the
// journal cannot be trusted, and its own entries elsewhere. The running hash
// decides: unless every entry after a damage, or the next segment's head,
// follows from what was given, it answers [UnfitError] and that segment stays as
// it is. Only the last entry of all has nothing after it to vouch for it.
//
// Each new segment takes the old one's place at once, and the journal is looked
// at again: see [Journal.Condition]. Damages come in their order, those of one
// segment together. An end of which nobody knows how much it held is not mended
// but cut, before anything else: see [Journal.Cut].
func (j *Journal) Mend(ctx context.Context, damage []Damage, good Fetch) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	for i, d := range damage {
		if i > 0 && d.Segment == damage[i-1].Segment {
			continue
		}
		if err := j.settle(); err != nil {
			return err
		}
		if all := slices.Concat(damage[i:], j.Condition().Damage); all[len(all)-1].To == Unknown || d.To == Unknown {
			return &UnfitError{all[len(all)-1].From, "the journal's end is to be cut first"}
		}
		if err := j.mend(ctx, d, damage, good); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journal) mend(ctx context.Context, d Damage, all []Damage, good Fetch) error {
	m, err := j.mending(ctx, d, all, good)
	if err != nil {
		return err
	}
	dir := filepath.Join(j.dir, "mend"+tmp)
	defer os.RemoveAll(dir)
	made, err := build(dir, j.o, head{j.o.Ledger, m.from, m.prev}, m.entries())
	if err == nil {
		err = m.vouched(made.tail.hash)
	}
	if err != nil {
		return err
	}
	return j.replace(*made.segs.Load())
}

// settle ends what is being written, so that the files may be changed.
func (j *Journal) settle() error {
	j.mu.Lock()
	failed := j.failed
	j.mu.Unlock()
	if err := j.reading(context.Background()); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if err := j.tail.sync(); err != nil {
		return j.fail(err)
	}
	return nil
}

// replace puts segments in their places, the last first: what it leaves when it
// is cut short is a damage that can be mended.
func (j *Journal) replace(made []*segment) error {
	for _, s := range slices.Backward(made) {
		if err := j.o.disk.rename(s.path, segmentPath(j.dir, s.first)); err != nil {
			return err
		}
	}
	if err := j.o.disk.syncDir(j.dir); err != nil {
		return err
	}
	return j.reload()
}

// reload looks at the files again. Readers may be in the old ones, which close
// when the last has gone.
func (j *Journal) reload() error {
	if err := j.tail.close(); err != nil {
		return err
	}
	return j.load()
}

// Cut forgets a damage of the last write and all that stands after it. It is for
// the caller who knows that the stream has those records too, or that nobody was
// told of them.
func (j *Journal) Cut(d Damage) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.settle(); err != nil {
		return err
	}
	if !d.LastWrite || !slices.Contains(j.Condition().Damage, d) {
		return &UnfitError{d.From, "it does not stand in the last write"}
	}
	j.tail.off, j.tail.torn = d.off, true
	if err := j.tail.open(d.off); err != nil {
		return err
	}
	return j.reload()
}
