package view

import (
	"encoding/binary"
	"encoding/hex"
	"math"
)

// Key builds a row's key from its parts.
type Key []byte

// ID appends an id. One that is no UUID is written out behind a byte that no
// packed one is confused with, for keys end with fixed lengths.
func (k Key) ID(id string) Key {
	if b, ok := Packed(id); ok {
		return append(k, b[:]...)
	}
	return append(append(k, id...), 0)
}

// Text appends a text of any length, ended so that no other begins with it.
func (k Key) Text(s string) Key { return append(append(k, s...), 0) }

// Num appends a number.
func (k Key) Num(n uint64) Key { return binary.BigEndian.AppendUint64(k, n) }

// Moment appends seconds that may be negative, sorted as numbers.
func (k Key) Moment(unix int64) Key { return k.Num(uint64(unix) ^ 1<<63) }

// Number reads what Num appended.
func Number(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

// Packed is a UUID in 16 bytes.
func Packed(id string) (b [16]byte, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return b, false
	}
	at := 0
	for i := range b {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			at++
		}
		high, low := digits[id[at]], digits[id[at+1]]
		if high|low > 0xf {
			return [16]byte{}, false
		}
		b[i] = high<<4 | low
		at += 2
	}
	return b, true
}

// digits are what hexadecimal digits stand for, in lower case; of what is none,
// more than any.
var digits = func() (of [256]byte) {
	for i := range of {
		of[i] = 0xff
	}
	for i, c := range []byte("0123456789abcdef") {
		of[c] = byte(i)
	}
	return of
}()

// Unpacked writes a UUID out.
func Unpacked(b []byte) string {
	var t [36]byte
	hex.Encode(t[0:8], b[0:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:36], b[10:16])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return string(t[:])
}

// Successor is the first key after all that begin with prefix; nil if none can be.
func Successor(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < math.MaxUint8 {
			end := append([]byte(nil), prefix[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}
