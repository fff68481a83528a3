package output

import (
	"testing"

	"mufakat/domain/value"
	"mufakat/web/wire"
)

func TestEvents(t *testing.T) {
	table := from[wire.Table](t, `{"around":[{"name":"occurred","label":{"id":"waktu","en":"when"},"form":"time"}],
		"events":[{"type":"id.mufakat.instrument.drafted.v1", "kind":"instrument", "command":"draft",
			"words":{"id":"Naskah {title} dibuat.","en":"The document {title} was drafted."},
			"fields":[{"name":"title","label":{"id":"judul","en":"title"},"form":"text"},
				{"name":"bundle","label":{"id":"berkas","en":"a bundle"},"form":"yes-no"},
				{"name":"kind","label":{"id":"jenis","en":"kind"},"form":"choice","choices":[{"value":"pks"},{"value":"mou"}]},
				{"name":"signatories","label":{"id":"penanda tangan","en":"signatories"},"form":"object","list":true,"fields":[
					{"name":"office","label":{"id":"jabatan","en":"office"},"form":"reference","kind":"office"}]}]}]}`)
	reads(t, value.English, named, func(p *Page) { p.Events(table.Events) }, `
kind        command  fields              sentence
instrument  draft    title bundle kind   The document
                     signatories         {title} was
                                         drafted.
`)
	reads(t, value.Indonesian, named, func(p *Page) { p.Event(table, table.Events[0]) }, `
mufakat record instrument draft
Naskah {title} dibuat.
id.mufakat.instrument.drafted.v1

Isian peristiwa
isian                 nilai             arti
title                 teks              judul
bundle                ya atau tidak     berkas
kind                  pks, mou          jenis
signatories.N         rincian           penanda tangan
signatories.N.office  pengenal jabatan  jabatan

Di sekitar peristiwa
isian     nilai                                        arti
occurred  waktu, misalnya 2022-07-28,                  waktu
          2022-07-28/2022-08-11,
          1941-03-04|1941-04-03, atau "malam Jumat"
`)
}
