// Package pages tells people, in Indonesian and in English, what the API answers
// to programs. The pages ask the same questions of the same views, inside the
// same middlewares, and record nothing. They are whole without JavaScript.
package pages
