//go:build faults

package faultpoint

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

var (
	off       = strings.Split(os.Getenv("MUFAKAT_FAULTS_OFF"), ",")
	step, nth = killedAt(os.Getenv("MUFAKAT_FAULTS_KILL"))
	reached   atomic.Int64
)

// killedAt reads STEP:N.
func killedAt(s string) (Step, int64) {
	step, n, _ := strings.Cut(s, ":")
	nth, _ := strconv.ParseInt(n, 10, 64)
	return Step(step), nth
}

// Off reports whether the harness has switched a safeguard off.
func Off(s Safeguard) bool { return slices.Contains(off, string(s)) }

// Reach says that a step was reached, and ends the process there if it is the
// one.
func Reach(s Step) {
	if s == step && reached.Add(1) == nth {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// BootID is the name of this run of the computer, as the process is to believe it.
func BootID(real string) string {
	if s := os.Getenv("MUFAKAT_FAULTS_BOOT"); s != "" {
		return s
	}
	return real
}
