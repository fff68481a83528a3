package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mufakat/domain/value"
)

// The secret of a subscription's webhook is made from the key in the data
// directory whenever it is needed, and kept nowhere.

const secretPrefix = "whsec_" // of Standard Webhooks

// SecretOf is what the subscriber verifies with.
func SecretOf(master []byte, ledger string, id value.SubscriptionID) string {
	m := hmac.New(sha256.New, master)
	m.Write([]byte("mufakat-webhook/v1\n" + ledger + "\n" + string(id)))
	return secretPrefix + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// signature is that of Standard Webhooks, version 1.
func signature(secret, id string, at time.Time, body []byte) string {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	m := hmac.New(sha256.New, key)
	m.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	m.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// ErrSignature says that a webhook does not come from where it claims to, or is
// too old.
var ErrSignature = errors.New("the signature does not fit")

// Verify checks a webhook as a subscriber does, at the time now.
func Verify(secret string, h http.Header, body []byte, now time.Time) error {
	sec, err := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
	at := time.Unix(sec, 0)
	if err != nil || now.Sub(at).Abs() > 5*time.Minute {
		return ErrSignature
	}
	want := signature(secret, h.Get("webhook-id"), at, body)
	for s := range strings.FieldsSeq(h.Get("webhook-signature")) {
		if hmac.Equal([]byte(s), []byte(want)) {
			return nil
		}
	}
	return ErrSignature
}
