package engine

import (
	"mufakat/projections/engine/kv"
	"mufakat/projections/engine/view"
)

// What the rooms below the engine call what the nouns need: a noun knows the
// engine alone.
type (
	Bucket  = kv.Bucket
	View    = view.View
	Order   = view.Order
	Part    = view.Part
	Changed = view.Changed
	Rows    = view.Rows
	Key     = view.Key
)

// What a record can have changed.
var (
	Nothing  = view.Nothing
	Anything = view.Anything
)

// Only these parts can have changed.
func Only(parts ...Part) Changed { return view.Only(parts...) }

// What stands in keys: numbers, and ids that are packed.
func Number(b []byte) uint64            { return view.Number(b) }
func Packed(id string) ([16]byte, bool) { return view.Packed(id) }
func Unpacked(b []byte) string          { return view.Unpacked(b) }
func Successor(prefix []byte) []byte    { return view.Successor(prefix) }
