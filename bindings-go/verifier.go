package token04

import (
	"fmt"
	"time"
)

// Verifier verifies tokens with prepared keys. It is immutable: make one and share it between all
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
// bytes, unchanged.
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

// verification is what a call checks: the kind of the call, and the ids that were passed to it.
type verification struct {
	kind                     int
	userID, roomID, streamID string
}

const (
	checkToken = iota
	checkUser
	checkLogin
	checkPublish
)

// Verify checks that token04 made the token, for this app, and that it is valid now. The result
// says who the user is; comparing that is up to you. If you know who the user should be, use
// [Verifier.VerifyUser].
//
// Errors, the first that applies: 13, 20, 38, 24, 34, 30, 32, 33.
func (v *Verifier) Verify(token string) (*VerifiedToken, error) {
	return v.verify(token, &verification{kind: checkToken})
}

// VerifyUser is [Verifier.Verify], and the token is this user's. An empty user id never matches.
//
// Errors, the first that applies: those of Verify, 31.
func (v *Verifier) VerifyUser(token, userID string) (*VerifiedToken, error) {
	return v.verify(token, &verification{kind: checkUser, userID: userID})
}

// VerifyLogin is [Verifier.VerifyUser], and the token allows logging in to this room. An empty id
// never matches.
//
// Errors, the first that applies: those of Verify, 31, 37, 35.
func (v *Verifier) VerifyLogin(token, userID, roomID string) (*VerifiedToken, error) {
	return v.verify(token, &verification{kind: checkLogin, userID: userID, roomID: roomID})
}

// VerifyPublish is [Verifier.VerifyUser], and the token is for this room and allows publishing this
// stream. The right to log in is not needed. An empty id never matches.
//
// Errors, the first that applies: those of Verify, 31, 37, 35, 36.
func (v *Verifier) VerifyPublish(token, userID, roomID, streamID string) (*VerifiedToken, error) {
	return v.verify(token, &verification{checkPublish, userID, roomID, streamID})
}

func (v *Verifier) verify(token string, expected *verification) (*VerifiedToken, error) {
	if v == nil || v.handle == nil {
		return nil, notMade("a Verifier that NewVerifier did not make")
	}
	verified, status := v.handle.verify(token, expected, unixNow(v.clock))
	if status != statusOK {
		return nil, failure(status)
	}
	return verified, nil
}

// Format shows no secret.
func (v Verifier) Format(state fmt.State, _ rune) { redacted(state, "Verifier") }
