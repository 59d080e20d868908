package token04

import "os"

// The environment variables that are read.
const (
	appIDVariable          = "ZEGO_APP_ID"
	secretVariable         = "ZEGO_SERVER_SECRET"
	previousSecretVariable = "ZEGO_PREVIOUS_SERVER_SECRET"
)

// GeneratorFromEnv is [NewGenerator] with the environment variables ZEGO_APP_ID and
// ZEGO_SERVER_SECRET. An error of one of them, 1 or 5, names the variable.
func GeneratorFromEnv(options ...GeneratorOption) (*Generator, error) {
	secret := variable(secretVariable)
	appID, err := checkedEnv(secret, nil)
	if err != nil {
		return nil, err
	}
	return NewGenerator(appID, *secret, options...)
}

// VerifierFromEnv is [NewVerifier] with the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET
// and, when it is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET. An error of one of them, 1 or 5,
// names the variable.
func VerifierFromEnv(options ...VerifierOption) (*Verifier, error) {
	secret, previous := variable(secretVariable), variable(previousSecretVariable)
	appID, err := checkedEnv(secret, previous)
	if err != nil {
		return nil, err
	}
	if previous != nil && *previous != "" {
		options = append([]VerifierOption{WithPreviousSecrets(*previous)}, options...)
	}
	return NewVerifier(appID, *secret, options...)
}

// variable is the value of an environment variable; nil if it is not set.
func variable(name string) *string {
	if value, set := os.LookupEnv(name); set {
		return &value
	}
	return nil
}

// checkedEnv returns the app id after the core has accepted the values.
func checkedEnv(secret, previous *string) (int64, error) {
	appID, which, fault, status := engineEnvironment(variable(appIDVariable), secret, previous)
	switch {
	case status == statusOK:
		return appID, nil
	case which == 0:
		return 0, failure(status)
	}
	return 0, &Error{Code: Code(status), sentence: engineEnvironmentMessage(which, fault)}
}
