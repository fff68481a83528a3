// Package records is what is on record of anything, as people read it: what there
// is of a kind ([List]), the records of one aggregate ([History]) and what one
// record says ([One]).
//
// It knows no noun: what a record says follows from the row of its event in the
// table. Its one subtlety: a sentence names another record of its file by number,
// and says with it what is restated of that record.
package records
