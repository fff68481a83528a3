package wire

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"mufakat/domain/value"
)

func TestReply(t *testing.T) {
	w := httptest.NewRecorder()
	if err := Reply(w, http.StatusCreated, Resent{notice}); err != nil || w.Code != http.StatusCreated || w.Header().Get("Content-Type") != "application/json" ||
		w.Body.String() != `{"key":"signed/7/`+anID+`"}`+"\n" {
		t.Error(err, w.Code, w.Header(), w.Body)
	}
	w = httptest.NewRecorder()
	if err := Reply(w, http.StatusOK, make(chan int)); err == nil || w.Body.Len() > 0 {
		t.Errorf("what cannot be written was begun: %v, %q", err, w.Body)
	}
}

func TestOn(t *testing.T) {
	plain := errors.New("x")
	if err := On("a", plain); err != plain {
		t.Error(err)
	}
	for given, want := range map[*value.Refusal]string{badQuery: "a", KeyMissing: "Idempotency-Key"} {
		err := On("a", given)
		var r *value.Refusal
		if !errors.As(err, &r) || r.Field != want || !errors.Is(err, given) {
			t.Errorf("%s: on %q, want %q", given.Code, r.Field, want)
		}
	}
	if badQuery.Field != "" {
		t.Errorf("the variable itself is about %q now", badQuery.Field)
	}
}

func TestLanguage(t *testing.T) {
	for header, want := range map[string]value.Lang{
		"": "id", "*": "id", "fr": "id", "id": "id", "en": "en", "en-US,en;q=0.9": "en", "id,en;q=0.8": "id",
		"en;q=0.5, id;q=0.9": "id", "fr, en;q=0.3": "en", "EN": "en", "in, en": "id", "en;q=x": "id", ";;,,q=1": "id",
	} {
		if got := Language(header); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}
