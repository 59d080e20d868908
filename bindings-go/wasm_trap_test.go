//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"
)

const testKey = "fa94dd0f974cf2e293728a526b028271"

// A panic in the core traps, as this read far beyond its memory does: the call is error 90, its
// instance does not come back, and the next call works.
func TestATrapIsAnError(t *testing.T) {
	made, err := NewGenerator(1, testKey)
	if err != nil {
		t.Fatal(err)
	}
	for round := 0; round < 3; round++ {
		in := acquire()
		if _, status := in.open(made.handle.keys); status != statusOK {
			t.Fatal(status)
		}
		in.handles[made.handle.keys].pointer = 0xffff_fff0
		token, status := in.text(100, func(f *frame, out output) int32 {
			user, length := f.text("user1")
			handle, _ := in.open(made.handle.keys)
			return in.call(in.functions.generate, uint64(handle), user, length, 60, 0, 0, 0,
				out.text, out.capacity, out.length)
		})
		if err := failure(status); !errors.Is(err, ErrInternal) || token != "" {
			t.Fatal(err)
		}
		if !in.trapped {
			t.Fatal("no trap")
		}
		if status := in.call(in.functions.version); status != statusInternal {
			t.Fatal("an instance that trapped was used again")
		}
		in.release()
		if again := acquire(); again == in {
			t.Fatal("an instance that trapped came back")
		} else {
			again.release()
		}
		if _, err := made.IdentityToken("user1", time.Minute); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHandlesAreFreed(t *testing.T) {
	in := acquire()
	defer in.release()
	for number := 0; number < 2*mostHandles; number++ {
		one := &keys{appID: 1, secrets: [][]byte{[]byte(testKey)}}
		if _, status := in.open(one); status != statusOK {
			t.Fatal(status)
		}
		if number%2 == 0 {
			one.retire()
			if one.secrets[0][0] != 0 {
				t.Fatal("the key is still there")
			}
		}
	}
	if len(in.handles) > mostHandles {
		t.Fatal(len(in.handles))
	}
	in.sweep()
	for one := range in.handles {
		if one.retired.Load() {
			t.Fatal("a retired handle is still there")
		}
	}
}

func TestAnIdleInstanceIsClosed(t *testing.T) {
	made, err := NewGenerator(1, testKey)
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan bool)
	in := acquire()
	runtime.SetFinalizer(in, nil)
	runtime.SetFinalizer(in, func(in *instance) {
		in.close()
		close(closed)
	})
	if _, status := in.open(made.handle.keys); status != statusOK {
		t.Fatal(status)
	}
	_, _ = in.text(0, func(*frame, output) int32 { return statusOK })
	in.release()
	in = nil
	for round := 0; round < 1000; round++ {
		runtime.GC()
		select {
		case <-closed:
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatal("it never was")
}

func TestAnInstanceThatGrewIsLetGo(t *testing.T) {
	ids := make([]string, mostScratch/128)
	for index := range ids {
		ids[index] = strings.Repeat("s", 256)
	}
	if _, err := PublishOnly("room1", ids...); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if _, err := NewGenerator(1, testKey); err != nil {
		t.Fatal(err)
	}
}

func TestTheHostCipherRefusesWhatItCannotDo(t *testing.T) {
	c := newHostCipher([]byte(testKey))
	if newHostCipher(nil) != nil {
		t.Error("no key")
	}
	for _, operation := range []uint32{cbcEncrypt, cbcDecrypt, gcmSeal, gcmOpen, 4} {
		if answer := c.run(operation, make([]byte, 3), make([]byte, 32)); answer != cipherUnsupported {
			t.Error(operation, answer)
		}
	}
	if answer := c.run(gcmOpen, make([]byte, 12), make([]byte, 32)); answer != cipherRefused {
		t.Error(answer)
	}
	h := new(host)
	drawn := map[[20]byte]bool{}
	for round := 0; round < 200; round++ {
		var out [20]byte
		if !h.draw(out[:]) || drawn[out] {
			t.Fatal("randomness")
		}
		drawn[out] = true
	}
	if !h.draw(make([]byte, 5000)) {
		t.Fatal("much randomness")
	}
}
