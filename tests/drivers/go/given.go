package main

import (
	"encoding/hex"
	"encoding/json"
	"math/big"
	"strconv"
	"time"

	"github.com/token04/token04-go"
)

// given is the fields of a request as Go's own values.
type given map[string]any

func (g given) has(name string) bool {
	_, has := g[name]
	return has
}

func (g given) text(name string) string { return textOf(g[name]) }

func (g given) texts(name string) []string {
	var texts []string
	for _, item := range g[name].([]any) {
		texts = append(texts, textOf(item))
	}
	return texts
}

func (g given) flag(name string) bool { return g[name] == true }

func (g given) integer(name string) int64 {
	text, inner := g[name].(json.Number)
	if !inner {
		text = json.Number(g[name].(map[string]any)["$int"].(string))
	}
	number, err := strconv.ParseInt(string(text), 10, 64)
	must(err)
	return number
}

// duration is whole seconds, or a $float with its fraction.
func (g given) duration(name string) time.Duration {
	seconds := new(big.Rat)
	if inner, ok := g[name].(map[string]any); ok && inner["$float"] != nil {
		seconds.SetString(inner["$float"].(string))
	} else {
		seconds.SetInt64(g.integer(name))
	}
	nanoseconds := seconds.Mul(seconds, big.NewRat(int64(time.Second), 1))
	if !nanoseconds.IsInt() || !nanoseconds.Num().IsInt64() {
		panic("no duration holds " + name)
	}
	return time.Duration(nanoseconds.Num().Int64())
}

func (g given) clock() func() time.Time {
	now := g.integer("now")
	return func() time.Time { return time.Unix(now, 0) }
}

func (g given) expected(prefix string) []token04.Expectation {
	var expected []token04.Expectation
	for name, with := range map[string]func(string) token04.Expectation{
		"user_id": token04.WithUser, "room_id": token04.WithRoom, "stream_id": token04.WithStream,
	} {
		if g.has(prefix + name) {
			expected = append(expected, with(g.text(prefix+name)))
		}
	}
	return expected
}

func (g given) privileges() token04.RoomPrivileges {
	room := g.text("room_id")
	var streams []string
	if g.has("stream_ids") {
		streams = g.texts("stream_ids")
	}
	switch g.text("shape") {
	case "login_only":
		return token04.LoginOnly(room)
	case "publish_only":
		return token04.PublishOnly(room, streams...)
	}
	if g.has("stream_ids") {
		return token04.LoginAndPublish(room, token04.StreamIDs(streams...))
	}
	return token04.LoginAndPublish(room, token04.AnyStream())
}

// textOf is a text, or the bytes of a $hex.
func textOf(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	bytes, err := hex.DecodeString(value.(map[string]any)["$hex"].(string))
	must(err)
	return string(bytes)
}
