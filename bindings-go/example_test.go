package token04_test

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/token04/token04-go"
)

func init() {
	// A real server has these in its environment.
	_ = os.Setenv("ZEGO_APP_ID", "1234567890")
	_ = os.Setenv("ZEGO_SERVER_SECRET", secret)
}

func Example() {
	generator, err := token04.GeneratorFromEnv() // once: it prepares the key
	if err != nil {
		panic(err)
	}
	token, err := generator.IdentityToken("user1", time.Hour)
	if err != nil {
		panic(err)
	}
	verifier, err := token04.VerifierFromEnv()
	if err != nil {
		panic(err)
	}
	verified, err := verifier.VerifyUser(token, "user1")
	if err != nil {
		panic(err)
	}
	fmt.Println(verified.Claims.UserID, verified.Mode, verified.SecretIndex)
	// Output: user1 cbc 0
}

func ExampleGenerator_PrivilegeToken() {
	generator, err := token04.GeneratorFromEnv(token04.WithMode(token04.GCM))
	if err != nil {
		panic(err)
	}
	privileges, err := token04.LoginAndPublish("room1", "camera1")
	if err != nil {
		panic(err)
	}
	token, err := generator.PrivilegeToken("user1", time.Hour, privileges)
	if err != nil {
		panic(err)
	}
	inspected, err := token04.Inspect(token)
	fmt.Println(inspected.Mode, err)
	// Output: gcm <nil>
}

func ExampleGenerator_GenerateBatch() {
	generator, err := token04.GeneratorFromEnv()
	if err != nil {
		panic(err)
	}
	results, err := generator.GenerateBatch([]string{"user1", "", "user3"}, time.Hour, token04.Identity)
	if err != nil {
		panic(err)
	}
	for index, result := range results {
		fmt.Println(index, result.Err)
	}
	// Output:
	// 0 <nil>
	// 1 token04: user id must be a UTF-8 string of 1 to 64 bytes without NUL
	// 2 <nil>
}

func ExampleVerifier_VerifyUser() {
	verifier, err := token04.VerifierFromEnv(token04.WithLeeway(10 * time.Second))
	if err != nil {
		panic(err)
	}
	_, err = verifier.VerifyUser("04 is no token", "user1")
	var refused *token04.Error
	switch {
	case errors.Is(err, token04.ErrExpired):
		fmt.Println("fetch a new one")
	case errors.As(err, &refused):
		fmt.Println(refused.Code, refused.Name())
	}
	// Output: 20 token_format
}

func ExampleExplain() {
	generator, err := token04.GeneratorFromEnv()
	if err != nil {
		panic(err)
	}
	token, err := generator.IdentityToken("user1", time.Hour)
	if err != nil {
		panic(err)
	}
	appSign := secret + secret // 64 hex characters: another credential
	report, err := token04.Explain(token, token04.WithSecret(appSign))
	if err != nil {
		panic(err)
	}
	for _, finding := range report.Findings {
		fmt.Println(finding.Severity, finding.ID)
	}
	// Output:
	// error secret_is_app_sign
}

func ExampleLoginOnly() {
	privileges, err := token04.LoginOnly("room1")
	if err != nil {
		panic(err)
	}
	payload, err := privileges.Payload()
	fmt.Println(payload, err)
	// Output: {"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null} <nil>
}
