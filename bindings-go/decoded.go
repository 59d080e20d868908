package token04

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Claims are the content of a token, under the names that tokens use.
type Claims struct {
	// AppID is 1 to 4294967295.
	AppID uint32
	// UserID is the user that the token is for.
	UserID string
	// Nonce is a random number; tokens of other generators have any 64-bit integer.
	Nonce int64
	// Ctime is the time of issue, in unix seconds.
	Ctime int64
	// Expire is the expiry, in unix seconds.
	Expire int64
	// Payload is a string, as the format requires; the JSON of a payload that is another value; or ""
	// for none. PayloadKind says which.
	Payload string
	// PayloadKind says what kind of value the payload is.
	PayloadKind PayloadKind
}

// PayloadKind is the kind of value that a payload is on the wire.
type PayloadKind int32

const (
	// PayloadNothing is a payload that is missing or null.
	PayloadNothing PayloadKind = 0
	// PayloadText is a string, as the format requires.
	PayloadText PayloadKind = 1
	// PayloadJSON is any other JSON value.
	PayloadJSON PayloadKind = 2
)

// Format shows no claim.
func (c Claims) Format(state fmt.State, _ rune) { redacted(state, "Claims") }

// MarshalJSON writes the six fields under their wire names.
func (c Claims) MarshalJSON() ([]byte, error) {
	var payload any
	switch c.PayloadKind {
	case PayloadText:
		payload = c.Payload
	case PayloadJSON:
		payload = json.RawMessage(c.Payload)
	}
	return json.Marshal(struct {
		AppID   uint32 `json:"app_id"`
		UserID  string `json:"user_id"`
		Nonce   int64  `json:"nonce"`
		Ctime   int64  `json:"ctime"`
		Expire  int64  `json:"expire"`
		Payload any    `json:"payload"`
	}{c.AppID, c.UserID, c.Nonce, c.Ctime, c.Expire, payload})
}

// Privileges is what a token allows in one room.
type Privileges struct {
	// RoomID is the room.
	RoomID string `json:"room_id"`
	// Login is whether the user may log in to the room.
	Login bool `json:"login"`
	// Publish is whether the user may publish.
	Publish bool `json:"publish"`
	// AnyStream is whether every stream may be published; StreamIDs is nil then.
	AnyStream bool `json:"-"`
	// StreamIDs are the streams that may be published; an empty list is none.
	StreamIDs []string `json:"stream_ids"`
}

// Equal is whether two privileges allow the same.
func (p *Privileges) Equal(other *Privileges) bool {
	if p == nil || other == nil {
		return p == other
	}
	return p.RoomID == other.RoomID && p.Login == other.Login && p.Publish == other.Publish &&
		p.AnyStream == other.AnyStream && slices.Equal(p.StreamIDs, other.StreamIDs)
}

// Format shows no id.
func (p Privileges) Format(state fmt.State, _ rune) { redacted(state, "Privileges") }

// DecodedToken is a token that was decrypted and read, but not verified.
type DecodedToken struct {
	// Claims are the content of the token.
	Claims Claims
	// Mode is how it was encrypted.
	Mode Mode
	// Authenticated is whether token04 made the token under this secret. Tokens of other generators are
	// not authenticated: [Verifier.Verify] refuses them.
	Authenticated bool
	// EnvelopeExpire is the expiry in the envelope, in unix seconds. A [Verifier] requires that it
	// equals that of the claims.
	EnvelopeExpire int64
	// Privileges are those of the payload; nil when it has none.
	Privileges *Privileges
}

// PayloadIsText is whether the payload is a string or missing, as the format requires.
func (t *DecodedToken) PayloadIsText() bool { return t.Claims.PayloadKind != PayloadJSON }

// IssuedTime is the time of issue.
func (t *DecodedToken) IssuedTime() time.Time { return time.Unix(t.Claims.Ctime, 0) }

// ExpiresTime is the expiry.
func (t *DecodedToken) ExpiresTime() time.Time { return time.Unix(t.Claims.Expire, 0) }

// Equal is whether all fields are equal. (== compares the address of Privileges.)
func (t DecodedToken) Equal(other DecodedToken) bool {
	return t.Claims == other.Claims && t.Mode == other.Mode && t.Authenticated == other.Authenticated &&
		t.EnvelopeExpire == other.EnvelopeExpire && t.Privileges.Equal(other.Privileges)
}

