package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

const secret = "fa94dd0f974cf2e293728a526b028271"

// The test binary also runs as the server, if the environment says so.
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

// started starts a server and returns its address.
func started(t *testing.T, session string) string {
	t.Helper()
	command := server(t, "ZEGO_APP_ID=1234567890", "ZEGO_SERVER_SECRET="+secret, "DEMO_SESSION="+session)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
}

type request struct {
	method, bearer, kind string
	body                 io.Reader
}

func ask(t *testing.T, address string, r request) *http.Response {
	t.Helper()
	made, err := http.NewRequest(r.method, "http://"+address+"/token", r.body)
	if err != nil {
		t.Fatal(err)
	}
	made.Header.Set("Authorization", r.bearer)
	made.Header.Set("Content-Type", r.kind)
	response, err := http.DefaultClient.Do(made)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

const (
	mine  = "Bearer letmein"
	asked = "application/json"
)

func TestOverHTTP(t *testing.T) {
	address := started(t, "letmein=user1")
	response := ask(t, address, request{"POST", mine, asked, strings.NewReader(`{"user_id":"somebody-else"}`)})
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
	verified, err := verifier.VerifyUser(answer.Token, "user1")
	if err != nil || verified.Claims.Expire != answer.ExpiresAt || answer.RefreshAt != answer.ExpiresAt-30 {
		t.Fatal(err)
	}
}

// A hostile request gets a 4xx response and does not harm the server.
func TestHostileRequests(t *testing.T) {
	address := started(t, "letmein=user1")
	huge := func() io.Reader { return io.LimitReader(endless{}, 64<<20) }
	for name, one := range map[string]struct {
		request
		want int
	}{
		"no session":       {request{"POST", "", asked, nil}, 401},
		"an empty session": {request{"POST", "Bearer ", asked, nil}, 401},
		"another session":  {request{"POST", "Bearer wrong", asked, nil}, 401},
		"no bearer":        {request{"POST", "letmein", asked, nil}, 401},
		"no session, GET":  {request{"GET", "", asked, nil}, 401},
		"no session, huge": {request{"POST", "", asked, huge()}, 401},
		"GET":              {request{"GET", mine, asked, nil}, 405},
		"huge":             {request{"POST", mine, asked, huge()}, 413},
		"a form":           {request{"POST", mine, "application/x-www-form-urlencoded", strings.NewReader("a=b")}, 415},
		"no content type":  {request{"POST", mine, "", strings.NewReader("{}")}, 415},
		"no JSON":          {request{"POST", mine, asked, strings.NewReader("{")}, 400},
		"a list":           {request{"POST", mine, asked, strings.NewReader("[]")}, 400},
		"deeply nested":    {request{"POST", mine, asked, strings.NewReader(strings.Repeat("[", 4000))}, 400},
		"no body":          {request{"POST", mine, "", nil}, 200},
	} {
		response := ask(t, address, one.request)
		body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<16))
		if response.StatusCode != one.want {
			t.Errorf("%s: %s", name, response.Status)
		}
		if one.want != 200 && (len(body) > 64 || response.Header.Get("Cache-Control") != "no-store") {
			t.Errorf("%s: a body of %d bytes", name, len(body))
		}
	}
}

type endless struct{}

func (endless) Read(out []byte) (int, error) {
	for index := range out {
		out[index] = ' '
	}
	return len(out), nil
}

// An account whose id the vendor does not accept is not a server error.
func TestAUserIDThatIsTooLong(t *testing.T) {
	address := started(t, "letmein="+strings.Repeat("u", 65))
	response := ask(t, address, request{"POST", mine, asked, nil})
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != 422 || len(body) > 64 {
		t.Fatalf("%s %q", response.Status, body)
	}
	nobody := started(t, "letmein=")
	if status := ask(t, nobody, request{"POST", mine, asked, nil}).StatusCode; status != 401 {
		t.Fatal(status)
	}
}

// A body that arrives one byte at a time does not hold a connection forever.
func TestASlowBodyEnds(t *testing.T) {
	address := started(t, "letmein=user1")
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	_, err = fmt.Fprintf(connection, "POST /token HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", address, mine)
	if err != nil {
		t.Fatal(err)
	}
	if err := connection.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	answer, err := io.ReadAll(connection)
	if err != nil || time.Since(begin) > 15*time.Second {
		t.Fatal("the connection is still open: ", err)
	}
	if len(answer) > 0 && !bytes.HasPrefix(answer, []byte("HTTP/1.1 408 ")) {
		t.Fatalf("%q", answer)
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
