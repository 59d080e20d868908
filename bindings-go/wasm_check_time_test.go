//go:build (!(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm) && !race

package token04

import (
	"testing"
	"time"
)

func TestTheCheckIsShort(t *testing.T) {
	if testing.Short() {
		t.Skip("an emulated processor is slow")
	}
	best := time.Hour
	for round := 0; round < 50; round++ {
		begin := time.Now()
		if theEngine().answers() != knownAnswers {
			t.Fatal("answers")
		}
		best = min(best, time.Since(begin))
	}
	t.Log(best)
	if best > 2*time.Millisecond {
		t.Error(best)
	}
}
