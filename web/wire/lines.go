package wire

import "mufakat/projections"

// Line is one line of the stream that a rebuild or a verification answers with:
// progress, as often as there is some, and then either the end or a problem.
type Line struct {
	Progress *projections.Progress `json:"progress,omitempty"`
	Rebuilt  *projections.Rebuilt  `json:"rebuilt,omitempty"`
	Verified *projections.Verified `json:"verified,omitempty"`
	Problem  *Problem              `json:"problem,omitempty"`
}
