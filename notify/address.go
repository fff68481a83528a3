package notify

import (
	"errors"
	"net/netip"
	"slices"
	"syscall"
)

// special are the ranges that nobody on the public internet has (IANA's
// registries of special-purpose addresses), beside those that netip knows.
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10",
)

// within are the ranges of IPv6 that carry an address of IPv4, and where.
var within = []struct {
	netip.Prefix
	at int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64
	{netip.MustParsePrefix("2002::/16"), 2},     // 6to4
}

func prefixes(ss ...string) (ps []netip.Prefix) {
	for _, s := range ss {
		ps = append(ps, netip.MustParsePrefix(s))
	}
	return ps
}

// public reports whether an address is one of the public internet.
func public(a netip.Addr) bool {
	a = a.Unmap()
	for _, w := range within {
		if w.Contains(a) {
			b := a.As16()
			return public(netip.AddrFrom4([4]byte(b[w.at : w.at+4])))
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate() &&
		!slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}

// errNotAllowed says that an address is neither public nor in an allowed range.
var errNotAllowed = errors.New("the address is not allowed")

// control is asked by the dialler once a name is resolved, about each address
// right before it is dialled: what the name meant earlier does not count.
func control(allowed func() []netip.Prefix) func(network, address string, _ syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return errNotAllowed
		}
		a := at.Addr().Unmap().WithZone("")
		if public(a) || slices.ContainsFunc(allowed(), func(p netip.Prefix) bool { return p.Contains(a) }) {
			return nil
		}
		return errNotAllowed
	}
}
