package token04_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

// What the conformance cases do not cover: Go's own part of the package.

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

// made returns a constructor's result, and panics if it failed.
func made(t testing.TB) func(token04.RoomPrivileges, error) token04.RoomPrivileges {
	t.Helper()
	return func(privileges token04.RoomPrivileges, err error) token04.RoomPrivileges {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return privileges
	}
}

func failed(_ token04.RoomPrivileges, err error) error { return err }

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func at(unix int64) token04.ClockOption {
	return token04.WithClock(func() time.Time { return time.Unix(unix, 0) })
}

func TestErrorsHaveTheMessagesOfTheEngine(t *testing.T) {
	known := 0
	for code := token04.Code(1); code < 200; code++ {
		err := &token04.Error{Code: code}
		if err.Error() != "token04: "+code.Message() || err.Name() != code.Name() {
			t.Errorf("%d %v", code, err)
		}
		if code.Name() != "unknown" {
			known++
		}
	}
	if name := token04.CodeEffectiveTimeInvalid.Name(); name != "effective_time_invalid" || known < 20 {
		t.Error(name, known)
	}
	if errors.Is(token04.ErrExpired, token04.ErrNotYetValid) {
		t.Error("all errors are equal")
	}
}

func TestMintThenDecodeAndVerify(t *testing.T) {
	privileges := made(t)(token04.LoginAndPublish("room1", "s1", "s2"))
	for _, mode := range []token04.Mode{token04.CBC, token04.GCM} {
		token, err := generator(t, token04.WithMode(mode), at(1700000000)).
			PrivilegeToken("usér😀", time.Hour, privileges)
		if err != nil {
			t.Fatal(err)
		}
		checker := verifier(t, at(1700000001))
		if _, err := checker.VerifyLogin(token, "usér😀", "room1"); err != nil {
			t.Fatal(err)
		}
		verified, err := checker.VerifyPublish(token, "usér😀", "room1", "s2")
		if err != nil {
			t.Fatal(err)
		}
		if verified.Mode != mode || !verified.Authenticated {
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
		_, err = checker.VerifyPublish(token, "usér😀", "room1", "s3")
		wants(t, err, token04.ErrStreamNotAllowed)
	}
}

func TestLongResultsFit(t *testing.T) {
	payload := strings.Repeat("\x01", 10000)
	issued, err := generator(t).Issue("user1", time.Hour, token04.StringPayload(payload))
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := token04.Decode(issued.Token, secret)
	if err != nil || decoded.Claims.Payload != payload {
		t.Fatal(err)
	}
	verified, err := verifier(t).VerifyUser(issued.Token, "user1")
	if err != nil || verified.Claims.Payload != payload {
		t.Fatal(err)
	}
	ids := make([]string, 100)
	for index := range ids {
		ids[index] = strings.Repeat("s", 256)
	}
	privileges := made(t)(token04.PublishOnly("room1", ids...))
	if _, err := generator(t).PrivilegeToken("user1", time.Hour, privileges); err != nil {
		t.Fatal(err)
	}
	if text, err := privileges.Payload(); err != nil || len(text) < 25600 {
		t.Fatal(err)
	}
	_, err = generator(t).Generate("user1", time.Hour, token04.StringPayload(strings.Repeat("x", 1<<20)))
	wants(t, err, token04.ErrPayloadInvalid)
	_, err = token04.Decode(strings.Repeat("x", 1<<20), secret)
	wants(t, err, token04.ErrTokenFormat)
	_, err = verifier(t).VerifyUser(issued.Token, strings.Repeat("u", 1<<20))
	wants(t, err, token04.ErrUserIDMismatch)
}

func TestADurationIsWholeSeconds(t *testing.T) {
	issued, err := generator(t, at(100)).Issue("user1", time.Minute, token04.Identity)
	if err != nil || issued.ExpiresAt != 160 || issued.RefreshAt != 130 || issued.IssuedAt != 100 {
		t.Fatal(err)
	}
	if !issued.RefreshTime().Equal(time.Unix(130, 0)) {
		t.Error("RefreshTime")
	}
	for _, bad := range []time.Duration{0, -time.Second, time.Millisecond, 1500 * time.Millisecond} {
		_, err := generator(t).IdentityToken("user1", bad)
		wants(t, err, token04.ErrEffectiveTimeInvalid)
		_, err = generator(t).GenerateBatch(nil, bad, token04.Identity)
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

// An empty id comes from a session without a user: it never matches.
func TestAnEmptyIDNeverMatches(t *testing.T) {
	token, err := generator(t).PrivilegeToken("user1", time.Hour, made(t)(token04.LoginAndPublishAny("room1")))
	if err != nil {
		t.Fatal(err)
	}
	checker := verifier(t)
	_, err = checker.VerifyUser(token, "")
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = checker.VerifyLogin(token, "", "room1")
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = checker.VerifyLogin(token, "user1", "")
	wants(t, err, token04.ErrRoomNotAllowed)
	_, err = checker.VerifyPublish(token, "", "room1", "s1")
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = checker.VerifyPublish(token, "user1", "", "s1")
	wants(t, err, token04.ErrRoomNotAllowed)
	_, err = checker.VerifyPublish(token, "user1", "room1", "")
	wants(t, err, token04.ErrStreamNotAllowed)
	_, err = checker.VerifyPublish(token, "user1", "room1", "s1")
	wants(t, err, nil)
}

func TestEachCallChecksWhatItSays(t *testing.T) {
	checker := verifier(t)
	identity, err := generator(t).IdentityToken("user1", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, err = checker.VerifyUser(identity, "user1")
	wants(t, err, nil)
	_, err = checker.VerifyUser(identity, "user2")
	wants(t, err, token04.ErrUserIDMismatch)
	_, err = checker.VerifyLogin(identity, "user1", "room1")
	wants(t, err, token04.ErrPrivilegesAbsent)
	publisher, err := generator(t).
		Generate("user1", time.Hour, made(t)(token04.PublishOnly("room1", "s1")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = checker.VerifyLogin(publisher, "user1", "room1")
	wants(t, err, token04.ErrRoomNotAllowed)
	_, err = checker.VerifyPublish(publisher, "user1", "room2", "s1")
	wants(t, err, token04.ErrRoomNotAllowed)
	_, err = checker.VerifyPublish(publisher, "user1", "room1", "s2")
	wants(t, err, token04.ErrStreamNotAllowed)
	_, err = checker.VerifyPublish(publisher, "user1", "room1", "s1")
	wants(t, err, nil)
}

// A token of another generator, made with the same secret, can be decoded but is not accepted.
func TestATokenOfAnotherGeneratorIsRefused(t *testing.T) {
	block, err := aes.NewCipher([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	claims := fmt.Sprintf(
		`{"app_id":%d,"user_id":"admin","nonce":1,"ctime":1700000000,"expire":1700003600,"payload":""}`, appID)
	padding := aes.BlockSize - len(claims)%aes.BlockSize
	claims += strings.Repeat(string(rune(padding)), padding)
	iv := []byte("0123456789abcdef")
	encrypted := make([]byte, len(claims))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(encrypted, []byte(claims))
	envelope := binary.BigEndian.AppendUint64(nil, 1700003600)
	envelope = append(binary.BigEndian.AppendUint16(envelope, uint16(len(iv))), iv...)
	envelope = append(binary.BigEndian.AppendUint16(envelope, uint16(len(encrypted))), encrypted...)
	token := "04" + base64.StdEncoding.EncodeToString(envelope)
	decoded, err := token04.Decode(token, secret)
	if err != nil || decoded.Claims.UserID != "admin" || decoded.Authenticated {
		t.Fatal(err)
	}
	_, err = verifier(t, at(1700000001)).Verify(token)
	wants(t, err, token04.ErrUnauthenticated)
	_, err = verifier(t, at(1700000001)).VerifyUser(token, "admin")
	wants(t, err, token04.ErrUnauthenticated)
}

func TestPrivilegesAreCheckedWhenTheyAreMade(t *testing.T) {
	var none []string
	for name, one := range map[string]struct {
		err, want error
	}{
		"no stream":               {failed(token04.PublishOnly("room1")), token04.ErrStreamIDInvalid},
		"a nil list":              {failed(token04.PublishOnly("room1", none...)), token04.ErrStreamIDInvalid},
		"an empty stream":         {failed(token04.PublishOnly("room1", "")), token04.ErrStreamIDInvalid},
		"login, no stream":        {failed(token04.LoginAndPublish("room1")), token04.ErrStreamIDInvalid},
		"login, a nil list":       {failed(token04.LoginAndPublish("room1", none...)), token04.ErrStreamIDInvalid},
		"no room":                 {failed(token04.LoginOnly("")), token04.ErrRoomIDInvalid},
		"no room, any stream":     {failed(token04.LoginAndPublishAny("")), token04.ErrRoomIDInvalid},
		"the room first":          {failed(token04.PublishOnly("", "")), token04.ErrRoomIDInvalid},
		"neither flag":            {failed(token04.PrivilegesFromFlags("", false, false, none)), token04.ErrPrivilegesEmpty},
		"a flag and no stream":    {failed(token04.PrivilegesFromFlags("room1", true, true, none)), token04.ErrStreamIDInvalid},
		"streams without publish": {failed(token04.PrivilegesFromFlags("room1", true, false, []string{""})), nil},
		"streams without a flag":  {failed(token04.PrivilegesFromFlags("room1", false, true, []string{"s1"})), nil},
	} {
		if !errors.Is(one.err, one.want) {
			t.Errorf("%s: %v", name, one.err)
		}
	}
	var zero token04.RoomPrivileges
	_, err := zero.Payload()
	wants(t, err, token04.ErrRoomIDInvalid)
	maker := generator(t)
	for _, bad := range []struct {
		payload token04.Payload
		want    error
	}{{zero, token04.ErrRoomIDInvalid}, {&zero, token04.ErrRoomIDInvalid}, {nil, token04.ErrPayloadInvalid}} {
		_, err = maker.Generate("user1", time.Hour, bad.payload)
		wants(t, err, bad.want)
		_, err = maker.Issue("user1", time.Hour, bad.payload)
		wants(t, err, bad.want)
		_, err = maker.GenerateBatch([]string{"user1"}, time.Hour, bad.payload)
		wants(t, err, bad.want)
	}
	_, err = maker.PrivilegeToken("user1", time.Hour, zero)
	wants(t, err, token04.ErrRoomIDInvalid)
	text, err := made(t)(token04.LoginAndPublishAny("room1")).Payload()
	want := `{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":null}`
	if err != nil || text != want {
		t.Error(text, err)
	}
}

func TestValuesAreEqualByTheirContent(t *testing.T) {
	one, other := made(t)(token04.PublishOnly("room1", "s1")), made(t)(token04.PublishOnly("room1", "s1"))
	if one != other || one == made(t)(token04.PublishOnly("room1", "s2")) {
		t.Error("privileges")
	}
	flags := made(t)(token04.PrivilegesFromFlags("room1", false, true, []string{"s1"}))
	if one != flags {
		t.Error("flags")
	}
	maker, checker := generator(t, at(1700000000)), verifier(t, at(1700000000))
	token, err := maker.PrivilegeToken("user1", time.Hour, one)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := checker.Verify(token)
	second, _ := checker.VerifyUser(token, "user1")
	if !first.Equal(*second) || !first.DecodedToken.Equal(second.DecodedToken) || first.Claims != second.Claims {
		t.Error("results")
	}
	second.Privileges.StreamIDs[0] = "s2"
	if first.Equal(*second) {
		t.Error("another stream")
	}
}

func TestJSONHasTheDocumentedFields(t *testing.T) {
	maker := generator(t, at(1700000000))
	issued, err := maker.Issue("user1", time.Hour, token04.StringPayload("x"))
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier(t, at(1700000000)).Verify(issued.Token)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := maker.GenerateBatch([]string{"user1", ""}, time.Hour, token04.Identity)
	if err != nil {
		t.Fatal(err)
	}
	for want, value := range map[string]any{
		"expires_at issued_at refresh_at token":                                             issued,
		"authenticated claims envelope_expire mode payload_is_text privileges secret_index": verified,
		"app_id ctime expire nonce payload user_id":                                         verified.Claims,
		"token":             batch[0],
		"error":             batch[1],
		"code message name": batch[1].Err,
	} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		var names []string
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%T: %s", value, got)
		}
	}
}

// A clock that returns milliseconds would make tokens that never expire.
func TestAClockOutsideTheYearsIsRefused(t *testing.T) {
	token, err := generator(t, at(253402300799)).IdentityToken("user1", time.Second)
	wants(t, err, nil)
	for _, bad := range []int64{-1, 253402300800, 1700000000000, -1 << 63, 1<<63 - 1} {
		maker := generator(t, at(bad))
		_, err = maker.IdentityToken("user1", time.Hour)
		wants(t, err, token04.ErrNowInvalid)
		_, err = maker.IdentityToken("", time.Hour)
		wants(t, err, token04.ErrUserIDInvalid)
		_, err = maker.GenerateBatch([]string{""}, 0, token04.Identity)
		wants(t, err, token04.ErrNowInvalid)
		_, err = verifier(t, at(bad)).Verify(token)
		wants(t, err, token04.ErrNowInvalid)
		report, err := token04.Explain(token, at(bad))
		if err != nil || report.Findings[0].ID != "now_invalid" {
			t.Error(report, err)
		}
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
	wants(t, err, token04.ErrUnauthenticated)
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
	named(err, token04.ErrAppIDInvalid, "ZEGO_APP_ID is invalid")
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
	checker, err := token04.VerifierFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	if verified, err := checker.Verify(token); err != nil || verified.SecretIndex != 1 {
		t.Fatal(err)
	}
	t.Setenv("ZEGO_PREVIOUS_SERVER_SECRET", "short")
	_, err = token04.VerifierFromEnv()
	named(err, token04.ErrSecretInvalid, "ZEGO_PREVIOUS_SERVER_SECRET is invalid")
	t.Setenv("ZEGO_PREVIOUS_SERVER_SECRET", "") // an empty variable counts as not set
	checker, err = token04.VerifierFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	_, err = checker.Verify(token)
	wants(t, err, token04.ErrUnauthenticated)
}

func TestNilAndZeroValuesAreErrors(t *testing.T) {
	var absent *token04.Generator
	privileges := made(t)(token04.LoginOnly("room1"))
	for _, one := range []*token04.Generator{absent, {}} {
		_, err := one.Generate("user1", time.Hour, token04.Identity)
		wants(t, err, token04.ErrNullPointer)
		_, err = one.Issue("user1", time.Hour, nil)
		wants(t, err, token04.ErrNullPointer)
		_, err = one.PrivilegeToken("user1", time.Hour, privileges)
		wants(t, err, token04.ErrNullPointer)
		_, err = one.GenerateBatch([]string{"user1"}, time.Hour, token04.Identity)
		wants(t, err, token04.ErrNullPointer)
	}
	var nobody *token04.Verifier
	for _, one := range []*token04.Verifier{nobody, {}} {
		_, err := one.Verify("04")
		wants(t, err, token04.ErrNullPointer)
		_, err = one.VerifyUser("04", "user1")
		wants(t, err, token04.ErrNullPointer)
		_, err = one.VerifyLogin("04", "user1", "room1")
		wants(t, err, token04.ErrNullPointer)
		_, err = one.VerifyPublish("04", "user1", "room1", "s1")
		wants(t, err, token04.ErrNullPointer)
	}
}

func TestABatchKeepsItsOrder(t *testing.T) {
	ids := make([]string, 1000)
	for index := range ids {
		ids[index] = fmt.Sprint("user", index)
	}
	ids[3], ids[300], ids[999] = "", strings.Repeat("u", 65), "a\x00"
	results, err := generator(t).GenerateBatch(ids, time.Hour, token04.StringPayload(strings.Repeat("\x01", 900)))
	if err != nil {
		t.Fatal(err)
	}
	checker := verifier(t)
	for index, result := range results {
		if index == 3 || index == 300 || index == 999 {
			wants(t, result.Err, token04.ErrUserIDInvalid)
		} else if _, err := checker.VerifyUser(result.Token, ids[index]); err != nil {
			t.Fatal(index, err, result.Err)
		}
	}
	if results, err := generator(t).GenerateBatch(nil, time.Hour, token04.Identity); err != nil || len(results) != 0 {
		t.Error(err)
	}
}

func TestNothingPrintedShowsASecretATokenOrAClaim(t *testing.T) {
	maker := generator(t)
	privileges := made(t)(token04.LoginAndPublish("room-of-ada", "stream-of-ada"))
	issued, err := maker.Issue("ada@example.com", time.Hour, privileges)
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier(t).Verify(issued.Token)
	if err != nil {
		t.Fatal(err)
	}
	batch, _ := maker.GenerateBatch([]string{"ada@example.com"}, time.Hour, privileges)
	kit, _ := token04.KitToken(issued.Token, "room-of-ada", "ada@example.com", "Ada", appID)
	inspected, err := token04.Inspect(kit)
	if err != nil {
		t.Fatal(err)
	}
	hidden := []string{secret, issued.Token, batch[0].Token, "ada", "Ada"}
	for _, value := range []any{
		maker, *maker, verifier(t), *verifier(t), privileges,
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
	maker, checker := generator(t), verifier(t)
	privileges := made(t)(token04.LoginOnly("room1"))
	var wait sync.WaitGroup
	var lock sync.Mutex
	seen := map[string]bool{}
	for number := 0; number < goroutines; number++ {
		wait.Add(1)
		go func(user string) {
			defer wait.Done()
			for call := 0; call < each; call++ {
				token, err := maker.PrivilegeToken(user, time.Hour, privileges)
				if err == nil {
					_, err = checker.VerifyLogin(token, user, "room1")
				}
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := maker.IdentityToken("", time.Hour); !errors.Is(err, token04.ErrUserIDInvalid) {
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
	checker := verifier(t)
	for number := 0; number < 3000/fewer; number++ {
		token, err := generator(t).IdentityToken("user1", time.Hour)
		if err == nil && number%100 == 0 {
			_, err = checker.Verify(token)
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
	verified, err := verifier(t).VerifyUser(token, "user1")
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
			t.Error("a token was returned with an error")
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