// Format shows no claim.
func (t DecodedToken) Format(state fmt.State, _ rune) { redacted(state, "DecodedToken") }

// MarshalJSON writes the fields that token04 has in every language.
func (t DecodedToken) MarshalJSON() ([]byte, error) { return json.Marshal(t.fields()) }

type decodedFields struct {
	Mode           Mode        `json:"mode"`
	Authenticated  bool        `json:"authenticated"`
	Claims         Claims      `json:"claims"`
	EnvelopeExpire int64       `json:"envelope_expire"`
	Privileges     *Privileges `json:"privileges"`
	PayloadIsText  bool        `json:"payload_is_text"`
}

func (t *DecodedToken) fields() decodedFields {
	return decodedFields{
		t.Mode, t.Authenticated, t.Claims, t.EnvelopeExpire, t.Privileges, t.PayloadIsText(),
	}
}

// VerifiedToken is a token that a [Verifier] accepted.
type VerifiedToken struct {
	DecodedToken
	// SecretIndex is the secret that it was made with: 0 the current one, 1 the first of the previous
	// ones, and so on.
	SecretIndex int
}

// Equal is whether all fields are equal.
func (t VerifiedToken) Equal(other VerifiedToken) bool {
	return t.DecodedToken.Equal(other.DecodedToken) && t.SecretIndex == other.SecretIndex
}

// Format shows no claim.
func (t VerifiedToken) Format(state fmt.State, _ rune) { redacted(state, "VerifiedToken") }

// MarshalJSON writes the fields that token04 has in every language.
func (t VerifiedToken) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		decodedFields
		SecretIndex int `json:"secret_index"`
	}{t.fields(), t.SecretIndex})
}

// Decode decrypts and reads a token of any generator and verifies nothing: for tools and logs, not
// for granting access (use [Verifier.VerifyUser] for that). Never offer it to remote callers: its
// errors help an attacker to forge tokens for the vendor's servers (a padding oracle). token is a
// plain one, secret exactly 32 bytes.
//
// Errors, the first that applies: 5, 20, 23, 24.
func Decode(token, secret string) (*DecodedToken, error) {
	decoded, status := engineDecode(token, secret)
	if status != statusOK {
		return nil, failure(status)
	}
	return &decoded.DecodedToken, nil
}

// span is a string in a buffer.
type span struct{ offset, length uint32 }

func (s span) of(buffer []byte) string { return string(buffer[s.offset:][:s.length]) }

// rawDecoded is struct token04_decoded of the C ABI, field by field.
type rawDecoded struct {
	nonce, ctime, expire, envelopeExpire int64
	appID                                uint32
	mode, authenticated, payloadKind     int32
	secretIndex                          uint32
	hasPrivileges, login, publish        int32
	anyStream                            int32
	streamCount                          uint32
	userID, payload, roomID, streams     span
}

const spanBytes = 8

// verified copies the strings out of the engine's buffer. spanAt reads one span from the table of
// streams.
func (d *rawDecoded) verified(buffer []byte, spanAt func([]byte) span) *VerifiedToken {
	token := &VerifiedToken{
		DecodedToken: DecodedToken{
			Claims: Claims{
				AppID:       d.appID,
				UserID:      d.userID.of(buffer),
				Nonce:       d.nonce,
				Ctime:       d.ctime,
				Expire:      d.expire,
				Payload:     d.payload.of(buffer),
				PayloadKind: PayloadKind(d.payloadKind),
			},
			Mode:           modeOf(d.mode),
			Authenticated:  d.authenticated != 0,
			EnvelopeExpire: d.envelopeExpire,
		},
		SecretIndex: int(d.secretIndex),
	}
	if d.hasPrivileges == 0 {
		return token
	}
	held := &Privileges{
		RoomID:    d.roomID.of(buffer),
		Login:     d.login != 0,
		Publish:   d.publish != 0,
		AnyStream: d.anyStream != 0,
	}
	if !held.AnyStream {
		held.StreamIDs = make([]string, d.streamCount)
		for index := range held.StreamIDs {
			held.StreamIDs[index] = spanAt(buffer[int(d.streams.offset)+index*spanBytes:]).of(buffer)
		}
	}
	token.Privileges = held
	return token
}
