package projections

import "testing"

// A subscription has one row from its record on; stopped, resumed elsewhere and
// ended, it is the same row since another record.
func TestRowsOfASubscription(t *testing.T) {
	s := newStory(t, subscribers, "")
	s.given("party/64", "register", `{"fact":{"code":"64"}}`)
	s.then("subscription/1", "subscribe", `{"fact":{"party":"64","scope":"own","language":"id","endpoint":"https://opd.example.go.id/mufakat"}}`, `
		+ Ba subscription/1 | {"subscription":"subscription/1","party":"party/64","scope":"own","language":"id","endpoint":"https://opd.example.go.id/mufakat","since":2}`)
	s.then("subscription/1", "disable", `{"fact":{"status":410}}`, `
		- Ba subscription/1 (since #2)
		+ Ba subscription/1 | {"subscription":"subscription/1","party":"party/64","scope":"own","language":"id","endpoint":"https://opd.example.go.id/mufakat","since":2,"disabled":true}`)
	s.then("subscription/1", "resume", `{"fact":{"endpoint":"https://opd.example.go.id/baru"}}`, `
		- Ba subscription/1 (since #3)
		+ Ba subscription/1 | {"subscription":"subscription/1","party":"party/64","scope":"own","language":"id","endpoint":"https://opd.example.go.id/baru","since":2}`)
	s.then("subscription/1", "unsubscribe", `{"fact":{"reason":"pindah sistem"}}`, `
		- Ba subscription/1 (since #4)
		+ Ba subscription/1 | {"subscription":"subscription/1","party":"party/64","scope":"own","language":"id","endpoint":"https://opd.example.go.id/baru","since":2,"ended":true}`)
	s.then("subscription/2", "subscribe", `{"fact":{"outside":"Sistem lain","scope":"all"}}`, `
		+ Ba subscription/2 | {"subscription":"subscription/2","outside":"Sistem lain","scope":"all","since":6}`)
	s.then("subscription/2", "account", `{`+news+`,"fact":{"says":"belum dipakai"}}`, ``)
}

// With another subscriber it still hears of nothing before it was made; corrected
// away it stays, as ended.
func TestRowsOfASubscriptionThatIsCorrected(t *testing.T) {
	s := newStory(t, subscribers, "")
	s.parties()
	s.given("subscription/1", "subscribe", `{"fact":{"party":"64"}}`)
	s.then("subscription/1", "correct", `{"fact":{"record":"#6","reads":{"fact":{"office":{"oneOf":["$office/1","$office/2"]}}}}}`, `
		- Ba subscription/1 (since #6)
		+ Ba subscription/1 | {"subscription":"subscription/1","office":{"oneOf":["office/1","office/2"]},"since":6}`)
	s.then("subscription/1", "correct", `{"fact":{"record":"#6","notHappened":true}}`, `
		- Ba subscription/1 (since #7)
		+ Ba subscription/1 | {"subscription":"subscription/1","since":0,"ended":true}`)
}

// A range has a row while it is allowed.
func TestRowsOfRanges(t *testing.T) {
	s := newStory(t, ranges, "")
	s.then("setting/1", "allow-range", `{"fact":{"range":"10.20.0.0/16","reason":"jaringan dalam"}}`, `
		+ Ga setting/1 | "10.20.0.0/16"`)
	s.then("setting/2", "allow-range", `{"fact":{"range":"192.168.7.0/24"}}`, `
		+ Ga setting/2 | "192.168.7.0/24"`)
	s.then("setting/1", "withdraw-range", `{"fact":{"reason":"tidak dipakai"}}`, `
		- Ga setting/1 (since #1)`)
	s.then("setting/1", "correct", `{"fact":{"record":"#3","notHappened":true}}`, `
		+ Ga setting/1 | "10.20.0.0/16"`)
}
