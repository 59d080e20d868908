//go:build go1.25

package token04_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/token04/token04-go"
)

// The clock is time.Now, so that testing/synctest sets it, also for the drop-in.
func TestTheClockIsGos(t *testing.T) {
	t.Setenv("GODEBUG", "asynctimerchan=0") // synctest needs it; in a module of Go 1.22 it is 1
	made, checker := generator(t), verifier(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)))
		now := time.Now().Unix()
		issued, err := made.Issue("user1", time.Hour, token04.Identity)
		if err != nil || issued.IssuedAt != now {
			t.Error(issued.IssuedAt, err)
		}
		token, err := token04.GenerateToken04(appID, "user1", secret, 60, "")
		if err != nil {
			t.Fatal(err)
		}
		verified, err := checker.Verify(token)
		if err != nil || verified.Claims.Ctime != now || verified.Claims.Expire != now+60 {
			t.Fatal(err)
		}
		time.Sleep(90 * time.Second) // the lifetime and the leeway
		_, err = checker.Verify(token)
		wants(t, err, token04.ErrExpired)
	})
}
