package token04

import "encoding/json"

// Code is a number of the error table, the same in every language of token04.
type Code int32

// begin: codes

// The error table. [Code.Message] says what each means and what was expected.
const (
	CodeAppIDInvalid         Code = 1
	CodeUserIDInvalid        Code = 3
	CodeSecretInvalid        Code = 5
	CodeEffectiveTimeInvalid Code = 6
	CodePayloadInvalid       Code = 7
	CodeRoomIDInvalid        Code = 8
	CodeStreamIDInvalid      Code = 9
	CodeModeInvalid          Code = 10
	CodeLeewayInvalid        Code = 11
	CodePrivilegesEmpty      Code = 12
	CodeNowInvalid           Code = 13
	CodeTokenFormat          Code = 20
	CodeDecryptFailed        Code = 23
	CodeClaimsInvalid        Code = 24
	CodeAppIDMismatch        Code = 30
	CodeUserIDMismatch       Code = 31
	CodeExpired              Code = 32
	CodeNotYetValid          Code = 33
	CodeExpireMismatch       Code = 34
	CodeRoomNotAllowed       Code = 35
	CodeStreamNotAllowed     Code = 36
	CodePrivilegesAbsent     Code = 37
	CodeUnauthenticated      Code = 38
	CodeInternal             Code = 90
	CodeNullPointer          Code = 91
	CodeRandomUnavailable    Code = 94
)

// end: codes

// The statuses that the engines return for success and for an internal failure.
const (
	statusOK       int32 = 0
	statusInternal       = int32(CodeInternal)
)

// begin: statuses

// A buffer was too small; no caller sees it.
const statusTooSmall int32 = 92

// end: statuses

// begin: errors

// Errors to compare with by errors.Is, one for each code.
var (
	ErrAppIDInvalid         error = &Error{Code: CodeAppIDInvalid}
	ErrUserIDInvalid        error = &Error{Code: CodeUserIDInvalid}
	ErrSecretInvalid        error = &Error{Code: CodeSecretInvalid}
	ErrEffectiveTimeInvalid error = &Error{Code: CodeEffectiveTimeInvalid}
	ErrPayloadInvalid       error = &Error{Code: CodePayloadInvalid}
	ErrRoomIDInvalid        error = &Error{Code: CodeRoomIDInvalid}
	ErrStreamIDInvalid      error = &Error{Code: CodeStreamIDInvalid}
	ErrModeInvalid          error = &Error{Code: CodeModeInvalid}
	ErrLeewayInvalid        error = &Error{Code: CodeLeewayInvalid}
	ErrPrivilegesEmpty      error = &Error{Code: CodePrivilegesEmpty}
	ErrNowInvalid           error = &Error{Code: CodeNowInvalid}
	ErrTokenFormat          error = &Error{Code: CodeTokenFormat}
	ErrDecryptFailed        error = &Error{Code: CodeDecryptFailed}
	ErrClaimsInvalid        error = &Error{Code: CodeClaimsInvalid}
	ErrAppIDMismatch        error = &Error{Code: CodeAppIDMismatch}
	ErrUserIDMismatch       error = &Error{Code: CodeUserIDMismatch}
	ErrExpired              error = &Error{Code: CodeExpired}
	ErrNotYetValid          error = &Error{Code: CodeNotYetValid}
	ErrExpireMismatch       error = &Error{Code: CodeExpireMismatch}
	ErrRoomNotAllowed       error = &Error{Code: CodeRoomNotAllowed}
	ErrStreamNotAllowed     error = &Error{Code: CodeStreamNotAllowed}
	ErrPrivilegesAbsent     error = &Error{Code: CodePrivilegesAbsent}
	ErrUnauthenticated      error = &Error{Code: CodeUnauthenticated}
	ErrInternal             error = &Error{Code: CodeInternal}
	ErrNullPointer          error = &Error{Code: CodeNullPointer}
	ErrRandomUnavailable    error = &Error{Code: CodeRandomUnavailable}
)

// end: errors

// Error is every failure of this package.
type Error struct {
	// Code never changes its meaning.
	Code Code
	// sentence replaces the message if more is known; otherwise "".
	sentence string
}

// Error is "token04: " and the message of the code. An error of the environment names the variable
// before the message.
func (e *Error) Error() string {
	if e.sentence != "" {
		return "token04: " + e.sentence
	}
	return "token04: " + e.Message()
}

// Name is the stable name of the code, such as "user_id_invalid".
func (e *Error) Name() string { return e.Code.Name() }

// Message says what is wrong and what is expected: a constant of the code, without a secret or a
// claim.
func (e *Error) Message() string { return e.Code.Message() }

// MarshalJSON writes code, name and message.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Code    Code   `json:"code"`
		Name    string `json:"name"`
		Message string `json:"message"`
	}{e.Code, e.Name(), e.Message()})
}

// Is reports whether target is an error of the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// Name is the stable name of the code, such as "user_id_invalid"; "unknown" for any other number.
func (c Code) Name() string { return engineErrorName(int32(c)) }

// Message says what the code means and what is expected; "unknown" for any other number.
func (c Code) Message() string { return engineErrorMessage(int32(c)) }

// failure is the error of a status; nil for success.
func failure(status int32) error {
	if status == statusOK {
		return nil
	}
	failed := &Error{Code: Code(status)}
	if fault := engineFault(); status == statusInternal && fault != "" {
		failed.sentence = fault + ": " + failed.Message()
	}
	return failed
}

// notMade is the error for a nil or zero value that no New function made.
func notMade(about string) error {
	return &Error{Code: CodeNullPointer, sentence: about + ": " + CodeNullPointer.Message()}
}
