package token04

import (
	"fmt"
	"slices"
	"strings"
)

// RoomPrivileges is what a user may do in one room: [LoginOnly], [PublishOnly] or
// [LoginAndPublish]. Its ids are looked at when it is used: room ids are 1 to 128 bytes, stream ids
// 1 to 256, of UTF-8 without NUL.
//
// The zero value is LoginOnly of an empty room, which is error 8.
type RoomPrivileges struct {
	shape   int32
	roomID  string
	streams Streams
}

const (
	loginOnly       int32 = 0
	publishOnly     int32 = 1
	loginAndPublish int32 = 2
)

// LoginOnly lets the user log in to the room and publish nothing.
func LoginOnly(roomID string) RoomPrivileges {
	return RoomPrivileges{shape: loginOnly, roomID: roomID, streams: AnyStream()}
}

// PublishOnly lets the user publish these streams, and not log in. It needs a stream: none is
// error 9.
func PublishOnly(roomID string, streamIDs ...string) RoomPrivileges {
	return RoomPrivileges{shape: publishOnly, roomID: roomID, streams: StreamIDs(streamIDs...)}
}

// LoginAndPublish lets the user log in and publish: [AnyStream], or the [StreamIDs] that are listed.
//
// It is not variadic, since Go does not tell streams that were left out from an empty list of them:
// one must mean any stream, the other is error 9.
func LoginAndPublish(roomID string, streams Streams) RoomPrivileges {
	return RoomPrivileges{shape: loginAndPublish, roomID: roomID, streams: streams}
}

// Payload is the payload of a privilege token, as JSON text.
//
// Errors, the first that applies: 8, 9.
func (p RoomPrivileges) Payload() (string, error) {
	payload, status := enginePrivilegePayload(&p)
	if status != statusOK {
		return "", failure(status)
	}
	return payload, nil
}

// Format shows no id.
func (p RoomPrivileges) Format(state fmt.State, _ rune) { redacted(state, "RoomPrivileges") }

// Streams are those that may be published. The zero value is an empty list, which is error 9.
type Streams struct {
	any bool
	ids []string
}

// AnyStream allows every stream.
func AnyStream() Streams { return Streams{any: true} }

// StreamIDs allows these streams alone. An empty list is error 9.
func StreamIDs(ids ...string) Streams {
	return Streams{ids: slices.Clone(ids)}
}

// Format shows no id.
func (s Streams) Format(state fmt.State, _ rune) { redacted(state, "Streams") }

// joined is strings one after the other, and the length of each. One that is longer than the limit of
// its field is cut one byte behind it, and refused as it would have been.
func joined(texts []string, limit int) (string, []uintptr) {
	lengths := make([]uintptr, len(texts))
	cut := append([]string(nil), texts...)
	for index, text := range cut {
		cut[index] = text[:min(len(text), limit+1)]
		lengths[index] = uintptr(len(cut[index]))
	}
	return strings.Join(cut, ""), lengths
}
