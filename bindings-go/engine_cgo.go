//go:build cgo && (darwin || linux) && (amd64 || arm64) && !token04_wasm

package token04

// #cgo linux,amd64,!token04_musl LDFLAGS: ${SRCDIR}/lib/linux_amd64/libtoken04.a -lpthread -ldl -lm
// #cgo linux,arm64,!token04_musl LDFLAGS: ${SRCDIR}/lib/linux_arm64/libtoken04.a -lpthread -ldl -lm
// #cgo linux,amd64,token04_musl LDFLAGS: ${SRCDIR}/lib/linux_amd64_musl/libtoken04.a
// #cgo linux,arm64,token04_musl LDFLAGS: ${SRCDIR}/lib/linux_arm64_musl/libtoken04.a
// #cgo darwin,amd64 LDFLAGS: ${SRCDIR}/lib/darwin_amd64/libtoken04.a
// #cgo darwin,arm64 LDFLAGS: ${SRCDIR}/lib/darwin_arm64/libtoken04.a
// #include "token04.h"
import "C"

import (
	"runtime"
	"strings"
	"unsafe"

	_ "github.com/token04/token04-go/lib/darwin_amd64" // so that vendoring keeps the libraries
	_ "github.com/token04/token04-go/lib/darwin_arm64"
	_ "github.com/token04/token04-go/lib/linux_amd64"
	_ "github.com/token04/token04-go/lib/linux_amd64_musl"
	_ "github.com/token04/token04-go/lib/linux_arm64"
	_ "github.com/token04/token04-go/lib/linux_arm64_musl"
)

const engineName = "native"

// A buffer of this size, on the goroutine's stack, is enough for nearly every result; if not, the
// library returns the size that is.
const stackBytes = 640

// C reads the bytes of Go's strings in place and keeps no pointer to them.
func chars(text string) *C.char { return (*C.char)(unsafe.Pointer(unsafe.StringData(text))) }

func size(text string) C.size_t { return C.size_t(len(text)) }

func room(buffer []byte) *C.char { return (*C.char)(unsafe.Pointer(unsafe.SliceData(buffer))) }

func sizes(lengths []uintptr) *C.size_t {
	return (*C.size_t)(unsafe.Pointer(unsafe.SliceData(lengths)))
}

// emptyText is where an empty string that is given points: NULL is not given.
var emptyText = [1]byte{}

func named(text *string) (*C.char, C.size_t) {
	switch {
	case text == nil:
		return nil, 0
	case *text == "":
		return (*C.char)(unsafe.Pointer(&emptyText)), 0
	}
	return chars(*text), size(*text)
}

// joined returns the strings one after the other, and the length of each. A string over the limit of
// its field is cut one byte after it: the core refuses it as it would have refused all of it.
func joined(all []string, limit int) (string, []uintptr) {
	lengths := make([]uintptr, len(all))
	var text strings.Builder
	for index, one := range all {
		one = one[:min(len(one), limit+1)]
		lengths[index] = uintptr(len(one))
		_, _ = text.WriteString(one)
	}
	return text.String(), lengths
}

// The garbage collector does not see what the library holds for a handle. Each handle weighs as much
// in Go's memory for every key it has, so that those nobody holds are found as soon as if it did.
const keyWeight = 1024

type generatorHandle struct {
	pointer *C.token04_generator
	_       [keyWeight]byte
}

func newGeneratorHandle(appID int64, secret string, mode int32) (*generatorHandle, int32) {
	var pointer *C.token04_generator
	status := C.token04_generator_new(
		C.int64_t(appID), chars(secret), size(secret), C.int32_t(mode), &pointer)
	if int32(status) != statusOK {
		return nil, int32(status)
	}
	handle := &generatorHandle{pointer: pointer}
	runtime.SetFinalizer(handle, func(handle *generatorHandle) {
		C.token04_generator_free(handle.pointer)
	})
	return handle, statusOK
}

func (h *generatorHandle) generate(
	userID string, ttl int64, payload string, now int64,
) (string, int32) {
	var buffer [stackBytes]byte
	token, needed, status := h.generateInto(buffer[:], userID, ttl, payload, now)
	if status == statusTooSmall {
		token, _, status = h.generateInto(make([]byte, needed), userID, ttl, payload, now)
	}
	return token, status
}

