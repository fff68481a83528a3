// Package broker is what stands between the event store and NATS: a server within
// the process or a connection to one somewhere else, JetStream's API in the few
// requests that the store needs, and the settings that every stream must have.
//
// It knows no record and decides nothing; whether a doubt stops anything is for
// the store to say.
//
// Its one subtlety: settings are read back as JSON rather than into the client
// library's struct, so that one which the library does not know is seen, too.
package broker
