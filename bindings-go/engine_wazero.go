//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"encoding/binary"
	"runtime"
	"sync/atomic"
)

const engineName = "wasm"

// Enough for nearly every result; if not, the core returns the size that is.
const resultBytes = 1024

// keys are what a generator or verifier was made from. Each instance has a handle of its own for
// them, made at its first use.
type keys struct {
	appID    int64
	secrets  [][]byte
	verifier bool
	mode     int32
	leeway   int64
	// Set when nobody holds them any more: instances then free their handles.
	retired atomic.Bool
}

// retirements counts keys that were retired, so that an instance knows when to look.
var retirements atomic.Uint64

func (k *keys) retire() {
	for _, secret := range k.secrets {
		wipe(secret)
	}
	k.retired.Store(true)
	retirements.Add(1)
}

func wipe(bytes []byte) {
	for index := range bytes {
		bytes[index] = 0
	}
}

// make makes the handle in an instance; 0 and a status where it is refused.
func (k *keys) make(in *instance) (uint32, int32) {
	f, ok := in.begin(k.size(in) + 256)
	if !ok {
		return 0, statusInternal
	}
	defer f.wipe()
	out := f.room(8)
	secret, length := f.bytes(k.secrets[0])
	var status int32
	if k.verifier {
		previous, lengths := list(f, k.secrets[1:])
		status = in.call(in.functions.verifierNew, uint64(k.appID), secret, length, previous, lengths,
			uint64(len(k.secrets)-1), uint64(k.leeway), out)
	} else {
		status = in.call(in.functions.generatorNew,
			uint64(k.appID), secret, length, uint64(uint32(k.mode)), out)
	}
	if status != statusOK {
		return 0, status
	}
	return f.u32(out), statusOK
}

func (k *keys) size(in *instance) int {
	bytes := 0
	for _, secret := range k.secrets {
		bytes += in.clipped(len(secret)) + 36
	}
	return bytes
}

func (k *keys) free(in *instance, pointer uint32) {
	function := in.functions.generatorFree
	if k.verifier {
		function = in.functions.verifierFree
	}
	in.call(function, uint64(pointer))
}

// kept is a copy of a secret. One that is longer than any field is a byte too long as well when it is
// cut: the core refuses it, and nobody has to hold all of it.
func kept(secret string) []byte {
	if most := theEngine().tokenMax; len(secret) > most {
		secret = secret[:most+1]
	}
	return []byte(secret)
}

func truth(value bool) uint64 {
	if value {
		return 1
	}
	return 0
}

type generatorHandle struct{ keys *keys }

func newGeneratorHandle(appID int64, secret string, mode int32) (*generatorHandle, int32) {
	made := &keys{appID: appID, secrets: [][]byte{kept(secret)}, mode: mode}
	if status := made.check(); status != statusOK {
		return nil, status
	}
	handle := &generatorHandle{made}
	runtime.SetFinalizer(handle, func(handle *generatorHandle) { handle.keys.retire() })
	return handle, statusOK
}

// check makes the handle in one instance, where the core judges what it is made from.
func (k *keys) check() int32 {
	in := acquire()
	if in == nil {
		return statusInternal
	}
	defer in.release()
	_, status := in.open(k)
	return status
}

// minted makes a token with these keys in an instance, in a buffer that grows as it must.
func (in *instance) minted(k *keys, inputs int, invoke func(f *frame, handle uint64, out output) int32) (
	string, int32,
) {
	handle, status := in.open(k)
	if status != statusOK {
		return "", status
	}
	return in.text(inputs, func(f *frame, out output) int32 {
		return invoke(f, uint64(handle), out)
	})
}

func (in *instance) generate(
	k *keys, userID string, ttl int64, payload string, now int64,
) (string, int32) {
	inputs := in.copied(len(userID)) + in.copied(len(payload))
	return in.minted(k, inputs, func(f *frame, handle uint64, out output) int32 {
		user, userLength := f.text(userID)
		load, loadLength := f.text(payload)
		return in.call(in.functions.generate, handle, user, userLength, uint64(ttl), load, loadLength,
			uint64(now), out.text, out.capacity, out.length)
	})
}

