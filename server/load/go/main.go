// The same service in Go: net/http, golang-jwt and token04's Go package.
package main

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	token04 "github.com/token04/token04-go"
)

func main() {
	var set struct{ Keys []struct{ N, E string } }
	bytes, _ := os.ReadFile(os.Getenv("KEYS"))
	if err := json.Unmarshal(bytes, &set); err != nil {
		panic(err)
	}
	n, _ := base64.RawURLEncoding.DecodeString(set.Keys[0].N)
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}
	appID, _ := strconv.Atoi(os.Getenv("APP_ID"))
	generator, err := token04.NewGenerator(int64(appID), os.Getenv("SECRET"))
	if err != nil {
		panic(err)
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithAudience(os.Getenv("AUDIENCE")), jwt.WithIssuer(os.Getenv("ISSUER")), jwt.WithExpirationRequired())
	http.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		user := ""
		if os.Getenv("MODE") == "header" {
			if r.Header.Get("x-proxy") == os.Getenv("PROXY") {
				user = r.Header.Get("x-user")
			}
		} else {
			text := strings.TrimPrefix(r.Header.Get("authorization"), "Bearer ")
			claims := jwt.MapClaims{}
			if _, err := parser.ParseWithClaims(text, claims, func(*jwt.Token) (any, error) { return key, nil }); err == nil {
				user, _ = claims["sub"].(string)
			}
		}
		if user == "" {
			w.WriteHeader(401)
			return
		}
		var body struct {
			RoomID string `json:"room_id"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 16384)).Decode(&body); err != nil {
			w.WriteHeader(400)
			return
		}
		privileges, err := token04.LoginOnly(body.RoomID)
		if err != nil {
			w.WriteHeader(400)
			return
		}
		issued, err := generator.Issue(user, time.Hour, privileges)
		if err != nil {
			w.WriteHeader(403)
			return
		}
		w.Header().Set("content-type", "application/json")
		w.Header().Set("cache-control", "no-store")
		_ = json.NewEncoder(w).Encode(map[string]any{"token": issued.Token, "app_id": appID, "user_id": user, "issued_at": issued.IssuedAt, "expires_at": issued.ExpiresAt})
	})
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
