//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// knownAnswers is what [engine.answers] returns on a processor on which the engine computes correctly.
//
// To make it anew after a change of the core: go test -run TestTheKnownAnswers -update
const knownAnswers = "a7fcc1f8242675c5fbb57223623be68021b5d471f1c6a35627bb2e3bf19370b1"

// answers makes known calls, with fixed times and counted bytes for randomness, and returns the hash
// of all results. The instance is of its own and is used for nothing else.
//
// wazero 1.7 in programs of Go 1.24 was wrong on processors of 2008: for long strings, long lists and
// messages.
func (e *engine) answers() string { return e.answersOf(&host{counted: true}) }

func (e *engine) answersOf(lent *host) string {
	in := e.instantiate(lent)
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
	text, status := in.privilegesPayload("room1", true, true, false, streams)
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
		asked := &question{askPublish, user, "room1", stream}
		verified, status := in.verify(judge, token, asked, now)
		note(status)
		if status != statusOK {
			return ""
		}
		note(verified.Privileges.StreamIDs)
		asked.streamID = user
		_, status = in.verify(judge, token, asked, now)
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
	in.call(in.functions.tokenMax)
	in.engine.tokenMax = int(uint32(in.stack[0]))
	in.call(in.functions.textMax)
	in.engine.textMax = int(uint32(in.stack[0]))
	return !in.trapped && in.engine.tokenMax > 0
}

// faulty reports what is wrong with the engine, and where.
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