func (h *generatorHandle) generate(
	userID string, ttl int64, payload string, now int64,
) (string, int32) {
	in := acquire()
	if in == nil {
		return "", statusInternal
	}
	defer in.release()
	token, status := in.generate(h.keys, userID, ttl, payload, now)
	runtime.KeepAlive(h)
	return token, status
}

func (h *generatorHandle) issue(
	userID string, ttl int64, payload string, now int64,
) (string, [3]int64, int32) {
	in := acquire()
	if in == nil {
		return "", [3]int64{}, statusInternal
	}
	defer in.release()
	var times [3]int64
	inputs := in.copied(len(userID)) + in.copied(len(payload)) + 32
	token, status := in.minted(h.keys, inputs, func(f *frame, handle uint64, out output) int32 {
		reported := f.room(24)
		user, userLength := f.text(userID)
		load, loadLength := f.text(payload)
		status := in.call(in.functions.issue, handle, user, userLength, uint64(ttl), load, loadLength,
			uint64(now), reported, out.text, out.capacity, out.length)
		if status == statusOK {
			for index := range times {
				times[index] = f.i64(reported + uint64(index)*8)
			}
		}
		return status
	})
	runtime.KeepAlive(h)
	return token, times, status
}

// batch lets the core judge what concerns the whole, and then goes one by one: with the host's
// cipher nothing is gained by many side by side.
func (h *generatorHandle) batch(
	userIDs []string, ttl int64, payload string, now int64, results []BatchResult,
) int32 {
	if status := h.batchOfNone(ttl, payload, now); status != statusOK {
		return status
	}
	for index, userID := range userIDs {
		token, status := h.generate(userID, ttl, payload, now)
		if status == int32(CodeRandomUnavailable) || status == statusInternal {
			return status
		}
		results[index] = BatchResult{token, failure(status)}
	}
	return statusOK
}

func (h *generatorHandle) batchOfNone(ttl int64, payload string, now int64) int32 {
	in := acquire()
	if in == nil {
		return statusInternal
	}
	defer in.release()
	_, status := in.minted(h.keys, in.copied(len(payload)), func(f *frame, handle uint64, _ output) int32 {
		load, loadLength := f.text(payload)
		return in.call(in.functions.batch,
			handle, 0, 0, 0, uint64(ttl), load, loadLength, uint64(now), 0, 0, 0, 0)
	})
	return status
}

type verifierHandle struct{ keys *keys }

func newVerifierHandle(appID int64, secret string, config *verifierConfig) (*verifierHandle, int32) {
	secrets := [][]byte{kept(secret)}
	for _, previous := range config.previous {
		secrets = append(secrets, kept(previous))
	}
	made := &keys{
		appID: appID, secrets: secrets, verifier: true,
		leeway: config.leeway,
	}
	if status := made.check(); status != statusOK {
		return nil, status
	}
	handle := &verifierHandle{made}
	runtime.SetFinalizer(handle, func(handle *verifierHandle) { handle.keys.retire() })
	return handle, statusOK
}

func (h *verifierHandle) verify(token string, about *question, now int64) (*VerifiedToken, int32) {
	in := acquire()
	if in == nil {
		return nil, statusInternal
	}
	defer in.release()
	verified, status := in.verify(h.keys, token, about, now)
	runtime.KeepAlive(h)
	return verified, status
}

func (in *instance) verify(k *keys, token string, about *question, now int64) (*VerifiedToken, int32) {
	handle, status := in.open(k)
	if status != statusOK {
		return nil, status
	}
	inputs := in.copied(len(token)) + in.copied(len(about.userID)) + in.copied(len(about.roomID)) +
		in.copied(len(about.streamID))
	return in.decoded(inputs, func(f *frame, raw uint64, out output) int32 {
		verify := in.functions.verify[about.kind]
		text, length := f.text(token)
		ids := [...]string{about.userID, about.roomID, about.streamID}
		arguments := append(in.arguments[:0], uint64(handle), text, length)
		for _, id := range ids[:about.kind] { // as many as the question has
			pointer, length := f.text(id)
			arguments = append(arguments, pointer, length)
		}
		arguments = append(arguments, uint64(now), raw, out.text, out.capacity, out.length)
		return in.call(verify, arguments...)
	})
}

func engineDecode(token, secret string) (*VerifiedToken, int32) {
	in := acquire()
	if in == nil {
		return nil, statusInternal
	}
	defer in.release()
	return in.decode(token, secret)
}

