package domain

import (
	"testing"

	"mufakat/domain/value"
)

// What was stored under an older version is read as the newest one, and is no
// longer proposed.
func TestAnOlderVersionIsReadAsTheNew(t *testing.T) {
	type registeredV1 struct {
		Name string `json:"nama"`
	}
	types, proposed := table(event[PartyRegistered](parties, "id.mufakat.party.registered.v2", "register", value.Words{ID: "a", EN: "b"},
		was("id.mufakat.party.registered.v1", func(o registeredV1) PartyRegistered { return PartyRegistered{Name: o.Name} })))
	f, err := types["id.mufakat.party.registered.v1"].decode([]byte(`{"nama":"Jawa Timur","dulu":true}`))
	if err != nil || f.(PartyRegistered).Name != "Jawa Timur" {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := types["id.mufakat.party.registered.v1"].decode([]byte(`{"nama":7}`)); err == nil {
		t.Error("a wrong form was read")
	}
	if e := proposed["party"]["register"]; e.Type != "id.mufakat.party.registered.v2" || len(proposed["party"]) != 1 {
		t.Errorf("proposed: %+v", proposed["party"])
	}
}

func TestTheTableChecksItself(t *testing.T) {
	one := event[PartyRegistered](parties, "id.mufakat.party.registered.v1", "register", value.Words{})
	for name, twice := range map[string]topic{
		"type":    concat(one, event[PartyRegistered](parties, "id.mufakat.party.registered.v1", "enter", value.Words{})),
		"command": concat(one, event[PartyRegistered](parties, "id.mufakat.party.entered.v1", "register", value.Words{})),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("the same %s stood twice", name)
				}
			}()
			table(twice)
		}()
	}
}
