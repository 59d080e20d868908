package token04_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/token04/token04-go"
)

func TestALogInJSONShowsNothing(t *testing.T) {
	made := generator(t)
	issued, err := made.Issue("ada", time.Hour, token04.StringPayload("payload-of-ada"))
	if err != nil {
		t.Fatal(err)
	}
	verified, err := verifier(t).Verify(issued.Token)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := made.GenerateBatch([]string{"ada"}, time.Hour, token04.Identity)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("all",
		"generator", made, "issued", issued, "verified", verified, "claims", verified.Claims,
		"decoded", verified.DecodedToken, "batch", batch[0])
	for _, hidden := range []string{"ada", issued.Token[:8], secret} {
		if strings.Contains(log.String(), hidden) {
			t.Error(log.String())
		}
	}
}
