// Package web is everything Mufakat answers over HTTP, under one handler: the API
// (package api) and the pages (package pages) that ask through it. What travels
// stands in package wire, which server and client read and write alike; package
// client speaks to the API.
package web
