package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"mufakat/domain/noticelog"
)

// Bounds of one try. A subscriber that is slower, or says more, is not waited
// for.
const (
	connectWithin = 5 * time.Second
	headersWithin = 10 * time.Second
	wholeWithin   = 15 * time.Second
	answerBytes   = 64 << 10 // read of an answer, so that the connection can be used again
)

// webhooks sends. Its connections are its own, and made only to addresses that
// are allowed.
type webhooks struct{ http *http.Client }

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

func newWebhooks(allowed func() []netip.Prefix, resolver *net.Resolver, dial dialFunc) webhooks {
	if dial == nil {
		d := &net.Dialer{Timeout: connectWithin, Control: control(allowed), Resolver: resolver}
		dial = d.DialContext
	}
	return webhooks{&http.Client{
		Timeout: wholeWithin,
		Transport: &http.Transport{
			DialContext: dial, TLSHandshakeTimeout: connectWithin, ResponseHeaderTimeout: headersWithin,
			MaxResponseHeaderBytes: answerBytes, MaxIdleConnsPerHost: width, IdleConnTimeout: 30 * time.Second,
			DisableCompression: true, ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is how a subscriber answered a try.
type answer struct {
	status     int
	why        noticelog.Trouble // empty: it arrived
	retryAfter string
}

// send posts a body, signed at the time at, and reads no more of the answer than
// its head says. The status is the answer; what follows it may be cut off.
func (w webhooks) send(ctx context.Context, url, secret, id string, body []byte, at time.Time) answer {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return answer{why: noticelog.TroubleNoConnection}
	}
	h := r.Header
	h.Set("Content-Type", contentType)
	h.Set("User-Agent", "Mufakat")
	h.Set("webhook-id", id)
	h.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	h.Set("webhook-signature", signature(secret, id, at, body))
	resp, err := w.http.Do(r)
	if err != nil {
		return answer{why: troubleOf(ctx, err)}
	}
	io.CopyN(io.Discard, resp.Body, answerBytes)
	resp.Body.Close()
	return answer{resp.StatusCode, troubleIn(resp.StatusCode), resp.Header.Get("Retry-After")}
}

func troubleOf(ctx context.Context, err error) noticelog.Trouble {
	var dial *net.OpError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var late interface{ Timeout() bool }
	switch {
	case ctx.Err() != nil:
		return noticelog.TroubleInterrupted
	case errors.Is(err, errNotAllowed):
		return noticelog.TroubleNotAllowed
	case errors.As(err, &cert):
		return noticelog.TroubleUntrusted
	case errors.As(err, &dns), errors.As(err, &dial) && dial.Op == "dial":
		return noticelog.TroubleNoConnection
	case errors.As(err, &late) && late.Timeout():
		return noticelog.TroubleTooSlow
	}
	return noticelog.TroubleBroken
}

func troubleIn(status int) noticelog.Trouble {
	switch {
	case status >= 200 && status < 300:
		return ""
	case status == http.StatusGone:
		return noticelog.TroubleGone
	case status >= 300 && status < 400:
		return noticelog.TroubleRedirect
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return noticelog.TroubleUnwell
	}
	return noticelog.TroubleRefused
}

// ofEndpoint is true where the trouble is the endpoint's and not the notice's:
// others to it would fare no better.
func ofEndpoint(t noticelog.Trouble) bool {
	return t != "" && t != noticelog.TroubleRefused && t != noticelog.TroubleRedirect
}
