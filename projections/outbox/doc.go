// Package outbox is what follows from records besides rows: what each gives to
// tell, to whom it is planned, what was tried and what is due. It fills the hook of
// the engine's effects, and follows the stream of notices.
//
// It sends nothing. Its one subtlety: planning is part of the transaction that
// applies a record, so that nothing is planned twice and nothing is forgotten.
package outbox
