// Package kv keeps sorted keys and values in the buckets of one file. It is the
// one place that knows bbolt; what the bytes mean, it does not know.
//
// Nothing is synced but what [File.UpdateDurably] writes: a file of this package
// holds only what can be made again. What a process wrote that was killed is in
// the file all the same; only when the computer itself stopped, which its
// [BootID] tells, may pages be missing.
//
// Its one subtlety: bbolt trusts its pages and reads them through the memory map,
// so that a damaged file panics, or faults, wherever it is read, or answers wrong.
// The pages are looked at before bbolt opens them, every entry is sealed together
// with the one before it (bucket.go), and [guard] makes an error of what panics and
// faults, and lets every other panic pass. A transaction runs under it; whoever
// reads a [Snapshot] does so by its Run. A file that was found damaged once is read
// no more.
package kv
