// Package client speaks to the API as the command line does, over a connection or
// to a handler in the same process.
//
// Its one subtlety: a question is answered by views that hold what this client
// has recorded, or what the ledger held when it was asked.
package client
