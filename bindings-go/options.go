package token04

import (
	"fmt"
	"time"
)

// Mode is how a token is encrypted.
type Mode string

const (
	// CBC is what every client SDK and server of the vendor reads, and the default. Nothing
	// protects the claims of such a token against changes.
	CBC Mode = "cbc"
	// GCM protects the claims as well. Use it where all that reads your tokens is new enough.
	GCM Mode = "gcm"
)

// number is the mode's in the core; any other text becomes one that the core refuses.
func (m Mode) number() int32 {
	switch m {
	case CBC:
		return modeCBC
	case GCM:
		return modeGCM
	}
	return -1
}

const (
	modeCBC int32 = 0
	modeGCM int32 = 1
)

func modeOf(number int32) Mode {
	if number == modeGCM {
		return GCM
	}
	return CBC
}

// GeneratorOption is for [NewGenerator]: [WithMode], [WithClock].
type GeneratorOption interface{ applyGenerator(*generatorConfig) }

// VerifierOption is for [NewVerifier]: [WithPreviousSecrets], [WithLeeway], [WithClock],
// [RequireAuthenticated].
type VerifierOption interface{ applyVerifier(*verifierConfig) }

// ExplainOption is for [Explain]: [WithSecret], [WithApp], [WithUser], [WithRoom], [WithStream],
// [WithKit], [WithLeeway], [WithClock].
type ExplainOption interface{ applyExplain(*explainConfig) }

type generatorConfig struct {
	mode  int32
	clock func() time.Time
}

type verifierConfig struct {
	previous      []string
	leeway        int64
	authenticated bool
	clock         func() time.Time
}

type explainConfig struct {
	secret   *string
	appID    int64
	expected expectations
	kind     int32
	leeway   int64
	clock    func() time.Time
}

type generatorFunc func(*generatorConfig)

func (f generatorFunc) applyGenerator(config *generatorConfig) { f(config) }

type verifierFunc func(*verifierConfig)

func (f verifierFunc) applyVerifier(config *verifierConfig) { f(config) }

type explainFunc func(*explainConfig)

func (f explainFunc) applyExplain(config *explainConfig) { f(config) }

// WithMode chooses how tokens are encrypted; [CBC] if not given. A mode that is neither CBC nor GCM
// is error 10.
func WithMode(mode Mode) GeneratorOption {
	return generatorFunc(func(config *generatorConfig) { config.mode = mode.number() })
}

// ClockOption is that of [WithClock].
type ClockOption struct{ clock func() time.Time }

// WithClock takes the time from a function in place of time.Now. It is called once in each call
// that depends on the time, from any goroutine.
func WithClock(clock func() time.Time) ClockOption { return ClockOption{clock} }

func (o ClockOption) applyGenerator(config *generatorConfig) { config.clock = o.clock }
func (o ClockOption) applyVerifier(config *verifierConfig)   { config.clock = o.clock }
func (o ClockOption) applyExplain(config *explainConfig)     { config.clock = o.clock }

// LeewayOption is that of [WithLeeway].
type LeewayOption struct{ seconds int64 }

// WithLeeway sets the tolerance for clocks that differ: whole seconds, at least 0, 30 seconds if
// not given. Anything else is error 11.
func WithLeeway(leeway time.Duration) LeewayOption { return LeewayOption{wholeSeconds(leeway)} }

func (o LeewayOption) applyVerifier(config *verifierConfig) { config.leeway = o.seconds }
func (o LeewayOption) applyExplain(config *explainConfig)   { config.leeway = o.seconds }

// WithPreviousSecrets adds secrets from before a rotation that are still accepted. One that is not
// exactly 32 bytes is error 5.
func WithPreviousSecrets(secrets ...string) VerifierOption {
	return verifierFunc(func(config *verifierConfig) {
		config.previous = append(config.previous, secrets...)
	})
}

// RequireAuthenticated refuses CBC tokens, of which anybody in between could have changed the
// claims, with error 38.
func RequireAuthenticated() VerifierOption {
	return verifierFunc(func(config *verifierConfig) { config.authenticated = true })
}

// Expectation is what a token must be for: [WithUser], [WithRoom], [WithStream].
type Expectation struct {
	what  int
	value string
}

// The zero Expectation names an empty user, which no token is for.
const (
	expectUser = iota
	expectRoom
	expectStream
)

// WithUser demands a token of this user. The empty text is a name as well, and one that never
// matches: a session without a user lets nobody in.
func WithUser(userID string) Expectation { return Expectation{expectUser, userID} }

// WithRoom demands that the token allows logging in to this room. The empty text never matches.
func WithRoom(roomID string) Expectation { return Expectation{expectRoom, roomID} }

// WithStream demands that the token allows publishing this stream. The empty text never matches.
func WithStream(streamID string) Expectation { return Expectation{expectStream, streamID} }

// Format shows no id.
func (e Expectation) Format(state fmt.State, _ rune) { redacted(state, "Expectation") }

func (e Expectation) applyExplain(config *explainConfig) { config.expected.name(e) }

// expectations by what they are of; nil is not named.
type expectations [3]*string

// name adds one. Naming two different values for one thing is naming none that matches.
func (named *expectations) name(one Expectation) {
	before := named[one.what]
	if before != nil && *before != one.value {
		one.value = ""
	}
	named[one.what] = &one.value
}

// WithSecret explains with a secret at hand: as it is configured, of any length, since it is one of
// the things that may be wrong.
func WithSecret(secret string) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.secret = &secret })
}

// WithApp says which app the token should be for.
func WithApp(appID int64) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.appID = given(appID) })
}

// WithKit says whether the token should be one of the web UI kit (true) or a plain one (false).
func WithKit(kit bool) ExplainOption {
	return explainFunc(func(config *explainConfig) {
		config.kind = 0
		if kit {
			config.kind = 1
		}
	})
}

// redacted is what package fmt prints of values that hold secrets, tokens or claims.
func redacted(state fmt.State, name string) {
	_, _ = fmt.Fprintf(state, "token04.%s{...}", name)
}
