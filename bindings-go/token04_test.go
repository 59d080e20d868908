package token04_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

// What the conformance matrix does not see: Go's own side of the package.

const (
	appID  = 1234567890
	secret = "fa94dd0f974cf2e293728a526b028271"
	other  = "0123456789abcdef0123456789abcdef"
)

func generator(t testing.TB, options ...token04.GeneratorOption) *token04.Generator {
	t.Helper()
	made, err := token04.NewGenerator(appID, secret, options...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func verifier(t testing.TB, options ...token04.VerifierOption) *token04.Verifier {
	t.Helper()
	made, err := token04.NewVerifier(appID, secret, options...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func at(unix int64) token04.ClockOption {
	return token04.WithClock(func() time.Time { return time.Unix(unix, 0) })
}

func TestEveryCodeOfTheTableHasItsError(t *testing.T) {
	all := map[token04.Code]error{}
	for _, err := range []error{
		token04.ErrAppIDInvalid, token04.ErrUserIDInvalid, token04.ErrSecretInvalid,
		token04.ErrEffectiveTimeInvalid, token04.ErrPayloadInvalid, token04.ErrRoomIDInvalid,
		token04.ErrStreamIDInvalid, token04.ErrModeInvalid, token04.ErrLeewayInvalid,
		token04.ErrTokenFormat, token04.ErrDecryptFailed, token04.ErrClaimsInvalid,
		token04.ErrAppIDMismatch, token04.ErrUserIDMismatch, token04.ErrExpired,
		token04.ErrNotYetValid, token04.ErrExpireMismatch, token04.ErrRoomNotAllowed,
		token04.ErrStreamNotAllowed, token04.ErrPrivilegesAbsent, token04.ErrUnauthenticated,
		token04.ErrInternal, token04.ErrRandomUnavailable,
	} {
		var typed *token04.Error
		if !errors.As(err, &typed) || "token04: "+typed.Message() != err.Error() || typed.Name() == "unknown" {
			t.Errorf("%v", err)
		}
		all[typed.Code] = err
	}
	inner := map[token04.Code]bool{91: true, 92: true, 93: true}
	for code := token04.Code(1); code < 200; code++ {
		known := code.Name() != "unknown"
		if _, has := all[code]; known != has && !inner[code] {
			t.Errorf("%d %s", code, code.Name())
		}
	}
	if name := token04.CodeEffectiveTimeInvalid.Name(); name != "effective_time_invalid" {
		t.Error(name)
	}
	if errors.Is(token04.ErrExpired, token04.ErrNotYetValid) {
		t.Error("all errors are one")
	}
}

func TestThereAndBack(t *testing.T) {
	privileges := token04.LoginAndPublish("room1", token04.StreamIDs("s1", "s2"))
	for _, mode := range []token04.Mode{token04.CBC, token04.GCM} {
		token, err := generator(t, token04.WithMode(mode), at(1700000000)).
			PrivilegeToken("usér😀", time.Hour, privileges)
		if err != nil {
			t.Fatal(err)
		}
		judge := verifier(t, at(1700000001))
		verified, err := judge.Verify(token,
			token04.WithUser("usér😀"), token04.WithRoom("room1"), token04.WithStream("s2"))
		if err != nil {
			t.Fatal(err)
		}
		if verified.Mode != mode || verified.Authenticated != (mode == token04.GCM) {
			t.Error(mode)
		}
		claims := verified.Claims
		if claims.AppID != appID || claims.UserID != "usér😀" || claims.Ctime != 1700000000 ||
			claims.Expire != 1700003600 || claims.PayloadKind != token04.PayloadText {
			t.Error("claims")
		}
		if expires := verified.ExpiresTime(); !expires.Equal(time.Unix(1700003600, 0)) {
			t.Error(expires)
		}
		held := verified.Privileges
		if !held.Login || !held.Publish || held.AnyStream || len(held.StreamIDs) != 2 {
			t.Error("privileges")
		}
		_, err = judge.Verify(token, token04.WithStream("s3"))
		wants(t, err, token04.ErrStreamNotAllowed)
	}
}

func TestLongAnswersFit(t *testing.T) {
	payload := strings.Repeat("\x01", 10000)
	issued, err := generator(t).Issue("user1", time.Hour, payload)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := token04.Decode(issued.Token, secret)
	if err != nil || decoded.Claims.Payload != payload {
		t.Fatal(err)
	}
	verified, err := verifier(t).Verify(issued.Token, token04.WithUser("user1"))
	if err != nil || verified.Claims.Payload != payload {
		t.Fatal(err)
	}
	ids := make([]string, 100)
	for index := range ids {
		ids[index] = strings.Repeat("s", 256)
	}
	privileges := token04.PublishOnly("room1", ids...)
	if _, err := generator(t).PrivilegeToken("user1", time.Hour, privileges); err != nil {
		t.Fatal(err)
	}
	if text, err := privileges.Payload(); err != nil || len(text) < 25600 {
		t.Fatal(err)
	}
	_, err = generator(t).Generate("user1", time.Hour, strings.Repeat("x", 1<<20))
	wants(t, err, token04.ErrPayloadInvalid)
	_, err = token04.Decode(strings.Repeat("x", 1<<20), secret)
	wants(t, err, token04.ErrTokenFormat)
	_, err = verifier(t).Verify(issued.Token, token04.WithUser(strings.Repeat("u", 1<<20)))
	wants(t, err, token04.ErrUserIDMismatch)
}

func TestADurationIsWholeSeconds(t *testing.T) {
	issued, err := generator(t, at(100)).Issue("user1", time.Minute, "")
	if err != nil || issued.ExpiresAt != 160 || issued.RefreshAt != 130 || issued.IssuedAt != 100 {
		t.Fatal(err)
	}
	if !issued.RefreshTime().Equal(time.Unix(130, 0)) {
		t.Error("RefreshTime")
	}
	for _, bad := range []time.Duration{0, -time.Second, time.Millisecond, 1500 * time.Millisecond} {
		_, err := generator(t).IdentityToken("user1", bad)
		wants(t, err, token04.ErrEffectiveTimeInvalid)
		_, err = generator(t).GenerateBatch(nil, bad, "")
		wants(t, err, token04.ErrEffectiveTimeInvalid)
	}
	for _, bad := range []time.Duration{-time.Second, time.Millisecond} {
		_, err := token04.NewVerifier(appID, secret, token04.WithLeeway(bad))
		wants(t, err, token04.ErrLeewayInvalid)
	}
}

func TestAnAppIDDoesNotWrap(t *testing.T) {
	for _, bad := range []int64{0, -1, 1<<32 + appID, -1 << 63, 1<<63 - 1} {
		_, err := token04.NewGenerator(bad, secret)
		wants(t, err, token04.ErrAppIDInvalid)
		_, err = token04.NewVerifier(bad, secret)
		wants(t, err, token04.ErrAppIDInvalid)
	}
	_, err := token04.NewGenerator(appID, secret, token04.WithMode("CBC"))
	wants(t, err, token04.ErrModeInvalid)
	_, err = token04.NewGenerator(appID, secret+secret)
	wants(t, err, token04.ErrSecretInvalid)
}

func TestWhatIsNamedIsChecked(t *testing.T) {
	token, err := generator(t).IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	judge := verifier(t)
	_, err = judge.Verify(token, token04.WithUser(""))
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = judge.Verify(token, token04.Expectation{})
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = judge.Verify(token, token04.WithUser("user1"), token04.WithUser("user2"))
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = judge.Verify(token, token04.WithUser("user2"), token04.WithUser("user1"))
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = judge.Verify(token, token04.WithUser("user1"), token04.WithUser("user1"))
	wants(t, err, nil)
	_, err = judge.Verify(token, token04.WithRoom(""))
	wants(t, err, token04.ErrPrivilegesAbsent)
	_, err = verifier(t, token04.RequireAuthenticated()).Verify(token)
	wants(t, err, token04.ErrUnauthenticated)
}

func TestStreamsThatAreLeftOutAreNotAnEmptyList(t *testing.T) {
	var none []string
	var unset token04.Streams
	for _, bad := range []token04.RoomPrivileges{
		token04.PublishOnly("room1"),
		token04.PublishOnly("room1", none...),
		token04.LoginAndPublish("room1", token04.StreamIDs(none...)),
		token04.LoginAndPublish("room1", unset),
	} {
		_, err := bad.Payload()
		wants(t, err, token04.ErrStreamIDInvalid)
		_, err = generator(t).PrivilegeToken("user1", time.Hour, bad)
		wants(t, err, token04.ErrStreamIDInvalid)
	}
	var zero token04.RoomPrivileges
	_, err := zero.Payload()
	wants(t, err, token04.ErrRoomIDInvalid)
	text, err := token04.LoginAndPublish("room1", token04.AnyStream()).Payload()
	want := `{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":null}`
	if err != nil || text != want {
		t.Error(text, err)
	}
}

func TestRotationOfSecrets(t *testing.T) {
	old, err := token04.NewGenerator(appID, other)
	if err != nil {
		t.Fatal(err)
	}
	token, err := old.IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, err = verifier(t).Verify(token)
	wants(t, err, token04.ErrDecryptFailed)
	verified, err := verifier(t, token04.WithPreviousSecrets(other)).Verify(token)
	if err != nil || verified.SecretIndex != 1 {
		t.Fatal(err)
	}
	_, err = token04.NewVerifier(appID, secret, token04.WithPreviousSecrets(other, "short"))
	wants(t, err, token04.ErrSecretInvalid)
}

func TestTheEnvironment(t *testing.T) {
	named := func(err, expected error, about string) {
		t.Helper()
		if !errors.Is(err, expected) || !strings.HasPrefix(err.Error(), "token04: environment variable "+about+": ") {
			t.Error(err)
		}
	}
	t.Setenv("ZEGO_APP_ID", "")
	t.Setenv("ZEGO_SERVER_SECRET", "")
	_, err := token04.GeneratorFromEnv()
	named(err, token04.ErrAppIDInvalid, "ZEGO_APP_ID is empty")
	t.Setenv("ZEGO_APP_ID", " 7")
	_, err = token04.GeneratorFromEnv()
	named(err, token04.ErrAppIDInvalid, "ZEGO_APP_ID is refused")
	t.Setenv("ZEGO_APP_ID", "1234567890")
	_, err = token04.VerifierFromEnv()
	named(err, token04.ErrSecretInvalid, "ZEGO_SERVER_SECRET is empty")
	if err := os.Unsetenv("ZEGO_SERVER_SECRET"); err != nil { // set again when the test ends
		t.Fatal(err)
	}
	_, err = token04.GeneratorFromEnv()
	named(err, token04.ErrSecretInvalid, "ZEGO_SERVER_SECRET is not set")
	t.Setenv("ZEGO_SERVER_SECRET", other)
	old, err := token04.GeneratorFromEnv(token04.WithMode(token04.GCM))
	if err != nil {
		t.Fatal(err)
	}
	token, err := old.IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ZEGO_SERVER_SECRET", secret)
	t.Setenv("ZEGO_PREVIOUS_SERVER_SECRET", other)
	judge, err := token04.VerifierFromEnv(token04.RequireAuthenticated())
	if err != nil {
		t.Fatal(err)
	}
	if verified, err := judge.Verify(token); err != nil || verified.SecretIndex != 1 {
		t.Fatal(err)
	}
	t.Setenv("ZEGO_PREVIOUS_SERVER_SECRET", "short")
	_, err = token04.VerifierFromEnv()
	named(err, token04.ErrSecretInvalid, "ZEGO_PREVIOUS_SERVER_SECRET is refused")
	t.Setenv("ZEGO_PREVIOUS_SERVER_SECRET", "") // as a line of an .env file leaves it: none
	judge, err = token04.VerifierFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	_, err = judge.Verify(token)
	wants(t, err, token04.ErrDecryptFailed)
}

func TestWhatNoNewFunctionMadeIsAnError(t *testing.T) {
	var absent *token04.Generator
	privileges := token04.LoginOnly("room1")
	for _, one := range []*token04.Generator{absent, {}} {
		_, err := one.Generate("user1", time.Hour, "")
		wants(t, err, token04.ErrNullPointer)
		_, err = one.Issue("user1", time.Hour, "")
		wants(t, err, token04.ErrNullPointer)
		_, err = one.PrivilegeToken("user1", time.Hour, privileges)
		wants(t, err, token04.ErrNullPointer)
		_, err = one.GenerateBatch([]string{"user1"}, time.Hour, "")
		wants(t, err, token04.ErrNullPointer)
	}
	var nobody *token04.Verifier
	for _, one := range []*token04.Verifier{nobody, {}} {
		_, err := one.Verify("04")
		wants(t, err, token04.ErrNullPointer)
	}
}

func TestABatchKeepsItsOrder(t *testing.T) {
	ids := make([]string, 1000)
	for index := range ids {
		ids[index] = fmt.Sprint("user", index)
	}
	ids[3], ids[300], ids[999] = "", strings.Repeat("u", 65), "a\x00"
	results, err := generator(t).GenerateBatch(ids, time.Hour, strings.Repeat("\x01", 900))
	if err != nil {
		t.Fatal(err)
	}
	judge := verifier(t)
	for index, result := range results {
		if index == 3 || index == 300 || index == 999 {
			wants(t, result.Err, token04.ErrUserIDInvalid)
		} else if _, err := judge.Verify(result.Token, token04.WithUser(ids[index])); err != nil {
			t.Fatal(index, err, result.Err)
		}
	}
	if results, err := generator(t).GenerateBatch(nil, time.Hour, ""); err != nil || len(results) != 0 {
		t.Error(err)
	}
}

func TestNothingPrintedShowsASecretATokenOrAClaim(t *testing.T) {
	made := generator(t)
	privileges := token04.LoginAndPublish("room-of-ada", token04.StreamIDs("stream-of-ada"))
	payload, _ := privileges.Payload()
	issued, err := made.Issue("ada@example.com", time.Hour, payload)
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier(t).Verify(issued.Token)
	if err != nil {
		t.Fatal(err)
	}
	batch, _ := made.GenerateBatch([]string{"ada@example.com"}, time.Hour, payload)
	kit, _ := token04.KitToken(issued.Token, "room-of-ada", "ada@example.com", "Ada", appID)
	inspected, err := token04.Inspect(kit)
	if err != nil {
		t.Fatal(err)
	}
	hidden := []string{secret, issued.Token, batch[0].Token, "ada", "Ada"}
	for _, value := range []any{
		made, *made, verifier(t), *verifier(t), privileges, token04.StreamIDs("stream-of-ada"),
		issued, &issued, batch, verified, *verified, verified.DecodedToken, verified.Claims,
		verified.Privileges, token04.WithUser("ada"), *inspected.Kit, inspected,
		token04.WithPreviousSecrets(secret), token04.WithSecret(secret), token04.ErrExpired,
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text := fmt.Sprintf(verb, value)
			for _, part := range hidden {
				inHex := fmt.Sprintf("%x", part)
				if strings.Contains(text, part) || strings.Contains(text, inHex) {
					t.Errorf("%s of %T", verb, value)
				}
			}
		}
		if text, err := json.Marshal(value); err == nil && strings.Contains(string(text), secret) {
			t.Errorf("JSON of %T", value)
		}
	}
}

func TestManyGoroutinesShareOneGenerator(t *testing.T) {
	const goroutines, each = 32, 200 / fewer
	made, judge := generator(t), verifier(t)
	privileges := token04.LoginOnly("room1")
	var wait sync.WaitGroup
	var lock sync.Mutex
	seen := map[string]bool{}
	for number := 0; number < goroutines; number++ {
		wait.Add(1)
		go func(user string) {
			defer wait.Done()
			for call := 0; call < each; call++ {
				token, err := made.PrivilegeToken(user, time.Hour, privileges)
				if err == nil {
					_, err = judge.Verify(token, token04.WithUser(user), token04.WithRoom("room1"))
				}
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := made.IdentityToken("", time.Hour); !errors.Is(err, token04.ErrUserIDInvalid) {
					t.Error(err)
				}
				lock.Lock()
				seen[token] = true
				lock.Unlock()
			}
		}(fmt.Sprint("user", number))
	}
	wait.Wait()
	if len(seen) != goroutines*each {
		t.Errorf("%d different tokens", len(seen))
	}
}

func TestManyGeneratorsComeAndGo(t *testing.T) {
	judge := verifier(t)
	for number := 0; number < 3000/fewer; number++ {
		token, err := generator(t).IdentityToken("user1", time.Hour)
		if err == nil && number%100 == 0 {
			_, err = judge.Verify(token)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheDropIn(t *testing.T) {
	before := time.Now().Unix()
	token, err := token04.GenerateToken04(appID, "user1", secret, 3600, "")
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier(t).Verify(token, token04.WithUser("user1"))
	if err != nil || verified.Claims.Ctime < before || verified.Mode != token04.CBC {
		t.Fatal(err)
	}
	for want, call := range map[error][4]any{
		token04.ErrAppIDInvalid:         {uint32(0), "", "", int64(0)},
		token04.ErrUserIDInvalid:        {uint32(1), "", "", int64(0)},
		token04.ErrSecretInvalid:        {uint32(1), "u", "", int64(0)},
		token04.ErrEffectiveTimeInvalid: {uint32(1), "u", secret, int64(0)},
	} {
		token, err := token04.GenerateToken04(
			call[0].(uint32), call[1].(string), call[2].(string), call[3].(int64), "\xff")
		wants(t, err, want)
		if token != "" {
			t.Error("a token with an error")
		}
	}
	keys := fmt.Sprint(token04.PrivilegeKeyLogin, token04.PrivilegeKeyPublish,
		token04.PrivilegeEnable, token04.PrivilegeDisable)
	if keys != "1 2 1 0" {
		t.Error(keys)
	}
}

func TestExplain(t *testing.T) {
	token, err := generator(t, at(1700000000)).IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	report, err := token04.Explain(token, token04.WithSecret(secret+secret), at(1700000000))
	if err != nil || report.Findings[0].ID != "secret_is_app_sign" ||
		report.Findings[0].Severity != token04.SeverityError || len(report.Findings[0].SDKCodes) == 0 {
		t.Fatal(err, report)
	}
	report, err = token04.Explain(token, token04.WithSecret(secret), token04.WithApp(7),
		token04.WithKit(false), token04.WithLeeway(time.Minute), at(1700000000))
	if err != nil || report.Findings[0].ID != "app_id_mismatch" {
		t.Fatal(err, report)
	}
}
