package token04

// Code is a number of the error table, the same in every language that token04 speaks.
type Code int32

// The error table. What each means, and what was expected, says [Code.Message].
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
	CodeRandomUnavailable    Code = 94
)

// Statuses of the engines that no caller sees.
const (
	statusOK       int32 = 0
	statusInternal       = int32(CodeInternal)
	statusTooSmall int32 = 92
)

// Errors to compare with by errors.Is, one for each code.
var (
	ErrAppIDInvalid         error = &Error{CodeAppIDInvalid}
	ErrUserIDInvalid        error = &Error{CodeUserIDInvalid}
	ErrSecretInvalid        error = &Error{CodeSecretInvalid}
	ErrEffectiveTimeInvalid error = &Error{CodeEffectiveTimeInvalid}
	ErrPayloadInvalid       error = &Error{CodePayloadInvalid}
	ErrRoomIDInvalid        error = &Error{CodeRoomIDInvalid}
	ErrStreamIDInvalid      error = &Error{CodeStreamIDInvalid}
	ErrModeInvalid          error = &Error{CodeModeInvalid}
	ErrLeewayInvalid        error = &Error{CodeLeewayInvalid}
	ErrTokenFormat          error = &Error{CodeTokenFormat}
	ErrDecryptFailed        error = &Error{CodeDecryptFailed}
	ErrClaimsInvalid        error = &Error{CodeClaimsInvalid}
	ErrAppIDMismatch        error = &Error{CodeAppIDMismatch}
	ErrUserIDMismatch       error = &Error{CodeUserIDMismatch}
	ErrExpired              error = &Error{CodeExpired}
	ErrNotYetValid          error = &Error{CodeNotYetValid}
	ErrExpireMismatch       error = &Error{CodeExpireMismatch}
	ErrRoomNotAllowed       error = &Error{CodeRoomNotAllowed}
	ErrStreamNotAllowed     error = &Error{CodeStreamNotAllowed}
	ErrPrivilegesAbsent     error = &Error{CodePrivilegesAbsent}
	ErrUnauthenticated      error = &Error{CodeUnauthenticated}
	ErrInternal             error = &Error{CodeInternal}
	ErrRandomUnavailable    error = &Error{CodeRandomUnavailable}
)

// Error is every failure of this package. Its text is a constant of its code.
type Error struct {
	// Code is stable for ever.
	Code Code
}

// Error is the message of the code.
func (e *Error) Error() string { return e.Code.Message() }

// Name is the stable name of the code, such as "user_id_invalid".
func (e *Error) Name() string { return e.Code.Name() }

// Message says what is wrong and what is expected. It holds no secret and no claim.
func (e *Error) Message() string { return e.Code.Message() }

// Is tells whether target is an error of the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// Name is the stable name of the code, such as "user_id_invalid"; "unknown" of any other number.
func (c Code) Name() string { return engineErrorName(int32(c)) }

// Message says what the code means and what is expected; "unknown" of any other number.
func (c Code) Message() string { return engineErrorMessage(int32(c)) }

// failure is the error of a status; nil of success.
func failure(status int32) error {
	if status == statusOK {
		return nil
	}
	return &Error{Code(status)}
}
