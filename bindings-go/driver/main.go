// The conformance driver of Go: one JSON request per line, one reply per line. No checks.
//
// Usage: driver LANGUAGE ENGINE
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/token04/token04-go"
)

const module = "github.com/token04/token04-go"

var ops = strings.Fields("version generate identity_token privilege_token issue generate_batch " +
	"generate_token04 kit_token decode verify verify_user verify_login verify_publish inspect explain")

var can = strings.Fields("bytes wide_app_id wide_ttl fractional_duration negative_leeway wide_now " +
	"mode_text dropin_bytes dropin_wide_ttl")

type object map[string]any

func main() {
	language, engine := os.Args[1], os.Args[2]
	if err := installed(engine); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	decoder := json.NewDecoder(in)
	decoder.UseNumber()
	for decoder.More() {
		var request given
		must(decoder.Decode(&request))
		reply, err := called(language, request)
		var refused *token04.Error
		switch {
		case errors.As(err, &refused):
			must(encoder.Encode(object{"error": told(refused)}))
		default:
			must(err)
			must(encoder.Encode(reply))
		}
		must(out.Flush())
	}
}

// installed returns an error if this is not the packed module with this engine.
func installed(engine string) error {
	if token04.Engine() != engine {
		return fmt.Errorf("engine %s, not %s", token04.Engine(), engine)
	}
	info, _ := debug.ReadBuildInfo()
	for _, one := range info.Deps {
		packed := one.Version == "v"+token04.Version() && one.Sum != "" && one.Replace == nil
		if one.Path == module && packed {
			return nil
		}
	}
	return errors.New("not the packed module: " + info.String())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func told(err *token04.Error) object {
	return object{"code": err.Code, "name": err.Name(), "message": err.Message()}
}

func called(language string, request given) (any, error) {
	switch op := request.text("op"); op {
	case "version":
		version := token04.Version()
		return object{"language": language, "version": version, "ops": ops, "can": can}, nil
	case "generate_token04":
		return minted(token04.GenerateToken04(
			uint32(request.integer("app_id")), request.text("user_id"), request.text("secret"),
			request.integer("ttl"), request.text("payload")))
	case "kit_token":
		return minted(token04.KitToken(
			request.text("token"), request.text("room_id"), request.text("user_id"),
			request.text("user_name"), request.integer("app_id")))
	case "decode":
		decoded, err := token04.Decode(request.text("token"), request.text("secret"))
		if err != nil {
			return nil, err
		}
		return same(read(decoded), decoded), nil
	case "verify", "verify_user", "verify_login", "verify_publish":
		return verify(op, request)
	case "inspect":
		return token04.Inspect(request.text("token"))
	case "explain":
		return token04.Explain(request.text("token"), explaining(request)...)
	default:
		return mint(op, request)
	}
}

func minted(token string, err error) (any, error) { return object{"token": token}, err }

func mint(op string, request given) (any, error) {
	var options []token04.GeneratorOption
	if request.has("mode") {
		options = append(options, token04.WithMode(token04.Mode(request.text("mode"))))
	}
	if request.has("now") {
		options = append(options, token04.WithClock(request.clock()))
	}
	generator, err := token04.NewGenerator(
		request.integer("app_id"), request.text("secret"), options...)
	if err != nil {
		return nil, err
	}
	ttl := request.duration("ttl")
	switch op {
	case "identity_token":
		return minted(generator.IdentityToken(request.text("user_id"), ttl))
	case "privilege_token":
		privileges, err := request.privileges()
		if err != nil {
			return nil, err
		}
		return minted(generator.PrivilegeToken(request.text("user_id"), ttl, privileges))
	}
	payload, err := request.payload()
	if err != nil {
		return nil, err
	}
	switch op {
	case "generate":
		return minted(generator.Generate(request.text("user_id"), ttl, payload))
	case "issue":
		return generator.Issue(request.text("user_id"), ttl, payload)
	case "generate_batch":
		return batch(generator.GenerateBatch(request.texts("user_ids"), ttl, payload))
	}
	panic("unknown op " + op)
}

func batch(results []token04.BatchResult, err error) (any, error) {
	rows := []object{}
	for _, result := range results {
		var refused *token04.Error
		if errors.As(result.Err, &refused) {
			rows = append(rows, object{"error": told(refused)})
		} else {
			rows = append(rows, object{"token": result.Token})
		}
	}
	return object{"results": rows}, err
}

func verify(op string, request given) (any, error) {
	var options []token04.VerifierOption
	if request.has("previous_secrets") {
		previous := request.texts("previous_secrets")
		options = append(options, token04.WithPreviousSecrets(previous...))
	}
	if request.has("leeway") {
		options = append(options, token04.WithLeeway(request.duration("leeway")))
	}
	if request.has("now") {
		options = append(options, token04.WithClock(request.clock()))
	}
	verifier, err := token04.NewVerifier(
		request.integer("app_id"), request.text("secret"), options...)
	if err != nil {
		return nil, err
	}
	token, user, room := request.text("token"), request.id("user_id"), request.id("room_id")
	var verified *token04.VerifiedToken
	switch op {
	case "verify":
		verified, err = verifier.Verify(token)
	case "verify_user":
		verified, err = verifier.VerifyUser(token, user)
	case "verify_login":
		verified, err = verifier.VerifyLogin(token, user, room)
	case "verify_publish":
		verified, err = verifier.VerifyPublish(token, user, room, request.id("stream_id"))
	}
	if err != nil {
		return nil, err
	}
	fields := read(&verified.DecodedToken)
	fields["secret_index"] = verified.SecretIndex
	return same(fields, verified), nil
}

func explaining(request given) []token04.ExplainOption {
	var options []token04.ExplainOption
	for name, with := range map[string]func(string) token04.ExplainOption{
		"expect_user_id": token04.WithUser, "expect_room_id": token04.WithRoom,
		"expect_stream_id": token04.WithStream,
	} {
		if request.has(name) {
			options = append(options, with(request.text(name)))
		}
	}
	if request.has("secret") {
		options = append(options, token04.WithSecret(request.text("secret")))
	}
	if request.has("expect_app_id") {
		options = append(options, token04.WithApp(request.integer("expect_app_id")))
	}
	if request.has("expect_kit") {
		options = append(options, token04.WithKit(request.flag("expect_kit")))
	}
	if request.has("leeway") {
		options = append(options, token04.WithLeeway(request.duration("leeway")))
	}
	if request.has("now") {
		options = append(options, token04.WithClock(request.clock()))
	}
	return options
}

// read is the fields of a token.
func read(token *token04.DecodedToken) object {
	claims := token.Claims
	var payload any
	switch claims.PayloadKind {
	case token04.PayloadText:
		payload = claims.Payload
	case token04.PayloadJSON:
		payload = json.RawMessage(claims.Payload)
	}
	var privileges any
	if held := token.Privileges; held != nil {
		var streams any
		if !held.AnyStream {
			streams = held.StreamIDs
		}
		privileges = object{
			"room_id": held.RoomID, "login": held.Login, "publish": held.Publish,
			"stream_ids": streams,
		}
	}
	return object{
		"mode": token.Mode, "authenticated": token.Authenticated,
		"claims": object{
			"app_id": claims.AppID, "user_id": claims.UserID, "nonce": claims.Nonce,
			"ctime": claims.Ctime, "expire": claims.Expire, "payload": payload,
		},
		"envelope_expire": token.EnvelopeExpire, "privileges": privileges,
		"payload_is_text": token.PayloadIsText(),
	}
}

// same returns the fields, and panics if the JSON differs.
func same(fields object, token any) object {
	if sorted(fields) != sorted(token) {
		panic("MarshalJSON does not write the same fields")
	}
	return fields
}

func sorted(value any) string {
	text, err := json.Marshal(value)
	must(err)
	var again any
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	must(decoder.Decode(&again))
	text, err = json.Marshal(again)
	must(err)
	return string(text)
}
