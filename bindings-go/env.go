package token04

import "os"

const (
	appIDVariable          = "ZEGO_APP_ID"
	secretVariable         = "ZEGO_SERVER_SECRET"
	previousSecretVariable = "ZEGO_PREVIOUS_SERVER_SECRET"
)

// GeneratorFromEnv is [NewGenerator] with the environment variables ZEGO_APP_ID and
// ZEGO_SERVER_SECRET. An error of one of them, 1 or 5, names the variable.
func GeneratorFromEnv(options ...GeneratorOption) (*Generator, error) {
	appID, secret, err := credentialsFromEnv()
	if err != nil {
		return nil, err
	}
	return NewGenerator(appID, secret, options...)
}

// VerifierFromEnv is [NewVerifier] with the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET
// and, where it is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET. An error of one of them, 1 or 5,
// names the variable.
func VerifierFromEnv(options ...VerifierOption) (*Verifier, error) {
	appID, secret, err := credentialsFromEnv()
	if err != nil {
		return nil, err
	}
	if previous := os.Getenv(previousSecretVariable); previous != "" {
		if err := tried(appID, previous, previousSecretVariable); err != nil {
			return nil, err
		}
		options = append([]VerifierOption{WithPreviousSecrets(previous)}, options...)
	}
	return NewVerifier(appID, secret, options...)
}

func credentialsFromEnv() (appID int64, secret string, err error) {
	appID = engineAppIDFromText(os.Getenv(appIDVariable))
	secret = os.Getenv(secretVariable)
	return appID, secret, tried(appID, secret, secretVariable)
}

// tried makes a generator of one secret alone, so that an error can name the variable it is of.
func tried(appID int64, secret, variable string) error {
	_, err := NewGenerator(appID, secret)
	failed, ok := err.(*Error)
	if !ok {
		return err
	}
	switch failed.Code {
	case CodeAppIDInvalid:
		failed.about = found(appIDVariable)
	case CodeSecretInvalid:
		failed.about = found(variable)
	}
	return failed
}

// found says what a variable is that was not accepted.
func found(variable string) string {
	value, set := os.LookupEnv(variable)
	switch {
	case !set:
		return "environment variable " + variable + " is not set"
	case value == "":
		return "environment variable " + variable + " is empty"
	}
	return "environment variable " + variable + " is refused"
}
