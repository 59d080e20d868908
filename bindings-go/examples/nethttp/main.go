// A server with net/http that answers POST /token for the authenticated user.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/token04/token04-go"
)

const lifetime = time.Hour

func main() {
	generator, err := token04.GeneratorFromEnv() // ZEGO_APP_ID, ZEGO_SERVER_SECRET
	if err != nil {
		log.Fatalf("cannot start: %v", err) // it names the variable
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening on", listener.Addr())
	server := &http.Server{Handler: routes(generator), ReadHeaderTimeout: 5 * time.Second}
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
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		user, ok := authenticated(r)
		if !ok {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		issued, err := generator.Issue(user, lifetime, "")
		if err != nil {
			log.Printf("no token: %v", err)
			http.Error(w, "no token", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"token":      issued.Token,
			"expires_at": issued.ExpiresAt,
			"refresh_at": issued.RefreshAt,
		})
	})
	return mux
}

// authenticated is the user of this request, from your own session; never from the body.
func authenticated(r *http.Request) (string, bool) {
	// A stand-in for a real session: one bearer value and its user, "value=user".
	value, user, ok := strings.Cut(os.Getenv("DEMO_SESSION"), "=")
	given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return user, ok && bearer && value != "" && given == value
}
