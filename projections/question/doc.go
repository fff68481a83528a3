// Package question makes a question a value: its name and words, its filter with a
// parameter each, its rows and its columns ([Query]). From it follow a route, a
// command, a page and a part of the documentation, for whoever goes through a list
// of them ([Question]).
//
// It asks an engine's reader, and knows no noun. Its one subtlety: what every
// question can say, paging and the check of a page's mark are applied once, in
// [Query.Ask].
package question
