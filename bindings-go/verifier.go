package token04

import (
	"fmt"
	"time"
)

// Verifier judges tokens with prepared keys. It never changes: make one and share it between all
// goroutines.
type Verifier struct {
	handle *verifierHandle
	clock  func() time.Time
}

// NewVerifier prepares the keys. appID is 1 to 4294967295, secret the ServerSecret of exactly 32
// bytes, as it stands.
//
// Errors, the first that applies: 1, 5, 11.
func NewVerifier(appID int64, secret string, options ...VerifierOption) (*Verifier, error) {
	config := verifierConfig{leeway: engineDefaultLeeway()}
	for _, option := range options {
		option.applyVerifier(&config)
	}
	handle, status := newVerifierHandle(appID, secret, &config)
	if status != statusOK {
		return nil, failure(status)
	}
	return &Verifier{handle, config.clock}, nil
}

// errNoVerifier is the answer of one that NewVerifier did not make.
var errNoVerifier = notMade("a Verifier that NewVerifier did not make")

// Verify judges a token: its app, its moment, and what is named. Without WithUser it says nothing
// of who the user is. For a token that only publishes name the stream, not the room, and compare
// Privileges.RoomID.
//
// Errors, the first that applies: 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36.
func (v *Verifier) Verify(token string, expected ...Expectation) (*VerifiedToken, error) {
	if v == nil || v.handle == nil {
		return nil, errNoVerifier
	}
	var named expectations
	for _, one := range expected {
		named.name(one)
	}
	verified, status := v.handle.verify(token, &named, moment(v.clock))
	if status != statusOK {
		return nil, failure(status)
	}
	return verified, nil
}

// Format shows no secret.
func (v Verifier) Format(state fmt.State, _ rune) { redacted(state, "Verifier") }
