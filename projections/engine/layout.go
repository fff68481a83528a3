package engine

import (
	"fmt"
	"slices"
	"strings"
)

// about are the keys of meta, which says what a file is and is no part of the digest.
func (db *DB) about() []Bucket {
	of := []Bucket{
		bucket("meta", `"head"`, "what the file is, and folded by which views"),
		bucket("meta", `"position"`, "sequence of the last record it holds"),
	}
	for _, f := range db.feeds()[1:] {
		of = append(of, bucket("meta", fmt.Sprintf("%q", f.key()), "the same of a stream beside the ledger"))
	}
	return of
}

// Layout lists every bucket of the file and every key in it, a line each, from
// what the buckets and the views say of themselves.
func (db *DB) Layout() string {
	var b strings.Builder
	line := func(name, key, what string) {
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%-11s %-44s %s", name, key, what), " "))
	}
	for _, x := range slices.Concat(db.about(), db.buckets()) {
		line(string(x.Name), x.Key, x.Value)
	}
	b.WriteByte('\n')
	for _, v := range db.c.Views {
		name := v.Name
		for _, o := range v.Orders {
			line(name, fmt.Sprintf("%q %q %s", v.Letter, o.Letter, o.Key), o.Of)
			name = ""
		}
	}
	return b.String()
}
