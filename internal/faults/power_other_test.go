//go:build !linux

package faults

import (
	"errors"
	"math/rand/v2"
	"testing"
)

type disk struct{ mount string }

var errNoDisk = errors.New("a disk whose power can be cut needs Linux")

func newDisk(*testing.T) (*disk, error) { return nil, errNoDisk }
func (*disk) on() error                 { return errNoDisk }
func (*disk) off()                      {}
func (*disk) remove()                   {}
func (*disk) cut()                      {}
func (*disk) scatter(*rand.Rand)        {}
