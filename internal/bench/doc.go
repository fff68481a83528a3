// Package bench measures Mufakat as a whole beside what somebody would use
// instead, in one run, on durable settings: see docs/performance.md for the
// commands and what they printed.
//
// It holds benchmarks, and a test that what they measure of wide papers does not
// grow by more than the width. Its one subtlety: what is compared runs in turn in
// one run, round by round, for the machine's speed drifts; the ratios say more
// than the figures.
package bench
