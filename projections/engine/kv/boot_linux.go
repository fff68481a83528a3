package kv

import (
	"os"
	"strings"

	"mufakat/internal/faultpoint"
)

// BootID is the name of this run of the computer, the same for every process.
func BootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return faultpoint.BootID(strings.TrimSpace(string(b)))
}
