package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash"
	"time"
)

// plain makes tokens with handwritten code and a key that is prepared once, in token04's
// construction: the initialisation vector is a MAC.
type plain struct {
	block cipher.Block
	aead  cipher.AEAD
	mac   hash.Hash
}

type claims struct {
	AppID   uint32 `json:"app_id"`
	UserID  string `json:"user_id"`
	Nonce   int32  `json:"nonce"`
	Ctime   int64  `json:"ctime"`
	Expire  int64  `json:"expire"`
	Payload string `json:"payload"`
}

func newPlain(key []byte) *plain {
	block, err := aes.NewCipher(key)
	must(err)
	aead, err := cipher.NewGCM(block)
	must(err)
	return &plain{block, aead, hmac.New(sha256.New, key)}
}

func (p *plain) text(userID string, ttl int64, payload string) ([]byte, int64, error) {
	var nonce [4]byte
	if _, err := rand.Read(nonce[:]); err != nil {
		return nil, 0, err
	}
	now := time.Now().Unix()
	number := int32(binary.BigEndian.Uint32(nonce[:]) >> 1)
	text, err := json.Marshal(claims{appID, userID, number, now, now + ttl, payload})
	return text, now + ttl, err
}

func (p *plain) iv(mode byte, expire int64, text []byte) []byte {
	p.mac.Reset()
	head := binary.BigEndian.AppendUint64(append([]byte("token04 siv v1"), mode), uint64(expire))
	_, _ = p.mac.Write(head)
	_, _ = p.mac.Write(text)
	return p.mac.Sum(nil)
}

func (p *plain) cbc(userID string, ttl int64, payload string) (string, error) {
	text, expire, err := p.text(userID, ttl, payload)
	if err != nil {
		return "", err
	}
	pad := aes.BlockSize - len(text)%aes.BlockSize
	text = append(text, bytes.Repeat([]byte{byte(pad)}, pad)...)
	iv := p.iv(0, expire, text)[:aes.BlockSize]
	cipher.NewCBCEncrypter(p.block, iv).CryptBlocks(text, text)
	return packed(expire, iv, text, 0), nil
}

func (p *plain) gcm(userID string, ttl int64, payload string) (string, error) {
	text, expire, err := p.text(userID, ttl, payload)
	if err != nil {
		return "", err
	}
	iv := p.iv(1, expire, text)[:p.aead.NonceSize()]
	return packed(expire, iv, p.aead.Seal(nil, iv, text, nil), 1), nil
}

func packed(expire int64, iv, text []byte, mode int) string {
	out := make([]byte, 0, 13+len(iv)+len(text))
	out = binary.BigEndian.AppendUint64(out, uint64(expire))
	out = binary.BigEndian.AppendUint16(out, uint16(len(iv)))
	out = append(out, iv...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(text)))
	out = append(out, text...)
	if mode == 1 {
		out = append(out, 1)
	}
	return "04" + base64.StdEncoding.EncodeToString(out)
}
