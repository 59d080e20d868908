package token04

import (
	"encoding/json"
	"fmt"
)

// InspectedToken is what a token shows without its secret. None of it is verified.
type InspectedToken struct {
	// Version is "04".
	Version string `json:"version"`
	// Mode is how the token is encrypted.
	Mode Mode `json:"mode"`
	// Expire is the expiry in the envelope, in unix seconds.
	Expire int64 `json:"expire"`
	// IVLength is the length of the initialisation vector, in bytes.
	IVLength int `json:"iv_length"`
	// CiphertextLength is the length of the encrypted claims, in bytes.
	CiphertextLength int `json:"ciphertext_length"`
	// Kit is the second part of a web UI kit token; nil for a plain token.
	Kit *InspectedKit `json:"kit"`
}

// InspectedKit is the second part of a web UI kit token, after the plain token.
type InspectedKit struct {
	UserID   string `json:"user_id"`
	RoomID   string `json:"room_id"`
	UserName string `json:"user_name"`
	AppID    int64  `json:"app_id"`
}

// Format shows no id.
func (k InspectedKit) Format(state fmt.State, _ rune) { redacted(state, "InspectedKit") }

// Inspect returns what a plain or web UI kit token shows without its secret.
//
// Errors: 20.
func Inspect(token string) (*InspectedToken, error) {
	text, status := engineInspect(token)
	if status != statusOK {
		return nil, failure(status)
	}
	inspected := new(InspectedToken)
	if json.Unmarshal([]byte(text), inspected) != nil {
		return nil, failure(statusInternal)
	}
	return inspected, nil
}

// Severity is how severe a finding is.
type Severity string

// From the most to the least severe. A good token has no finding above SeverityNote.
const (
	SeverityCritical Severity = "critical"
	SeverityError    Severity = "error"
	SeverityWarning  Severity = "warning"
	SeverityNote     Severity = "note"
)

// Finding is one thing that [Explain] found.
type Finding struct {
	// ID is stable, such as "secret_is_app_sign".
	ID string `json:"id"`
	// Severity is how severe it is.
	Severity Severity `json:"severity"`
	// Message says what is wrong. It may hold times and lengths, never a claim.
	Message string `json:"message"`
	// Advice says what to do.
	Advice string `json:"advice"`
	// SDKCodes are the codes with which the vendor's SDKs report it.
	SDKCodes []int64 `json:"sdk_codes"`
}

// Report is what [Explain] found, most likely cause first.
type Report struct {
	Findings []Finding `json:"findings"`
}

// Explain reports why a token was refused. Pass the token exactly as it was received. This is a
// developer's tool: never send its report to a remote client.
//
// Errors: none but 90.
func Explain(token string, options ...ExplainOption) (*Report, error) {
	config := explainConfig{appID: appIDNotGiven, kind: -1, leeway: engineDefaultLeeway()}
	for _, option := range options {
		option.applyExplain(&config)
	}
	text, status := engineExplain(token, &config, unixNow(config.clock))
	if status != statusOK {
		return nil, failure(status)
	}
	report := new(Report)
	if json.Unmarshal([]byte(text), report) != nil {
		return nil, failure(statusInternal)
	}
	return report, nil
}

// KitToken wraps a token for the vendor's web UI kit, which would otherwise make one in the
// browser, where it would need the secret. token is a plain token of this user; roomID is 1 to 128
// bytes, userID 1 to 64; appID is 1 to 4294967295.
//
// Errors, the first that applies: 1, 3, 8, 3 for a user name that is not UTF-8, 20.
func KitToken(token, roomID, userID, userName string, appID int64) (string, error) {
	kit, status := engineKitToken(token, roomID, userID, userName, appID)
	if status != statusOK {
		return "", failure(status)
	}
	return kit, nil
}

// Version is the version of the core and of this package.
func Version() string { return engineVersion() }

// Engine is "native" (the static library, by cgo) or "wasm".
func Engine() string { return engineName }
