package domain

import "testing"

// What is called like something on record is refused under any of its spellings,
// and recorded where another is meant.
func TestNamesakes(t *testing.T) {
	s := newStory(t)
	s.given("party/35", "register", `{"fact":{"code":"35"}}`)
	s.given("party/64", "register", `{"fact":{"code":"64","name":"Provinsi Kalimantan Timur"}}`)
	for i, name := range []string{"Jawa Timur", "provinsi jawa  timur", "Prov. Jawa Timur", "Pemprov. Jatim", "Kaltim"} {
		s.refused(namesake, "fact.name", "party/1", "register", `{"fact":{"name":"`+name+`"}}`)
		s.given("party/"+string(rune('2'+i)), "register", `{"fact":{"distinct":true,"name":"`+name+`"}}`)
	}
	s.refused(namesake, "fact.name", "party/51", "register", `{"fact":{"code":"51","name":"Prov Jatim"}}`)
	s.given("party/51", "register", `{"fact":{"code":"51","name":"Kabupaten Contoh"}}`)
	s.given("party/7", "register", `{"fact":{"name":"Kota Contoh"}}`)

	s.given("agency/1", "register", `{"fact":{"party":"35","name":"Dinas Kelautan dan Perikanan"}}`)
	s.given("agency/1", "alias", `{"fact":{"alias":"Dislautkan"}}`)
	s.given("agency/2", "register", `{"fact":{"party":"64","name":"Dinas Kelautan dan Perikanan"}}`)
	s.given("agency/2", "alias", `{"fact":{"alias":"Dislautkan"}}`)
	s.refused(namesake, "fact.name", "agency/3", "register", `{"fact":{"party":"35","name":"DINAS KELAUTAN & PERIKANAN"}}`)
	s.refused(namesake, "fact.name", "agency/3", "register", `{"fact":{"party":"64","name":"dislautkan"}}`)
	s.refused(namesake, "fact.name", "agency/3", "register", `{"fact":{"name":"Din. Kelautan dan Perikanan"}}`)
	s.given("agency/3", "register", `{"fact":{"party":"35","name":"Din. Kelautan dan Perikanan","distinct":true}}`)

	s.given("office/1", "register", `{"fact":{"title":"Kepala Dinas","agency":"`+oid(1)+`"}}`)
	s.given("office/2", "register", `{"fact":{"title":"Kepala Dinas","agency":"`+oid(2)+`"}}`)
	s.refused(namesake, "fact.title", "office/3", "register", `{"fact":{"title":"Ka. Dinas","agency":{"oneOf":["`+oid(2)+`","`+oid(3)+`"]}}}`)
	s.given("office/3", "register", `{"fact":{"title":"Ka. Dinas","agency":"`+oid(3)+`"}}`)
}

// A registration that did not happen gave nothing a name.
func TestNamesakeOfWhatDidNotHappen(t *testing.T) {
	s := newStory(t)
	rec := s.given("party/1", "register", `{"fact":{"name":"Provinsi Contoh"}}`)
	s.refused(namesake, "fact.name", "party/2", "register", `{"fact":{"name":"Prov. Contoh"}}`)
	s.given("party/1", "correct", `{"fact":{"record":"`+string(rec.ID)+`","notHappened":true}}`)
	s.given("party/2", "register", `{"fact":{"name":"Prov. Contoh"}}`)
}

// One holder under two spellings is pointed out where both may hold the office at
// one time.
func TestHolderUnderTwoSpellings(t *testing.T) {
	s := affair(t)
	s.given("office/1", "appoint", `{"fact":{"holder":"A. Contoh","from":"2019-02-13","to":"2024-02-13"}}`)
	s.refused(sameHolder, "fact.holder", "office/1", "appoint", `{"fact":{"holder":"Dr. A. CONTOH, S.H.","from":"2022-01-01"}}`)
	s.refused(sameHolder, "fact.holder", "office/1", "appoint", `{"fact":{"holder":"Drs. A. Contoh"}}`)
	s.given("office/1", "appoint", `{"fact":{"holder":"Drs. A. Contoh","distinct":true}}`)
	s.given("office/1", "appoint", `{"fact":{"holder":"B. Contoh","from":"2022-01-01"}}`)
	s.given("office/1", "appoint", `{"fact":{"holder":"Prof. B. Contoh","from":"2010-01-01","to":"2015-01-01"}}`)
	s.given("office/2", "appoint", `{"fact":{"holder":"Dr. A. Contoh"}}`)
}

// Another name of an agency that is another's is pointed out as well.
func TestAliasOfAnother(t *testing.T) {
	s := affair(t)
	s.given("agency/7", "register", `{"fact":{"name":"Dinas Perikanan Contoh","party":"35"}}`)
	s.given("agency/8", "register", `{"fact":{"name":"Dinas Kelautan Contoh","party":"35"}}`)
	s.given("agency/9", "register", `{"fact":{"name":"Dinas Ternak Contoh","party":"64"}}`)
	s.refused(namesake, "fact.alias", "agency/8", "alias", `{"fact":{"alias":"DINAS  PERIKANAN CONTOH"}}`)
	s.given("agency/9", "alias", `{"fact":{"alias":"Dinas Perikanan Contoh"}}`)
	s.given("agency/8", "alias", `{"fact":{"alias":"Din. Perikanan Contoh","distinct":true}}`)
}
