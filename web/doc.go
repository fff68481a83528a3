// Package web is the HTTP door: the pages, the JSON API with its OpenAPI description, the
// form in which refusals and exports travel, and the Go client that the command
// line uses, over a network or in the same process.
//
// It does not know how records are stored, it keeps nothing, and it decides
// nothing about the affairs it passes on: bodies of commands are read by domain,
// answers are what projections and the ledger say. There is no login yet, so it
// is meant for the computer it runs on (see [ListenAllowed]). The pages are under
// the same handler and ask the same questions; they work without JavaScript.
//
// Its one subtlety: huma describes and routes the operations and runs the API's
// middlewares around each, but reads and writes nothing. Parameters are read
// from the same lists that describe them and from which the client writes them
// ([projections.Param]), and everything that is said to a caller is a refusal in both
// languages; a sentence of a library never reaches one.
package web
