package token04

import (
	"fmt"
	"time"
)

// Mode is how a token is encrypted.
type Mode string

const (
	// CBC is the default; every client SDK and server of the vendor reads it.
	CBC Mode = "cbc"
	// GCM is newer. Use it where everything that reads your tokens supports it.
	GCM Mode = "gcm"
)

// number is the number of the mode in the core; any other string becomes one that the core refuses.
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

// VerifierOption is for [NewVerifier]: [WithPreviousSecrets], [WithLeeway], [WithClock].
type VerifierOption interface{ applyVerifier(*verifierConfig) }

// ExplainOption is for [Explain]: [WithSecret], [WithApp], [WithUser], [WithRoom], [WithStream],
// [WithKit], [WithLeeway], [WithClock].
type ExplainOption interface{ applyExplain(*explainConfig) }

type generatorConfig struct {
	mode  int32
	clock func() time.Time
}

type verifierConfig struct {
	previous []string
	leeway   int64
	clock    func() time.Time
}

type explainConfig struct {
	appID  int64
	kind   int32
	leeway int64
	clock  func() time.Time
	// nil means not given.
	secret, userID, roomID, streamID *string
}

type generatorFunc func(*generatorConfig)

func (f generatorFunc) applyGenerator(config *generatorConfig) { f(config) }

type verifierFunc func(*verifierConfig)

func (f verifierFunc) applyVerifier(config *verifierConfig) { f(config) }

type explainFunc func(*explainConfig)

func (f explainFunc) applyExplain(config *explainConfig) { f(config) }

// WithMode sets how tokens are encrypted; [CBC] if not given. A mode that is neither CBC nor GCM
// is error 10.
func WithMode(mode Mode) GeneratorOption {
	return generatorFunc(func(config *generatorConfig) { config.mode = mode.number() })
}

// ClockOption is the option that [WithClock] returns.
type ClockOption struct{ clock func() time.Time }

// WithClock takes the time from a function instead of time.Now. It is called once in each call
// that depends on the time, from any goroutine.
func WithClock(clock func() time.Time) ClockOption { return ClockOption{clock} }

func (o ClockOption) applyGenerator(config *generatorConfig) { config.clock = o.clock }
func (o ClockOption) applyVerifier(config *verifierConfig)   { config.clock = o.clock }
func (o ClockOption) applyExplain(config *explainConfig)     { config.clock = o.clock }

// LeewayOption is the option that [WithLeeway] returns.
type LeewayOption struct{ seconds int64 }

// WithLeeway sets how far clocks may differ: whole seconds, at least 0, 30 seconds if not given.
// Anything else is error 11.
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

// WithUser says which user the token should be for.
func WithUser(userID string) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.userID = &userID })
}

// WithRoom says which room the token should allow logging in to.
func WithRoom(roomID string) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.roomID = &roomID })
}

// WithStream says which stream the token should allow publishing.
func WithStream(streamID string) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.streamID = &streamID })
}

// WithSecret gives the secret as it is configured, of any length: it may be the cause.
func WithSecret(secret string) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.secret = &secret })
}

// WithApp says which app the token should be for.
func WithApp(appID int64) ExplainOption {
	return explainFunc(func(config *explainConfig) { config.appID = max(appID, appIDNotGiven+1) })
}

// WithKit says whether the token should be a web UI kit token (true) or a plain one (false).
func WithKit(kit bool) ExplainOption {
	return explainFunc(func(config *explainConfig) {
		config.kind = 0
		if kit {
			config.kind = 1
		}
	})
}

// redacted is what package fmt prints for values that hold secrets, tokens or claims.
func redacted(state fmt.State, name string) {
	_, _ = fmt.Fprintf(state, "token04.%s{...}", name)
}
