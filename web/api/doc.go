// Package api answers programs over HTTP: commands, questions, followed records,
// exports, and its own description (OpenAPI).
//
// It does not know how records are stored, it keeps nothing, and it decides
// nothing about the affairs it passes on: bodies of commands are read by the
// domain, answers are what projections and the ledger say. There is no login
// yet, so it is meant for the computer it runs on (see [ListenAllowed]).
//
// Its one subtlety: huma describes and routes the operations and runs the API's
// middlewares around each, but reads and writes nothing. Parameters are read
// from the same lists that describe them and from which the client writes them
// ([projections.Param]), and everything that is said to a caller is a refusal in
// both languages; a sentence of a library never reaches one.
package api
