package token04

import (
	"fmt"
	"time"
)

// Generator makes tokens with a prepared key. It never changes: make one and share it between all
// goroutines.
type Generator struct {
	handle *generatorHandle
	clock  func() time.Time
}

// NewGenerator prepares a key. appID is 1 to 4294967295, secret the ServerSecret of exactly 32
// bytes, as it stands.
//
// Errors, the first that applies: 1, 5, 10.
func NewGenerator(appID int64, secret string, options ...GeneratorOption) (*Generator, error) {
	var config generatorConfig
	for _, option := range options {
		option.applyGenerator(&config)
	}
	handle, status := newGeneratorHandle(appID, secret, config.mode)
	if status != statusOK {
		return nil, failure(status)
	}
	return &Generator{handle, config.clock}, nil
}

// errNoGenerator is the answer of one that NewGenerator did not make.
var errNoGenerator = notMade("a Generator that NewGenerator did not make")

func (g *Generator) made() bool { return g != nil && g.handle != nil }

// Generate makes a token with any payload text. userID is 1 to 64 bytes of UTF-8 without NUL, ttl a
// whole number of seconds, at least 1 (3600*time.Second or time.Hour: 3600 alone is nanoseconds, error
// 6); payload is UTF-8, "" for an identity token.
//
// Errors, the first that applies: 3, 6, 7.
func (g *Generator) Generate(userID string, ttl time.Duration, payload string) (string, error) {
	if !g.made() {
		return "", errNoGenerator
	}
	token, status := g.handle.generate(userID, wholeSeconds(ttl), payload, moment(g.clock))
	if status != statusOK {
		return "", failure(status)
	}
	return token, nil
}

// IdentityToken makes a token that says who the user is, and no more: [Generator.Generate] with the
// empty payload.
//
// Errors, the first that applies: 3, 6.
func (g *Generator) IdentityToken(userID string, ttl time.Duration) (string, error) {
	return g.Generate(userID, ttl, "")
}

// PrivilegeToken makes a token that carries the privileges of one room. They take effect only after
// the vendor has enabled the check for your account.
//
// Errors, the first that applies: 3, 6, 8, 9, 7.
func (g *Generator) PrivilegeToken(
	userID string, ttl time.Duration, privileges RoomPrivileges,
) (string, error) {
	if !g.made() {
		return "", errNoGenerator
	}
	now := moment(g.clock)
	token, status := g.handle.privilegeToken(userID, wholeSeconds(ttl), &privileges, now)
	if status != statusOK {
		return "", failure(status)
	}
	return token, nil
}

// Issue makes a token and tells its moments: what an app server answers to its client. Otherwise as
// [Generator.Generate], errors too.
func (g *Generator) Issue(userID string, ttl time.Duration, payload string) (IssuedToken, error) {
	if !g.made() {
		return IssuedToken{}, errNoGenerator
	}
	now := moment(g.clock)
	token, moments, status := g.handle.issue(userID, wholeSeconds(ttl), payload, now)
	if status != statusOK {
		return IssuedToken{}, failure(status)
	}
	return IssuedToken{token, moments[0], moments[1], moments[2]}, nil
}

// GenerateBatch makes one token for each user id, in their order, with one reading of the clock. A
// user id that is refused (3), or with which the payload does not fit (7), has its error at its own
// index and costs the others nothing.
//
// Errors of the whole call: 6, 94.
func (g *Generator) GenerateBatch(
	userIDs []string, ttl time.Duration, payload string,
) ([]BatchResult, error) {
	if !g.made() {
		return nil, errNoGenerator
	}
	results := make([]BatchResult, len(userIDs))
	status := g.handle.batch(userIDs, wholeSeconds(ttl), payload, moment(g.clock), results)
	if status != statusOK {
		return nil, failure(status)
	}
	return results, nil
}

// Format shows no secret.
func (g Generator) Format(state fmt.State, _ rune) { redacted(state, "Generator") }

// IssuedToken is a token with its moments, in unix seconds.
type IssuedToken struct {
	// Token lets its user in: hand it to nobody else.
	Token string `json:"token"`
	// IssuedAt is the moment of issue.
	IssuedAt int64 `json:"issued_at"`
	// ExpiresAt is the moment from which the token is refused.
	ExpiresAt int64 `json:"expires_at"`
	// RefreshAt is when to fetch a new one: 30 seconds before the expiry, not before the issue.
	RefreshAt int64 `json:"refresh_at"`
}

// IssuedTime is the moment of issue.
func (t IssuedToken) IssuedTime() time.Time { return time.Unix(t.IssuedAt, 0) }

// ExpiresTime is the moment from which the token is refused.
func (t IssuedToken) ExpiresTime() time.Time { return time.Unix(t.ExpiresAt, 0) }

// RefreshTime is when to fetch a new token.
func (t IssuedToken) RefreshTime() time.Time { return time.Unix(t.RefreshAt, 0) }

// Format does not show the token.
func (t IssuedToken) Format(state fmt.State, _ rune) { redacted(state, "IssuedToken") }

// BatchResult is one token of a batch, or its error.
type BatchResult struct {
	// Token is empty where there is an error.
	Token string
	// Err is nil, or an [*Error].
	Err error
}

// Format does not show the token.
func (r BatchResult) Format(state fmt.State, _ rune) { redacted(state, "BatchResult") }
