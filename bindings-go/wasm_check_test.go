//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

var update = flag.Bool("update", false, "write the known answers anew")

// The known answers are those of wazero's interpreter, which compiles nothing.
func TestTheKnownAnswersAreTheInterpreters(t *testing.T) {
	interpreted := newEngine(wazero.NewRuntimeConfigInterpreter(), wasmBinary, "")
	answers := interpreted.answers()
	if answers == "" {
		t.Fatal("a known call failed")
	}
	if *update {
		source, err := os.ReadFile("wasm_check.go")
		if err != nil {
			t.Fatal(err)
		}
		line := regexp.MustCompile(`(?m)^const knownAnswers = ".*"$`)
		source = line.ReplaceAll(source, []byte(`const knownAnswers = "`+answers+`"`))
		if err := os.WriteFile("wasm_check.go", source, 0o600); err != nil {
			t.Fatal(err)
		}
	} else if answers != knownAnswers {
		t.Error("the core returns something else: go test -run TestTheKnownAnswers -update")
	}
}

// tampered is the module with one string in it changed: it computes wrong tokens.
func tampered(t *testing.T) []byte {
	t.Helper()
	key := []byte(`"nonce"`)
	if !bytes.Contains(wasmBinary, key) {
		key = []byte("nonce")
	}
	if !bytes.Contains(wasmBinary, key) {
		t.Fatal("nothing to change")
	}
	return bytes.ReplaceAll(wasmBinary, key, bytes.Replace(key, []byte("nonce"), []byte("nnnce"), 1))
}

// A program whose engine computes wrong results gets error 90 from every function, and nothing else.
func TestAnEngineThatComputesWronglyIsError90(t *testing.T) {
	if os.Getenv("TOKEN04_TAMPERED") == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		again := exec.Command(self, "-test.run", "^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), "TOKEN04_TAMPERED=1")
		if output, err := again.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		return
	}
	wasmBinary = tampered(t)
	made, err := NewGenerator(1, testKey)
	if made != nil || !errors.Is(err, ErrInternal) {
		token, _ := made.IdentityToken("user1", time.Minute)
		t.Fatalf("%v, and a token of %d bytes", err, len(token))
	}
	for _, part := range []string{"token04: the WebAssembly engine (wazero", runtime.GOARCH, runtime.Version(),
		": internal error in token04: please report it"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
	var failed *Error
	if !errors.As(err, &failed) || failed.Name() != "internal" || !strings.HasSuffix(err.Error(), failed.Message()) {
		t.Error(failed)
	}
	if _, err := Decode("04", testKey); !errors.Is(err, ErrInternal) {
		t.Error(err)
	}
	if _, err := Explain("04"); !errors.Is(err, ErrInternal) {
		t.Error(err)
	}
	if token, err := GenerateToken04(1, "user1", testKey, 60, ""); !errors.Is(err, ErrInternal) || token != "" {
		t.Error(err)
	}
}

// The randomness of the instance that checks is its own, and so are its handles.
func TestTheCheckLeavesNothingBehind(t *testing.T) {
	e := newEngine(wazero.NewRuntimeConfig(), wasmBinary, knownAnswers)
	if e.fault != "" {
		t.Fatal(e.fault)
	}
	lent := new(host)
	in := e.instantiate(lent)
	if lent.counted || lent.counter != 0 || len(in.handles) != 0 {
		t.Fatal("counted")
	}
}

// The host's AES and HMAC compute what the core's own do.
func TestTheHostsCryptographyIsTheCores(t *testing.T) {
	e := newEngine(wazero.NewRuntimeConfig(), wasmBinary, knownAnswers)
	if e.answersOf(&host{counted: true, lendsNoCrypto: true}) != knownAnswers {
		t.Fatal("answers")
	}
}
