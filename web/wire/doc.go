// Package wire is what travels between server and client: parameters, answers,
// problems (RFC 9457), exports and followed records, each with how it is written
// and read.
//
// It answers nothing and asks nothing. Its one subtlety: bytes of records pass
// through as they were written, so that their hash can be taken at the other end.
package wire
