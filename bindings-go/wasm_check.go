//go:build !(cgo && linux && amd64) || token04_wasm

package token04

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// knownAnswers is what [engine.answers] returns on a processor on which the engine computes correctly.
//
// To make it anew after a change of the core: go test -run TestTheKnownAnswers -update
const knownAnswers = "e26ca0f42c8ff2fca2623450fa89a2b93589e8ac3e7d1625b66f274bbe61fc6b"

// answers makes known calls, with fixed times and counted bytes for randomness, and returns the hash
// of all results. The instance is of its own and is used for nothing else.
//
// A compiler of WebAssembly that is wrong on one kind of processor has been seen: wazero 1.7 in
// programs of Go 1.24, on processors of 2008. Long strings and long lists were wrong there, and messages.
func (e *engine) answers() string {
	in := e.instantiate(&host{counted: true})
	if in == nil {
		return ""
	}
	defer in.close()
	if !in.limits() {
		return ""
	}
	all := sha256.New()
	note := func(values ...any) { _, _ = fmt.Fprintf(all, "%q\n", values) }

	const secret, user, now = "0123456789abcdef0123456789abcdef", "usér1", 1_700_000_000
	long := strings.Repeat("payload \"é😀\" ", 200)
	streams := make([]string, 110)
	for index := range streams {
		streams[index] = fmt.Sprint("stream-", index)
	}
	room := LoginAndPublish("room1", StreamIDs(streams...))
	text, status := in.privilegePayload(&room)
	note(text, status)
	judge := &keys{appID: 1, secrets: [][]byte{[]byte(secret)}, verifier: true, leeway: 30}
	stream := streams[len(streams)-1]
	for _, mode := range []int32{modeCBC, modeGCM} {
		maker := &keys{appID: 1, secrets: [][]byte{[]byte(secret)}, mode: mode}
		for _, payload := range []string{"", long, text} {
			token, status := in.generate(maker, user, 3600, payload, now)
			note(token, status)
			decoded, status := in.decode(token, secret)
			note(status)
			if status != statusOK {
				return ""
			}
			note(decoded.Claims.UserID, decoded.Claims.Payload, decoded.Claims.Expire)
		}
		token, _ := in.generate(maker, user, 3600, text, now)
		room, name := "room1", user
		verified, status := in.verify(judge, token, &expectations{&name, &room, &stream}, now)
		note(status)
		if status != statusOK {
			return ""
		}
		note(verified.Privileges.StreamIDs)
		_, status = in.verify(judge, token, &expectations{&name, &room, &name}, now)
		note(status)
		_, status = in.decode(token[:len(token)-8]+"AAAA"+token[len(token)-4:], secret)
		note(status)
	}
	for _, code := range []Code{CodeUserIDInvalid, CodeTokenFormat, CodeInternal} {
		note(in.cText(uint32(in.errorMessage(int32(code)))))
	}
	if in.trapped {
		return ""
	}
	return hex.EncodeToString(all.Sum(nil))
}

// limits asks the core how long strings may be.
func (in *instance) limits() bool {
	in.call(in.functions.tokenSize, 0, 0, math.MaxUint32) // of no mode: room for any token, and a NUL
	in.engine.tokenMax = int(uint32(in.stack[0])) - 1
	in.engine.textMax = math.MaxInt32
	if in.functions.textMax != nil {
		in.call(in.functions.textMax)
		in.engine.textMax = int(uint32(in.stack[0]))
	}
	return !in.trapped && in.engine.tokenMax > 0
}

// faulty says what is wrong with the engine, and where.
func faulty(what string) string {
	version := ""
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, module := range build.Deps {
			if module.Path == "github.com/tetratelabs/wazero" {
				version = " " + module.Version
			}
		}
	}
	return fmt.Sprintf("the WebAssembly engine (wazero%s, %s) %s on %s/%s, %s",
		version, runtime.Version(), what, runtime.GOOS, runtime.GOARCH, processor())
}

// processor is its name, where it can be read.
func processor() string {
	if name := os.Getenv("PROCESSOR_IDENTIFIER"); name != "" && runtime.GOOS == "windows" {
		return name
	}
	all, _ := os.ReadFile("/proc/cpuinfo")
	for _, line := range strings.Split(string(all), "\n") {
		name, value, _ := strings.Cut(line, ":")
		if strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unknown processor"
}

// engineFault says what is wrong with the engine as a whole; "" when nothing is.
func engineFault() string { return theEngine().fault }
