// The cost of a token, compared with an empty call, plain code with Go's own crypto, and a JWT.
// Reports the lowest of many short rounds: other programs on the machine disturb some rounds, but
// rarely all.
//
// Usage: bench [ROUNDS]
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/token04/token04-go"
)

const (
	appID   = 1234567890
	batch   = 256
	perTest = 400
)

func main() {
	rounds := 300
	if len(os.Args) > 1 {
		rounds, _ = strconv.Atoi(os.Args[1])
	}
	secret := os.Getenv("ZEGO_SERVER_SECRET")
	cbc, err := token04.NewGenerator(appID, secret)
	must(err)
	gcm, err := token04.NewGenerator(appID, secret, token04.WithMode(token04.GCM))
	must(err)
	verifier, err := token04.NewVerifier(appID, secret)
	must(err)
	privileges, err := token04.LoginAndPublish("room1", "stream1")
	must(err)
	payload, err := privileges.Payload()
	must(err)
	token, err := cbc.PrivilegeToken("user1", time.Hour, privileges)
	must(err)
	users := make([]string, batch)
	for index := range users {
		users[index] = "user" + strconv.Itoa(index)
	}
	key := []byte(secret)
	handmade := newPlain(key)

	tests := []struct {
		name  string
		per   int
		calls int
		call  func() (string, error)
	}{
		{"empty call into the engine", 1, perTest, func() (string, error) {
			return empty("user1", int64(time.Hour/time.Second), payload)
		}},
		{"identity", 1, perTest, func() (string, error) { return cbc.IdentityToken("user1", time.Hour) }},
		{"privilege", 1, perTest, func() (string, error) {
			return cbc.PrivilegeToken("user1", time.Hour, privileges)
		}},
		{"making privileges and a token", 1, perTest, func() (string, error) {
			made, err := token04.LoginAndPublish("room1", "stream1")
			must(err)
			return cbc.PrivilegeToken("user1", time.Hour, made)
		}},
		{"privilege, GCM", 1, perTest, func() (string, error) {
			return gcm.PrivilegeToken("user1", time.Hour, privileges)
		}},
		{"drop-in, same payload", 1, perTest, func() (string, error) {
			return token04.GenerateToken04(appID, "user1", secret, 3600, payload)
		}},
		{"batch of 256, per token", batch, 4, func() (string, error) {
			_, err := cbc.GenerateBatch(users, time.Hour, privileges)
			return "", err
		}},
		{"verify for publishing", 1, perTest, func() (string, error) {
			_, err := verifier.VerifyPublish(token, "user1", "room1", "stream1")
			return "", err
		}},
		{"plain Go: crypto/aes CBC", 1, perTest, func() (string, error) {
			return handmade.cbc("user1", 3600, payload)
		}},
		{"plain Go: crypto/aes GCM", 1, perTest, func() (string, error) {
			return handmade.gcm("user1", 3600, payload)
		}},
		{"golang-jwt HS256, same claims", 1, perTest, func() (string, error) {
			now := time.Now()
			claims := jwt.MapClaims{
				"app_id": appID, "user_id": "user1", "iat": now.Unix(),
				"exp": now.Add(time.Hour).Unix(), "payload": payload,
			}
			return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
		}},
	}
	least := make([]time.Duration, len(tests))
	for round := 0; round < rounds; round++ {
		for index, test := range tests {
			begin := time.Now()
			for call := 0; call < test.calls; call++ {
				_, err := test.call()
				must(err)
			}
			took := time.Since(begin)
			if least[index] == 0 || took < least[index] {
				least[index] = took
			}
		}
	}
	fmt.Printf("engine %s, ns per token (lowest of %d rounds)\n", token04.Engine(), rounds)
	for index, test := range tests {
		each := float64(least[index].Nanoseconds()) / float64(test.calls*test.per)
		fmt.Printf("%-32s %8.0f\n", test.name, each)
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
