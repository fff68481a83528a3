package faults

import (
	"testing"

	"mufakat/internal/faultpoint"
)

// safeguards are what must not be missing, and the kind of damage that shows it.
var safeguards = []struct {
	off   faultpoint.Safeguard
	shown string
}{
	{faultpoint.Sync, "power cut under load"},
	{faultpoint.Journal, "power cut under load"},
	{faultpoint.Heal, "no jetstream/"},
	{faultpoint.Mend, "a page of zeroes in the journal"},
	{faultpoint.Compare, "a record forged in the stream"},
	{faultpoint.Chain, "a record forged in the journal"},
	{faultpoint.Seal, "a bit of views.db"},
	{faultpoint.Lock, "two processes"},
}

// tries is after how many trials a harness that is still green is blind.
const tries = 150

// The harness turns red when a safeguard is off.
func TestEverySafeguardIsNeeded(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary and breaks many ledgers (-short)")
	}
	from := sample(t)
	for _, s := range safeguards {
		t.Run(string(s.off), func(t *testing.T) {
			k := kindOf(t, s.shown)
			if k.disk {
				skipWithoutDisk(t)
			}
			for n := range tries {
				if f, note := k.once(t, from, n, "MUFAKAT_FAULTS_OFF="+string(s.off)); !k.allows(f) {
					t.Logf("trial %d: %s: %v", n, note, f)
					return
				}
			}
			t.Errorf("without it, %d times %q are as with it", tries, s.shown)
		})
	}
}

func kindOf(t *testing.T, name string) kind {
	for _, k := range allKinds() {
		if k.name == name {
			return k
		}
	}
	t.Fatalf("there is no kind %q", name)
	return kind{}
}
