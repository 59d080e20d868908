// A server with net/http: POST /token returns a token for the authenticated user.
package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/token04/token04-go"
)

const (
	lifetime = time.Hour
	mostBody = 4 << 10
)

func main() {
	generator, err := token04.GeneratorFromEnv() // ZEGO_APP_ID, ZEGO_SERVER_SECRET
	if err != nil {
		log.Fatalf("cannot start: %v", err) // the error names the variable
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	server := &http.Server{
		Handler:           routes(generator),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second, // ends a request whose body arrives one byte at a time
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	log.Fatal(server.Serve(listener))
}

func port() string {
	if port := os.Getenv("PORT"); port != "" {
		return port
	}
	return "8080"
}

func routes(generator *token04.Generator) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		// Authentication comes first: the body is not read for a caller without a session.
		user, ok := authenticated(r)
		if !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			refuse(w, http.StatusMethodNotAllowed)
			return
		}
		if status := checkBody(w, r); status != http.StatusOK {
			refuse(w, status)
			return
		}
		issued, err := generator.Issue(user, lifetime, token04.Identity)
		if errors.Is(err, token04.ErrUserIDInvalid) {
			// The account has an id that the vendor does not accept: this is not a server error.
			refuse(w, http.StatusUnprocessableEntity)
			return
		}
		if err != nil {
			log.Printf("no token: %v", err)
			refuse(w, http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(issued) // token, issued_at, expires_at, refresh_at
	})
	return mux
}

// refuse sends the status and nothing else.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(status), status)
}

// checkBody reads the body, which may be empty or a JSON object. This server does not use it.
func checkBody(w http.ResponseWriter, r *http.Request) int {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case err != nil:
		return http.StatusRequestTimeout
	case len(body) == 0:
		return http.StatusOK
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return http.StatusUnsupportedMediaType
	}
	var request map[string]json.RawMessage
	if json.Unmarshal(body, &request) != nil {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// authenticated is the user of this request, from your own session; never from the body.
func authenticated(r *http.Request) (string, bool) {
	// A placeholder for a real session: one bearer value and its user, "value=user".
	value, user, ok := strings.Cut(os.Getenv("DEMO_SESSION"), "=")
	given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	same := subtle.ConstantTimeCompare([]byte(given), []byte(value)) == 1
	return user, ok && bearer && value != "" && user != "" && same
}