func (h *generatorHandle) generateInto(
	buffer []byte, userID string, ttl int64, payload string, now int64,
) (string, C.size_t, int32) {
	var length C.size_t
	status := int32(C.token04_generator_generate(
		h.pointer, chars(userID), size(userID), C.int64_t(ttl), chars(payload), size(payload),
		C.int64_t(now), room(buffer), C.size_t(len(buffer)), &length))
	runtime.KeepAlive(h)
	return result(buffer, length, status)
}

// result is the string in a buffer, or the length that is needed.
func result(buffer []byte, length C.size_t, status int32) (string, C.size_t, int32) {
	if status != statusOK {
		return "", length, status
	}
	return string(buffer[:length]), length, status
}

func (h *generatorHandle) issue(
	userID string, ttl int64, payload string, now int64,
) (string, [3]int64, int32) {
	var buffer [stackBytes]byte
	token, times, needed, status := h.issueInto(buffer[:], userID, ttl, payload, now)
	if status == statusTooSmall {
		token, times, _, status = h.issueInto(make([]byte, needed), userID, ttl, payload, now)
	}
	return token, times, status
}

func (h *generatorHandle) issueInto(
	buffer []byte, userID string, ttl int64, payload string, now int64,
) (string, [3]int64, C.size_t, int32) {
	var length C.size_t
	var times [3]int64
	status := int32(C.token04_generator_issue(
		h.pointer, chars(userID), size(userID), C.int64_t(ttl), chars(payload), size(payload),
		C.int64_t(now), (*C.int64_t)(unsafe.Pointer(&times)),
		room(buffer), C.size_t(len(buffer)), &length))
	runtime.KeepAlive(h)
	token, needed, status := result(buffer, length, status)
	return token, times, needed, status
}

// Rows of a batch that C fills in one call: enough to encrypt many side by side, and few enough for
// the memory to be no burden.
const (
	batchRows  = 256
	batchBytes = 1 << 20
)

func (h *generatorHandle) batch(
	userIDs []string, ttl int64, payload string, now int64, results []BatchResult,
) int32 {
	// For plain strings; a row that needs more says so and is made again alone. With a payload that
	// is longer than any token no row needs more: each is refused.
	stride := stackBytes
	if len(payload) <= C.TOKEN04_TOKEN_MAX {
		stride += 2 * len(payload)
	}
	most := min(batchRows, max(1, batchBytes/stride))
	out := make([]byte, min(len(userIDs), most)*stride)
	lengths, statuses := make([]uintptr, most), make([]int32, most)
	for {
		rows := min(len(userIDs), most)
		text, textLengths := joined(userIDs[:rows], C.TOKEN04_USER_ID_MAX)
		status := int32(C.token04_generator_batch(
			h.pointer, chars(text), sizes(textLengths), C.size_t(rows), C.int64_t(ttl),
			chars(payload), size(payload), C.int64_t(now), room(out), C.size_t(stride),
			sizes(lengths), (*C.int32_t)(unsafe.Pointer(unsafe.SliceData(statuses)))))
		runtime.KeepAlive(h)
		if status != statusOK {
			return status
		}
		for row := 0; row < rows; row++ {
			token, status := "", statuses[row]
			switch status {
			case statusOK:
				token = string(out[row*stride:][:lengths[row]])
			case statusTooSmall:
				token, status = h.generate(userIDs[row], ttl, payload, now)
				if status == int32(CodeRandomUnavailable) {
					return status
				}
			}
			results[row] = BatchResult{token, failure(status)}
		}
		userIDs, results = userIDs[rows:], results[rows:]
		if len(userIDs) == 0 {
			return statusOK
		}
	}
}

type verifierHandle struct {
	pointer *C.token04_verifier
	_       []byte
}