func (in *instance) decode(token, secret string) (*VerifiedToken, int32) {
	inputs := in.copied(len(token)) + in.copied(len(secret))
	return in.decoded(inputs, func(f *frame, raw uint64, out output) int32 {
		text, length := f.text(token)
		key, keyLength := f.text(secret)
		defer f.wipeAt(key, keyLength)
		return in.call(in.functions.decode,
			text, length, key, keyLength, raw, out.text, out.capacity, out.length)
	})
}

const rawBytes = 104

// decoded calls with room for the struct and its texts, and reads both.
func (in *instance) decoded(inputs int, invoke func(f *frame, raw uint64, out output) int32) (
	*VerifiedToken, int32,
) {
	var raw uint64
	var verified *VerifiedToken
	_, status := in.result(inputs+rawBytes+16, func(f *frame, out output) int32 {
		raw = f.room(rawBytes)
		return invoke(f, raw, out)
	}, func(f *frame, text []byte) string {
		var decoded rawDecoded
		decoded.read(f.at(raw, rawBytes))
		verified = decoded.verified(text, spanAt)
		return ""
	})
	return verified, status
}

func (d *rawDecoded) read(bytes []byte) {
	i64 := func() int64 {
		value := int64(binary.LittleEndian.Uint64(bytes))
		bytes = bytes[8:]
		return value
	}
	u32 := func() uint32 {
		value := binary.LittleEndian.Uint32(bytes)
		bytes = bytes[4:]
		return value
	}
	i32 := func() int32 { return int32(u32()) }
	text := func() span { return span{u32(), u32()} }
	d.nonce, d.ctime, d.expire, d.envelopeExpire = i64(), i64(), i64(), i64()
	d.appID, d.mode, d.authenticated, d.payloadKind = u32(), i32(), i32(), i32()
	d.secretIndex, d.hasPrivileges, d.login, d.publish = u32(), i32(), i32(), i32()
	d.anyStream, d.streamCount = i32(), u32()
	d.userID, d.payload, d.roomID, d.streams = text(), text(), text(), text()
}

func spanAt(table []byte) span {
	return span{binary.LittleEndian.Uint32(table), binary.LittleEndian.Uint32(table[4:])}
}

// plain calls a function that needs no keys.
func plain(
	inputs func(in *instance) int, invoke func(in *instance, f *frame, out output) int32,
) (string, int32) {
	in := acquire()
	if in == nil {
		return "", statusInternal
	}
	defer in.release()
	return in.text(inputs(in), func(f *frame, out output) int32 { return invoke(in, f, out) })
}

func engineGenerate(
	appID int64, userID, secret string, ttl int64, payload string, now int64,
) (string, int32) {
	inputs := func(in *instance) int {
		return in.copied(len(userID)) + in.copied(len(secret)) + in.copied(len(payload))
	}
	return plain(inputs, func(in *instance, f *frame, out output) int32 {
		user, userLength := f.text(userID)
		key, keyLength := f.text(secret)
		load, loadLength := f.text(payload)
		defer f.wipeAt(key, keyLength)
		return in.call(in.functions.generateToken, uint64(appID), user, userLength, key, keyLength,
			uint64(ttl), load, loadLength, uint64(now), out.text, out.capacity, out.length)
	})
}

func enginePrivilegesPayload(
	roomID string, login, publish, anyStream bool, streamIDs []string,
) (string, int32) {
	in := acquire()
	if in == nil {
		return "", statusInternal
	}
	defer in.release()
	return in.privilegesPayload(roomID, login, publish, anyStream, streamIDs)
}

func (in *instance) privilegesPayload(
	roomID string, login, publish, anyStream bool, streamIDs []string,
) (string, int32) {
	inputs := in.copied(len(roomID)) + 64
	for _, id := range streamIDs {
		inputs += 4 + in.clipped(len(id))
	}
	return in.text(inputs, func(f *frame, out output) int32 {
		var streams, lengths uint64
		room, roomLength := f.text(roomID)
		if !anyStream {
			streams, lengths = list(f, streamIDs)
		}
		return in.call(in.functions.privilegesPayload, room, roomLength,
			truth(login), truth(publish), truth(anyStream),
			streams, lengths, uint64(len(streamIDs)), out.text, out.capacity, out.length)
	})
}

