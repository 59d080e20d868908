package token04

import "fmt"

// RoomPrivileges is what a user may do in one room. It is checked when made, immutable, and a
// [Payload]. Two with the same content are equal (==).
//
// Room ids are 1 to 128 bytes, stream ids 1 to 256, of UTF-8 without NUL. The zero value is
// invalid: using it is error 8.
type RoomPrivileges struct {
	json string
}

// LoginOnly lets the user log in to the room and publish nothing.
//
// Errors: 8.
func LoginOnly(roomID string) (RoomPrivileges, error) {
	return newPrivileges(roomID, true, false, false, nil)
}

// PublishOnly lets the user publish these streams, and not log in. No stream is error 9.
//
// Errors, the first that applies: 8, 9.
func PublishOnly(roomID string, streamIDs ...string) (RoomPrivileges, error) {
	return newPrivileges(roomID, false, true, false, streamIDs)
}

// LoginAndPublish lets the user log in and publish these streams. No stream is error 9: use
// [LoginAndPublishAny] for any stream.
//
// Errors, the first that applies: 8, 9.
func LoginAndPublish(roomID string, streamIDs ...string) (RoomPrivileges, error) {
	return newPrivileges(roomID, true, true, false, streamIDs)
}

// LoginAndPublishAny lets the user log in and publish any stream.
//
// Errors: 8.
func LoginAndPublishAny(roomID string) (RoomPrivileges, error) {
	return newPrivileges(roomID, true, true, true, nil)
}

// PrivilegesFromFlags makes privileges from the columns of a database row. Without publish the
// streams are ignored; with it, no stream is error 9.
//
// Errors, the first that applies: 12 for neither flag, 8, 9.
func PrivilegesFromFlags(
	roomID string, login, publish bool, streamIDs []string,
) (RoomPrivileges, error) {
	return newPrivileges(roomID, login, publish, false, streamIDs)
}

func newPrivileges(
	roomID string, login, publish, anyStream bool, streamIDs []string,
) (RoomPrivileges, error) {
	json, status := enginePrivilegesPayload(roomID, login, publish, anyStream, streamIDs)
	if status != statusOK {
		return RoomPrivileges{}, failure(status)
	}
	return RoomPrivileges{json}, nil
}

// Payload is the payload of a privilege token, as JSON, for functions that take a string, such as
// [GenerateToken04].
//
// Errors: 8 for the zero value.
func (p RoomPrivileges) Payload() (string, error) {
	json, status := p.payload()
	return json, failure(status)
}

func (p RoomPrivileges) payload() (string, int32) {
	if p.json == "" {
		return "", int32(CodeRoomIDInvalid)
	}
	return p.json, statusOK
}

// Format shows no id.
func (p RoomPrivileges) Format(state fmt.State, _ rune) { redacted(state, "RoomPrivileges") }

// Payload is what a token carries in addition to its user: a [StringPayload], or [RoomPrivileges].
type Payload interface {
	// payload returns the string, or a status if there is none.
	payload() (string, int32)
}

// StringPayload is any UTF-8 string as a payload.
type StringPayload string

// Identity is the empty payload, of a token that only says who the user is.
const Identity StringPayload = ""

func (p StringPayload) payload() (string, int32) { return string(p), statusOK }

// payloadOf returns the string of a payload. A nil one is refused: it is not the empty payload.
func payloadOf(payload Payload) (string, int32) {
	if payload == nil {
		return "", int32(CodePayloadInvalid)
	}
	return payload.payload()
}
