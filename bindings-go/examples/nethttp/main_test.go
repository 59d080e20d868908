package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/token04/token04-go"
)

const secret = "fa94dd0f974cf2e293728a526b028271"

// The test's own program is the server when it is asked to.
func TestMain(m *testing.M) {
	if os.Getenv("BE_THE_SERVER") != "" {
		main()
	}
	os.Exit(m.Run())
}

func server(t *testing.T, variables ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program)
	command.Env = append([]string{"BE_THE_SERVER=1", "PORT=0"}, variables...)
	return command
}

func TestOverHTTP(t *testing.T) {
	command := server(t, "ZEGO_APP_ID=1234567890", "ZEGO_SERVER_SECRET="+secret, "DEMO_SESSION=letmein=user1")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = command.Process.Kill(); _ = command.Wait() }()
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + strings.TrimSpace(strings.TrimPrefix(line, "listening on ")) + "/token"
	ask := func(method, bearer string) *http.Response {
		body := strings.NewReader(`{"user_id":"somebody-else"}`)
		request, err := http.NewRequest(method, url, body)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", bearer)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		return response
	}
	for _, bearer := range []string{"", "Bearer ", "Bearer wrong", "letmein"} {
		if status := ask("POST", bearer).StatusCode; status != 401 {
			t.Error(bearer, status)
		}
	}
	if status := ask("GET", "Bearer letmein").StatusCode; status != 405 {
		t.Error(status)
	}
	response := ask("POST", "Bearer letmein")
	if response.StatusCode != 200 || response.Header.Get("Cache-Control") != "no-store" {
		t.Fatal(response.Status)
	}
	var answer struct {
		Token     string `json:"token"`
		ExpiresAt int64  `json:"expires_at"`
		RefreshAt int64  `json:"refresh_at"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	verifier, err := token04.NewVerifier(1234567890, secret)
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier.Verify(answer.Token, token04.WithUser("user1"))
	if err != nil || verified.Claims.Expire != answer.ExpiresAt || answer.RefreshAt != answer.ExpiresAt-30 {
		t.Fatal(err)
	}
}

func TestAStartThatFailsSaysWhy(t *testing.T) {
	for want, variables := range map[string][]string{
		"app id":        {},
		"server secret": {"ZEGO_APP_ID=7"},
		"AppSign":       {"ZEGO_APP_ID=7", "ZEGO_SERVER_SECRET=" + secret + secret},
	} {
		output, err := server(t, variables...).CombinedOutput()
		if err == nil || !bytes.Contains(output, []byte(want)) || bytes.Contains(output, []byte(secret)) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