func newVerifierHandle(appID int64, secret string, config *verifierConfig) (*verifierHandle, int32) {
	var pointer *C.token04_verifier
	previous, lengths := joined(config.previous, C.TOKEN04_SECRET_BYTES)
	status := C.token04_verifier_new(
		C.int64_t(appID), chars(secret), size(secret), chars(previous), sizes(lengths),
		C.size_t(len(lengths)), C.int64_t(config.leeway), &pointer)
	if int32(status) != statusOK {
		return nil, int32(status)
	}
	handle := &verifierHandle{pointer, make([]byte, keyWeight*(1+len(lengths)))}
	runtime.SetFinalizer(handle, func(handle *verifierHandle) {
		C.token04_verifier_free(handle.pointer)
	})
	return handle, statusOK
}

func (h *verifierHandle) verify(token string, about *question, now int64) (*VerifiedToken, int32) {
	var buffer [stackBytes]byte
	verified, needed, status := h.verifyInto(buffer[:], token, about, now)
	if status == statusTooSmall {
		verified, _, status = h.verifyInto(make([]byte, needed), token, about, now)
	}
	return verified, status
}

func (h *verifierHandle) verifyInto(
	buffer []byte, token string, about *question, now int64,
) (*VerifiedToken, C.size_t, int32) {
	var raw rawDecoded
	var length C.size_t
	var status C.int32_t
	switch about.kind {
	case askToken:
		status = C.token04_verifier_verify(
			h.pointer, chars(token), size(token),
			C.int64_t(now), decodedAt(&raw), room(buffer), C.size_t(len(buffer)), &length)
	case askUser:
		status = C.token04_verifier_verify_user(
			h.pointer, chars(token), size(token), chars(about.userID), size(about.userID),
			C.int64_t(now), decodedAt(&raw), room(buffer), C.size_t(len(buffer)), &length)
	case askLogin:
		status = C.token04_verifier_verify_login(
			h.pointer, chars(token), size(token), chars(about.userID), size(about.userID),
			chars(about.roomID), size(about.roomID),
			C.int64_t(now), decodedAt(&raw), room(buffer), C.size_t(len(buffer)), &length)
	default:
		status = C.token04_verifier_verify_publish(
			h.pointer, chars(token), size(token), chars(about.userID), size(about.userID),
			chars(about.roomID), size(about.roomID), chars(about.streamID), size(about.streamID),
			C.int64_t(now), decodedAt(&raw), room(buffer), C.size_t(len(buffer)), &length)
	}
	runtime.KeepAlive(h)
	if int32(status) != statusOK {
		return nil, length, int32(status)
	}
	return raw.verified(buffer[:length], spanAt), length, statusOK
}

// The two structs are one: this does not compile when their sizes differ.
var _ [unsafe.Sizeof(rawDecoded{})]byte = [C.sizeof_token04_decoded]byte{}

func decodedAt(raw *rawDecoded) *C.token04_decoded {
	return (*C.token04_decoded)(unsafe.Pointer(raw))
}

func spanAt(table []byte) span {
	var at span
	copy((*[spanBytes]byte)(unsafe.Pointer(&at))[:], table)
	return at
}

func engineDecode(token, secret string) (*VerifiedToken, int32) {
	var buffer [stackBytes]byte
	decoded, needed, status := decodeInto(buffer[:], token, secret)
	if status == statusTooSmall {
		decoded, _, status = decodeInto(make([]byte, needed), token, secret)
	}
	return decoded, status
}

func decodeInto(buffer []byte, token, secret string) (*VerifiedToken, C.size_t, int32) {
	var raw rawDecoded
	var length C.size_t
	status := int32(C.token04_decode(
		chars(token), size(token), chars(secret), size(secret), decodedAt(&raw),
		room(buffer), C.size_t(len(buffer)), &length))
	if status != statusOK {
		return nil, length, status
	}
	return raw.verified(buffer[:length], spanAt), length, status
}

func engineGenerate(
	appID int64, userID, secret string, ttl int64, payload string, now int64,
) (string, int32) {
	var buffer [stackBytes]byte
	token, needed, status := generateInto(buffer[:], appID, userID, secret, ttl, payload, now)
	if status == statusTooSmall {
		token, _, status = generateInto(
			make([]byte, needed), appID, userID, secret, ttl, payload, now)
	}
	return token, status
}

