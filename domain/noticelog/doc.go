// Package noticelog is what the stream of notices says: the key of a notice, the
// records of each try to send it, and how far it has come.
//
// It is pure. Its one subtlety: a try that began and has no end after two minutes
// ([Unanswered]) may have arrived; it is made again under the same id.
package noticelog
