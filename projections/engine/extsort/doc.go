// Package extsort puts more rows in order than memory holds: runs are sorted by
// several at once, kept in files where they do not fit, and merged.
//
// It knows no database. Its one subtlety: what the merge yields is valid until
// the next row only.
package extsort
