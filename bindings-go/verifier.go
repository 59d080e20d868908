package token04

import (
	"fmt"
	"time"
)

// Verifier judges tokens with prepared keys. It never changes: make one and share it between all
// goroutines.
//
// It accepts only tokens that token04 made under one of its secrets: the initialisation vector of such a
// token is a MAC of its content, in both modes. Tokens of other generators, and tokens that were changed,
// are error 38.
type Verifier struct {
	handle *verifierHandle
	clock  func() time.Time
}

// NewVerifier prepares the keys. appID is 1 to 4294967295, secret the ServerSecret of exactly 32
// bytes, as it is.
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

// question is what is asked about a token.
type question struct {
	kind                     int
	userID, roomID, streamID string
}

const (
	askToken = iota
	askUser
	askLogin
	askPublish
)

// Verify judges a token by itself: who made it, its app and its time. The result says who the user is,
// for you to compare. When you know who the user should be, use [Verifier.VerifyUser].
//
// Errors, the first that applies: 13, 20, 38, 24, 34, 30, 32, 33.
func (v *Verifier) Verify(token string) (*VerifiedToken, error) {
	return v.ask(token, &question{kind: askToken})
}

// VerifyUser is [Verifier.Verify], and the token is this user's. An empty user id never matches.
//
// Errors, the first that applies: those of Verify, 31.
func (v *Verifier) VerifyUser(token, userID string) (*VerifiedToken, error) {
	return v.ask(token, &question{kind: askUser, userID: userID})
}

// VerifyLogin is [Verifier.VerifyUser], and the token allows logging in to this room. An empty id
// never matches.
//
// Errors, the first that applies: those of Verify, 31, 37, 35.
func (v *Verifier) VerifyLogin(token, userID, roomID string) (*VerifiedToken, error) {
	return v.ask(token, &question{kind: askLogin, userID: userID, roomID: roomID})
}

// VerifyPublish is [Verifier.VerifyUser], and the token is for this room and allows publishing this
// stream. The right to log in is not needed. An empty id never matches.
//
// Errors, the first that applies: those of Verify, 31, 37, 35, 36.
func (v *Verifier) VerifyPublish(token, userID, roomID, streamID string) (*VerifiedToken, error) {
	return v.ask(token, &question{askPublish, userID, roomID, streamID})
}

func (v *Verifier) ask(token string, about *question) (*VerifiedToken, error) {
	if v == nil || v.handle == nil {
		return nil, notMade("a Verifier that NewVerifier did not make")
	}
	verified, status := v.handle.verify(token, about, unixNow(v.clock))
	if status != statusOK {
		return nil, failure(status)
	}
	return verified, nil
}

// Format shows no secret.
func (v Verifier) Format(state fmt.State, _ rune) { redacted(state, "Verifier") }