func generateInto(
	buffer []byte, appID int64, userID, secret string, ttl int64, payload string, now int64,
) (string, C.size_t, int32) {
	var length C.size_t
	status := int32(C.token04_generate(
		C.int64_t(appID), chars(userID), size(userID), chars(secret), size(secret), C.int64_t(ttl),
		chars(payload), size(payload), C.int64_t(now), room(buffer), C.size_t(len(buffer)), &length))
	return result(buffer, length, status)
}

// grown calls with a buffer of this size, and once more with what is needed. For the rarer calls.
func grown(capacity int, call func(out *C.char, capacity C.size_t, length *C.size_t) C.int32_t) (
	string, int32,
) {
	for {
		var length C.size_t
		buffer := make([]byte, capacity)
		status := int32(call(room(buffer), C.size_t(capacity), &length))
		if status == statusTooSmall && int(length) > capacity {
			capacity = int(length)
			continue
		}
		text, _, status := result(buffer, length, status)
		return text, status
	}
}

func enginePrivilegesPayload(
	roomID string, login, publish, anyStream bool, streamIDs []string,
) (string, int32) {
	var streams *C.char
	var streamLengths *C.size_t
	if !anyStream {
		all, lengths := joined(streamIDs, C.TOKEN04_STREAM_ID_MAX)
		streams, streamLengths = chars(all), sizes(lengths)
	}
	return grown(stackBytes, func(out *C.char, capacity C.size_t, length *C.size_t) C.int32_t {
		return C.token04_privileges_payload(
			chars(roomID), size(roomID), truth(login), truth(publish), truth(anyStream),
			streams, streamLengths, C.size_t(len(streamIDs)), out, capacity, length)
	})
}

func truth(value bool) C.int32_t {
	if value {
		return 1
	}
	return 0
}

func engineKitToken(token, roomID, userID, userName string, appID int64) (string, int32) {
	return grown(stackBytes, func(out *C.char, capacity C.size_t, length *C.size_t) C.int32_t {
		return C.token04_kit_token(
			chars(token), size(token), chars(roomID), size(roomID), chars(userID), size(userID),
			chars(userName), size(userName), C.int64_t(appID), out, capacity, length)
	})
}

func engineInspect(token string) (string, int32) {
	return grown(stackBytes, func(out *C.char, capacity C.size_t, length *C.size_t) C.int32_t {
		return C.token04_inspect_json(chars(token), size(token), out, capacity, length)
	})
}

func engineExplain(token string, config *explainConfig, now int64) (string, int32) {
	return grown(8192, func(out *C.char, capacity C.size_t, length *C.size_t) C.int32_t {
		secret, secretLength := named(config.secret)
		user, userLength := named(config.userID)
		roomID, roomLength := named(config.roomID)
		stream, streamLength := named(config.streamID)
		return C.token04_explain_json(
			chars(token), size(token), secret, secretLength, C.int64_t(config.appID),
			user, userLength, roomID, roomLength, stream, streamLength, C.int32_t(config.kind),
			C.int64_t(config.leeway), C.int64_t(now), out, capacity, length)
	})
}

// engineEnvironment is the app id in the values of the environment's variables, or which variable is
// wrong and what is wrong with it.
func engineEnvironment(appID, secret, previous *string) (number int64, variable, fault, status int32) {
	var out C.int64_t
	var which, what C.int32_t
	text, textLength := named(appID)
	key, keyLength := named(secret)
	old, oldLength := named(previous)
	status = int32(C.token04_environment(
		text, textLength, key, keyLength, old, oldLength, &out, &which, &what))
	return int64(out), int32(which), int32(what), status
}

func engineEnvironmentMessage(variable, fault int32) string {
	return C.GoString(C.token04_environment_message(C.int32_t(variable), C.int32_t(fault)))
}

func engineErrorName(code int32) string { return C.GoString(C.token04_error_name(C.int32_t(code))) }

func engineErrorMessage(code int32) string {
	return C.GoString(C.token04_error_message(C.int32_t(code)))
}

// engineFault is for the other engine, which is compiled at run time.
func engineFault() string { return "" }

func engineVersion() string { return C.GoString(C.token04_version()) }

func engineDefaultLeeway() int64 { return C.TOKEN04_DEFAULT_LEEWAY_SECONDS }
