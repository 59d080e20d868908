package token04_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

// FuzzDecode: reading any token terminates, returns only errors for tokens, and its result can be
// written as JSON.
func FuzzDecode(f *testing.F) {
	privileges := made(f)(token04.PublishOnly("room1", "s1", "s2"))
	for _, mode := range []token04.Mode{token04.CBC, token04.GCM} {
		maker := generator(f, token04.WithMode(mode), at(1700000000))
		token, err := maker.PrivilegeToken("user1", time.Hour, privileges)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(token, secret)
		f.Add(token[:len(token)-4], secret)
	}
	f.Add("04", "")
	f.Add("", other)
	f.Fuzz(func(t *testing.T, token, key string) {
		decoded, err := token04.Decode(token, key)
		if err == nil {
			if _, err := json.Marshal(decoded); err != nil {
				t.Fatal(err)
			}
		} else if err.(*token04.Error).Code >= token04.CodeInternal {
			t.Fatal(err)
		}
		if inspected, err := token04.Inspect(token); err == nil && inspected.Version != "04" {
			t.Fatal("version")
		}
		if _, err := token04.Explain(token, token04.WithSecret(key)); err != nil {
			t.Fatal(err)
		}
		if _, err := token04.GenerateToken04(1, token, key, 1, token); err != nil {
			if err.(*token04.Error).Code > token04.CodePayloadInvalid {
				t.Fatal(err)
			}
		}
	})
}
