package token04_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

// An argument that is longer than its field is refused by its length, without a copy.
func TestWhatIsTooLongIsNotCopied(t *testing.T) {
	const most = 8 << 20
	long := strings.Repeat("x", 32<<20)
	maker, checker := generator(t), verifier(t)
	token, err := maker.IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	users := make([]string, 300/fewer)
	for index := range users {
		users[index] = "user1"
	}
	for name, one := range map[string]struct {
		call func() error
		want error
	}{
		"Generate, user": {func() error {
			_, err := maker.Generate(long, time.Hour, token04.Identity)
			return err
		}, token04.ErrUserIDInvalid},
		"Generate, payload": {func() error {
			_, err := maker.Generate("user1", time.Hour, token04.StringPayload(long))
			return err
		}, token04.ErrPayloadInvalid},
		"Issue": {func() error {
			_, err := maker.Issue("user1", time.Hour, token04.StringPayload(long))
			return err
		}, token04.ErrPayloadInvalid},
		"GenerateBatch, payload": {func() error {
			results, err := maker.GenerateBatch(users, time.Hour, token04.StringPayload(long[:1<<20]))
			if err == nil {
				err = results[len(results)-1].Err
			}
			return err
		}, token04.ErrPayloadInvalid},
		"GenerateBatch, user": {func() error {
			results, err := maker.GenerateBatch([]string{long, "user1", long}, time.Hour, token04.Identity)
			if err == nil && results[1].Err == nil && results[1].Token != "" {
				err = results[2].Err
			}
			return err
		}, token04.ErrUserIDInvalid},
		"GenerateToken04": {func() error {
			_, err := token04.GenerateToken04(1, "user1", long, 60, long)
			return err
		}, token04.ErrSecretInvalid},
		"Verify, token": {func() error {
			_, err := checker.Verify(long)
			return err
		}, token04.ErrTokenFormat},
		"VerifyUser": {func() error {
			_, err := checker.VerifyUser(token, long)
			return err
		}, token04.ErrUserIDMismatch},
		"VerifyPublish": {func() error {
			_, err := checker.VerifyPublish(token, "user1", long, long)
			return err
		}, token04.ErrPrivilegesAbsent},
		"Inspect": {func() error {
			_, err := token04.Inspect(long)
			return err
		}, token04.ErrTokenFormat},
		"KitToken, user name": {func() error {
			_, err := token04.KitToken(token, "room1", "user1", long, 1)
			return err
		}, token04.ErrUserIDInvalid},
		"Explain": {func() error {
			_, err := token04.Explain(long, token04.WithSecret(long), token04.WithUser(long))
			return err
		}, nil},
		"Decode, token": {func() error {
			_, err := token04.Decode(long, secret)
			return err
		}, token04.ErrTokenFormat},
		"Decode, secret": {func() error {
			_, err := token04.Decode(token, long)
			return err
		}, token04.ErrSecretInvalid},
		"NewGenerator": {func() error {
			_, err := token04.NewGenerator(1, long)
			return err
		}, token04.ErrSecretInvalid},
		"NewVerifier": {func() error {
			_, err := token04.NewVerifier(1, secret, token04.WithPreviousSecrets(other, long))
			return err
		}, token04.ErrSecretInvalid},
		"PublishOnly": {func() error {
			_, err := token04.PublishOnly("room1", "stream1", long)
			return err
		}, token04.ErrStreamIDInvalid},
		"LoginOnly": {func() error {
			_, err := token04.LoginOnly(long)
			return err
		}, token04.ErrRoomIDInvalid},
		"KitToken, token": {func() error {
			_, err := token04.KitToken(long, "room1", "user1", "Ada", 1)
			return err
		}, token04.ErrTokenFormat},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := one.call()
		runtime.ReadMemStats(&after)
		wants(t, err, one.want)
		if taken := after.TotalAlloc - before.TotalAlloc; taken > most {
			t.Errorf("%s took %d MB", name, taken>>20)
		}
	}
}
