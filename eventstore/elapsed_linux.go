package eventstore

import (
	"time"

	"golang.org/x/sys/unix"
)

// Elapsed is since the computer was started. Go's own monotonic clock stands
// still while it sleeps, and time would seem to have leapt.
func (computer) Elapsed() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return Told(time.Now).Elapsed()
	}
	return time.Duration(t.Nano())
}
