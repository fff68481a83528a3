// Package atomicfile writes small files whole or not at all, so that they survive
// a power cut.
package atomicfile
