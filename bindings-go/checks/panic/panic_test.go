//go:build token04_test_panic

package token04

import (
	"errors"
	"testing"
	"time"
)

// This file is copied into a module whose library panics on purpose.
func TestAPanicIsAnError(t *testing.T) {
	for round := 0; round < 3; round++ {
		if err := failure(testPanic()); !errors.Is(err, ErrInternal) {
			t.Fatal(err)
		}
		made, err := NewGenerator(1, "fa94dd0f974cf2e293728a526b028271")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := made.IdentityToken("user1", time.Minute); err != nil {
			t.Fatal(err)
		}
	}
}