func engineKitToken(token, roomID, userID, userName string, appID int64) (string, int32) {
	inputs := func(in *instance) int {
		return in.copied(len(token)) + in.copied(len(roomID)) + in.copied(len(userID)) +
			in.wholly(len(userName))
	}
	return plain(inputs, func(in *instance, f *frame, out output) int32 {
		text, length := f.text(token)
		room, roomLength := f.text(roomID)
		user, userLength := f.text(userID)
		name, nameLength := f.whole(userName)
		return in.call(in.functions.kitToken, text, length, room, roomLength, user, userLength,
			name, nameLength, uint64(appID), out.text, out.capacity, out.length)
	})
}

func engineInspect(token string) (string, int32) {
	inputs := func(in *instance) int { return in.wholly(len(token)) }
	return plain(inputs, func(in *instance, f *frame, out output) int32 {
		text, length := f.whole(token)
		return in.call(in.functions.inspect, text, length, out.text, out.capacity, out.length)
	})
}

func engineExplain(token string, config *explainConfig, now int64) (string, int32) {
	given := []*string{config.secret, config.userID, config.roomID, config.streamID}
	inputs := func(in *instance) int {
		bytes := in.wholly(len(token))
		for _, one := range given {
			if one != nil {
				bytes += in.wholly(len(*one))
			}
		}
		return bytes
	}
	return plain(inputs, func(in *instance, f *frame, out output) int32 {
		text, length := f.whole(token)
		secret, secretLength := f.named(config.secret)
		user, userLength := f.named(config.userID)
		room, roomLength := f.named(config.roomID)
		stream, streamLength := f.named(config.streamID)
		if config.secret != nil {
			defer f.wipeAt(secret, secretLength)
		}
		return in.call(in.functions.explain, text, length, secret, secretLength, uint64(config.appID),
			user, userLength, room, roomLength, stream, streamLength, uint64(uint32(config.kind)),
			uint64(config.leeway), uint64(now), out.text, out.capacity, out.length)
	})
}

// engineEnvironment is the app id in the values of the environment's variables, or which variable is
// wrong and what is wrong with it.
func engineEnvironment(appID, secret, previous *string) (number int64, variable, fault, status int32) {
	in := acquire()
	if in == nil {
		return 0, 0, 0, statusInternal
	}
	defer in.release()
	inputs := 128
	for _, one := range []*string{appID, secret, previous} {
		if one != nil {
			inputs += in.wholly(len(*one))
		}
	}
	f, ok := in.begin(inputs)
	if !ok {
		return 0, 0, 0, statusInternal
	}
	defer f.wipe()
	out, which, what := f.room(8), f.room(4), f.room(4)
	text, textLength := f.named(appID)
	key, keyLength := f.named(secret)
	old, oldLength := f.named(previous)
	status = in.call(in.functions.environment,
		text, textLength, key, keyLength, old, oldLength, out, which, what)
	if in.trapped {
		return 0, 0, 0, status
	}
	return f.i64(out), int32(f.u32(which)), int32(f.u32(what)), status
}

func engineEnvironmentMessage(variable, fault int32) string {
	return static("", func(in *instance) int32 {
		return in.call(in.functions.environmentMessage, uint64(uint32(variable)), uint64(uint32(fault)))
	})
}

func engineErrorName(code int32) string {
	return static("internal", func(in *instance) int32 {
		return in.call(in.functions.errorName, uint64(uint32(code)))
	})
}

func engineErrorMessage(code int32) string {
	return static("internal error in token04: please report it", func(in *instance) int32 {
		return in.errorMessage(code)
	})
}

func (in *instance) errorMessage(code int32) int32 {
	return in.call(in.functions.errorMessage, uint64(uint32(code)))
}

func engineVersion() string {
	return static("", func(in *instance) int32 { return in.call(in.functions.version) })
}

// static is a string of the module that ends with a NUL; or, where no instance can be had, what
// there is in its place: every error is 90 then.
func static(otherwise string, pointer func(in *instance) int32) string {
	in := acquire()
	if in == nil {
		return otherwise
	}
	defer in.release()
	return in.cText(uint32(pointer(in)))
}

func engineDefaultLeeway() int64 {
	in := acquire()
	if in == nil {
		return 0
	}
	defer in.release()
	in.call(in.functions.defaultLeeway)
	return int64(in.stack[0])
}
