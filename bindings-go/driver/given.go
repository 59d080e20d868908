package main

import (
	"encoding/hex"
	"encoding/json"
	"math/big"
	"strconv"
	"time"

	"github.com/token04/token04-go"
)

// given has the fields of a request as Go values.
type given map[string]any

func (g given) has(name string) bool {
	_, has := g[name]
	return has
}

func (g given) text(name string) string { return textOf(g[name]) }

// id is a string that a call requires; null becomes "".
func (g given) id(name string) string {
	if g[name] == nil {
		return ""
	}
	return g.text(name)
}

func (g given) texts(name string) []string {
	var texts []string
	items, _ := g[name].([]any) // absent or null: a nil slice
	for _, item := range items {
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
		panic("a duration cannot hold " + name)
	}
	return time.Duration(nanoseconds.Num().Int64())
}

func (g given) clock() func() time.Time {
	now := g.integer("now")
	return func() time.Time { return time.Unix(now, 0) }
}

// payload is the request's string or privileges.
func (g given) payload() (token04.Payload, error) {
	if inner, has := g["privileges"]; has {
		return given(inner.(map[string]any)).privileges()
	}
	return token04.StringPayload(g.text("payload")), nil
}

func (g given) privileges() (token04.RoomPrivileges, error) {
	room := g.text("room_id")
	switch streams := g.texts("stream_ids"); g.text("shape") {
	case "login_only":
		return token04.LoginOnly(room)
	case "publish_only":
		return token04.PublishOnly(room, streams...)
	case "login_and_publish":
		return token04.LoginAndPublish(room, streams...)
	case "login_and_publish_any":
		return token04.LoginAndPublishAny(room)
	case "flags":
		return token04.PrivilegesFromFlags(room, g.flag("login"), g.flag("publish"), streams)
	}
	panic("unknown shape " + g.text("shape"))
}

// textOf is a string, or the bytes of a $hex.
func textOf(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	bytes, err := hex.DecodeString(value.(map[string]any)["$hex"].(string))
	must(err)
	return string(bytes)
}
