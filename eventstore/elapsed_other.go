//go:build !linux

package eventstore

import "time"

// Elapsed goes with the clock itself: elsewhere a clock that was set cannot be
// told from a computer that slept, and so is not seen.
func (computer) Elapsed() time.Duration { return Told(time.Now).Elapsed() }
