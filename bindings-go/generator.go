package token04

import (
	"encoding/json"
	"fmt"
	"time"
)

// Generator makes tokens with a prepared key. It is immutable: make one and share it between all
// goroutines.
type Generator struct {
	handle *generatorHandle
	clock  func() time.Time
}

// NewGenerator prepares a key. appID is 1 to 4294967295, secret the ServerSecret of exactly 32
// bytes, unchanged.
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

// ready returns the handle and the payload's string, or an error if NewGenerator did not make this
// generator or the payload is invalid.
func (g *Generator) ready(payload Payload) (*generatorHandle, string, error) {
	if g == nil || g.handle == nil {
		return nil, "", notMade("a Generator that NewGenerator did not make")
	}
	content, status := payloadOf(payload)
	return g.handle, content, failure(status)
}

// Generate makes a token with any payload: [RoomPrivileges], a [StringPayload], or [Identity]. userID is
// 1 to 64 bytes of UTF-8 without NUL, ttl a whole number of seconds, at least 1 (3600*time.Second or
// time.Hour: 3600 alone is nanoseconds, error 6).
//
// Errors, the first that applies: 8 for the zero RoomPrivileges, 7 for nil, 3, 13, 6, 7.
func (g *Generator) Generate(userID string, ttl time.Duration, payload Payload) (string, error) {
	handle, content, err := g.ready(payload)
	if err != nil {
		return "", err
	}
	token, status := handle.generate(userID, wholeSeconds(ttl), content, unixNow(g.clock))
	if status != statusOK {
		return "", failure(status)
	}
	return token, nil
}

// IdentityToken makes a token that only says who the user is: [Generator.Generate] with [Identity].
//
// Errors, the first that applies: 3, 13, 6.
func (g *Generator) IdentityToken(userID string, ttl time.Duration) (string, error) {
	return g.Generate(userID, ttl, Identity)
}

// PrivilegeToken makes a token that carries the privileges of one room: [Generator.Generate] with
// them. They take effect only after the vendor has enabled the check for your account.
//
// Errors, the first that applies: 8 for the zero RoomPrivileges, 3, 13, 6, 7.
func (g *Generator) PrivilegeToken(
	userID string, ttl time.Duration, privileges RoomPrivileges,
) (string, error) {
	return g.Generate(userID, ttl, privileges)
}

// Issue makes a token and returns its timestamps: what an app server sends to its client. Otherwise
// it is like [Generator.Generate], with the same errors.
func (g *Generator) Issue(userID string, ttl time.Duration, payload Payload) (IssuedToken, error) {
	handle, content, err := g.ready(payload)
	if err != nil {
		return IssuedToken{}, err
	}
	token, times, status := handle.issue(userID, wholeSeconds(ttl), content, unixNow(g.clock))
	if status != statusOK {
		return IssuedToken{}, failure(status)
	}
	return IssuedToken{token, times[0], times[1], times[2]}, nil
}

// GenerateBatch makes one token for each user id, in their order, with one reading of the clock. A
// user id that is refused (3), or with which the payload does not fit (7), has its error at its own
// index; the others still get their tokens.
//
// Errors of the whole call, the first that applies: 8 for the zero RoomPrivileges, 7 for nil, 13,
// 6, 94.
func (g *Generator) GenerateBatch(
	userIDs []string, ttl time.Duration, payload Payload,
) ([]BatchResult, error) {
	handle, content, err := g.ready(payload)
	if err != nil {
		return nil, err
	}
	results := make([]BatchResult, len(userIDs))
	status := handle.batch(userIDs, wholeSeconds(ttl), content, unixNow(g.clock), results)
	if status != statusOK {
		return nil, failure(status)
	}
	return results, nil
}

// Format shows no secret.
func (g Generator) Format(state fmt.State, _ rune) { redacted(state, "Generator") }

// IssuedToken is a token with its timestamps, in unix seconds. encoding/json writes the four fields.
type IssuedToken struct {
	// Token is a credential: give it only to its user.
	Token string `json:"token"`
	// IssuedAt is the time of issue.
	IssuedAt int64 `json:"issued_at"`
	// ExpiresAt is the time from which the token is refused.
	ExpiresAt int64 `json:"expires_at"`
	// RefreshAt is when to fetch a new one: 30 seconds before the expiry, not before the issue.
	RefreshAt int64 `json:"refresh_at"`
}

// IssuedTime is the time of issue.
func (t IssuedToken) IssuedTime() time.Time { return time.Unix(t.IssuedAt, 0) }

// ExpiresTime is the time from which the token is refused.
func (t IssuedToken) ExpiresTime() time.Time { return time.Unix(t.ExpiresAt, 0) }

// RefreshTime is when to fetch a new token.
func (t IssuedToken) RefreshTime() time.Time { return time.Unix(t.RefreshAt, 0) }

// Format does not show the token.
func (t IssuedToken) Format(state fmt.State, _ rune) { redacted(state, "IssuedToken") }

// BatchResult is one token of a batch, or its error.
type BatchResult struct {
	// Token is empty when there is an error.
	Token string
	// Err is nil, or an [*Error].
	Err error
}

// Format does not show the token.
func (r BatchResult) Format(state fmt.State, _ rune) { redacted(state, "BatchResult") }

// MarshalJSON writes {"token":...} or {"error":{"code","name","message"}}.
func (r BatchResult) MarshalJSON() ([]byte, error) {
	if r.Err != nil {
		return json.Marshal(struct {
			Error error `json:"error"`
		}{r.Err})
	}
	return json.Marshal(struct {
		Token string `json:"token"`
	}{r.Token})
}
