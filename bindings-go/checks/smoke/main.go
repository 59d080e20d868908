// Calls everything once, with the installed module.
//
// Usage: smoke ENGINE
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/token04/token04-go"
)

func main() {
	begin := time.Now()
	must(token04.Engine() == os.Args[1], "engine "+token04.Engine())
	generator, err := token04.GeneratorFromEnv()
	check(err)
	start := time.Since(begin)
	privileges, err := token04.LoginOnly("room1")
	check(err)
	token, err := generator.PrivilegeToken("user1", time.Hour, privileges)
	check(err)
	verifier, err := token04.VerifierFromEnv()
	check(err)
	verified, err := verifier.VerifyLogin(token, "user1", "room1")
	check(err)
	must(verified.Privileges.Login && !verified.Privileges.Publish, "privileges")
	_, err = verifier.VerifyUser(token, "user2")
	must(errors.Is(err, token04.ErrUserIDMismatch), "user")
	_, err = token04.Decode(token, os.Getenv("ZEGO_SERVER_SECRET"))
	check(err)
	_, err = token04.GenerateToken04(0, "user1", "", 60, "")
	must(errors.Is(err, token04.ErrAppIDInvalid), "drop-in")
	kit, err := token04.KitToken(token, "room1", "user1", "Ada", 1)
	check(err)
	inspected, err := token04.Inspect(kit)
	check(err)
	must(inspected.Kit.UserName == "Ada", "kit")
	report, err := token04.Explain(token)
	check(err)
	must(len(report.Findings) > 0, "explain")
	fmt.Printf("ok %s, engine %s, ready in %s\n", runtime.Version(), token04.Engine(), start)
}

func check(err error) {
	if err != nil {
		must(false, err.Error())
	}
}

func must(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "failed:", what)
		os.Exit(1)
	}
}
