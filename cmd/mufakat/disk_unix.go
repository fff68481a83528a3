//go:build unix

package main

import (
	"syscall"
)

// freeDisk is how many bytes may still be written below dir.
func freeDisk(dir string) (uint64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
