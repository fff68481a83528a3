package kv

import (
	"os"
	"strings"
)

// BootID is the name of this run of the computer, the same for every process.
func BootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
