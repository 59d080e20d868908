// Makes a million calls of each function, with good and bad input: resident memory at the end must
// be within 2 MB of that after a tenth.
//
// Usage: memory CALLS
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/token04/token04-go"
)

const most = 2 << 20

func main() {
	calls, err := strconv.Atoi(os.Args[1])
	must(err)
	// Otherwise the heap needs many calls to reach its size.
	debug.SetGCPercent(50)
	key := os.Getenv("ZEGO_SERVER_SECRET")
	generator, err := token04.NewGenerator(1, key)
	must(err)
	verifier, err := token04.NewVerifier(1, key)
	must(err)
	token, err := generator.IdentityToken("user1", time.Hour)
	must(err)
	room, err := token04.LoginAndPublish("room1", "s1")
	must(err)
	roomToken, err := generator.PrivilegeToken("user1", time.Hour, room)
	must(err)
	users := []string{"user1", "", "user3"}
	pick := func(bad bool, worse, better string) string {
		if bad {
			return worse
		}
		return better
	}
	functions := map[string]func(bad bool) error{
		"Generate": func(bad bool) error {
			_, err := generator.Generate(pick(bad, "", "user1"), time.Hour, token04.StringPayload("payload"))
			return err
		},
		"PrivilegeToken": func(bad bool) error {
			_, err := generator.PrivilegeToken(pick(bad, "a\x00", "user1"), time.Hour, room)
			return err
		},
		"Issue": func(bad bool) error {
			_, err := generator.Issue("user1", time.Hour, token04.StringPayload(pick(bad, "\xff", "")))
			return err
		},
		"GenerateBatch": func(bad bool) error {
			_, err := generator.GenerateBatch(users, time.Hour, token04.Identity)
			return err
		},
		"GenerateToken04": func(bad bool) error {
			_, err := token04.GenerateToken04(1, pick(bad, "", "user1"), key, 60, "")
			return err
		},
		"NewGenerator": func(bad bool) error {
			_, err := token04.NewGenerator(1, pick(bad, "", key))
			return err
		},
		"NewVerifier": func(bad bool) error {
			_, err := token04.NewVerifier(1, key, token04.WithPreviousSecrets(pick(bad, "", key)))
			return err
		},
		"Verify": func(bad bool) error {
			_, err := verifier.Verify(pick(bad, "04", token))
			return err
		},
		"VerifyUser": func(bad bool) error {
			_, err := verifier.VerifyUser(token, pick(bad, "", "user1"))
			return err
		},
		"VerifyLogin": func(bad bool) error {
			_, err := verifier.VerifyLogin(roomToken, "user1", pick(bad, "", "room1"))
			return err
		},
		"VerifyPublish": func(bad bool) error {
			_, err := verifier.VerifyPublish(roomToken, "user1", "room1", pick(bad, "", "s1"))
			return err
		},
		"Decode": func(bad bool) error {
			_, err := token04.Decode(pick(bad, "x", token), key)
			return err
		},
		"Inspect": func(bad bool) error {
			_, err := token04.Inspect(pick(bad, "x", token))
			return err
		},
		"Explain": func(bad bool) error {
			_, err := token04.Explain(pick(bad, "x", token), token04.WithSecret(key))
			return err
		},
		"KitToken": func(bad bool) error {
			_, err := token04.KitToken(token, pick(bad, "", "room1"), "user1", "Ada", 1)
			return err
		},
		"LoginAndPublish": func(bad bool) error {
			_, err := token04.LoginAndPublish("room1", pick(bad, "", "s1"))
			return err
		},
	}
	const slices = 1000
	tenth := 0
	failures := 0
	for slice := 1; slice <= slices; slice++ {
		for name, function := range functions {
			for call := 0; call < calls/slices; call++ {
				if function(call%4 == 0) != nil {
					failures++
				}
			}
			// Unreferenced handles are freed now: a late collector on a busy machine is not a leak.
			if strings.HasPrefix(name, "New") {
				runtime.GC()
				time.Sleep(time.Millisecond)
			}
		}
		if slice == slices/10 {
			tenth = resident()
		}
	}
	grown := resident() - tenth
	fmt.Printf("%s: %d functions, %d calls each, %d refused\n",
		token04.Engine(), len(functions), calls, failures)
	fmt.Printf("%d KB at a tenth, %d KB more at the end\n", tenth>>10, grown>>10)
	if grown > most || failures == 0 {
		os.Exit(1)
	}
}

// resident is the memory of the process after everything unused was returned to the system.
func resident() int {
	for round := 0; round < 5; round++ {
		runtime.GC() // finalizers run concurrently
		time.Sleep(20 * time.Millisecond)
		debug.FreeOSMemory()
	}
	text, err := os.ReadFile("/proc/self/statm")
	must(err)
	pages, err := strconv.Atoi(string(bytes.Fields(text)[1]))
	must(err)
	return pages * os.Getpagesize()
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
