package token04

import "os"

const (
	appIDVariable          = "ZEGO_APP_ID"
	secretVariable         = "ZEGO_SERVER_SECRET"
	previousSecretVariable = "ZEGO_PREVIOUS_SERVER_SECRET"
)

// GeneratorFromEnv is [NewGenerator] with the environment variables ZEGO_APP_ID and
// ZEGO_SERVER_SECRET. One that is not set has the error of a bad one: 1 or 5.
func GeneratorFromEnv(options ...GeneratorOption) (*Generator, error) {
	appID := engineAppIDFromText(os.Getenv(appIDVariable))
	return NewGenerator(appID, os.Getenv(secretVariable), options...)
}

// VerifierFromEnv is [NewVerifier] with the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET
// and, where it is set, ZEGO_PREVIOUS_SERVER_SECRET. One that is not set has the error of a bad one:
// 1 or 5.
func VerifierFromEnv(options ...VerifierOption) (*Verifier, error) {
	appID := engineAppIDFromText(os.Getenv(appIDVariable))
	if previous, set := os.LookupEnv(previousSecretVariable); set {
		options = append([]VerifierOption{WithPreviousSecrets(previous)}, options...)
	}
	return NewVerifier(appID, os.Getenv(secretVariable), options...)
}
