//go:build !(cgo && linux && amd64) || token04_wasm

package token04

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"hash"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// host is what Go provides to an instance: its own memory, the ciphers of the keys in use, and
// randomness drawn in advance, since a system call may cost as much as the cipher.
type host struct {
	memory  api.Memory
	ciphers []*hostCipher
	entropy [1024]byte
	left    int
	// For known results: a byte counter instead of randomness.
	counted bool
	counter byte
	// For tests: the core computes everything itself.
	lendsNoCrypto bool
}

// draw fills out with randomness, and keeps no copy of it.
func (h *host) draw(out []byte) bool {
	if h.counted {
		for index := range out {
			h.counter++
			out[index] = h.counter
		}
		return true
	}
	if len(out) > len(h.entropy) {
		_, err := rand.Read(out)
		return err == nil
	}
	if h.left < len(out) {
		if _, err := rand.Read(h.entropy[:]); err != nil {
			return false
		}
		h.left = len(h.entropy)
	}
	from := h.entropy[h.left-len(out) : h.left]
	copy(out, from)
	wipe(from)
	h.left -= len(out)
	return true
}

type hostKey struct{}

// The operations of token04_host_cipher, and its results.
const (
	cbcEncrypt = 0
	cbcDecrypt = 1
	gcmSeal    = 2
	gcmOpen    = 3

	cipherDone        = 0
	cipherRefused     = 1
	cipherUnsupported = 2

	keyBytes = 32
	tagBytes = 16
)

func hostModule(ctx context.Context, runtime wazero.Runtime) error {
	i32 := api.ValueTypeI32
	_, err := runtime.NewHostModuleBuilder("token04").
		NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(hostEntropy),
			[]api.ValueType{i32, i32}, []api.ValueType{i32}).
		Export("token04_host_entropy").
		NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(hostCrypt),
			[]api.ValueType{i32, i32, i32, i32, i32, i32}, []api.ValueType{i32}).
		Export("token04_host_cipher").
		NewFunctionBuilder().
		WithGoModuleFunction(api.GoModuleFunc(hostHMAC),
			[]api.ValueType{i32, i32, i32, i32, i32}, []api.ValueType{i32}).
		Export("token04_host_hmac").
		Instantiate(ctx)
	return err
}

// hostEntropy fills memory with random bytes. It returns 1, or 0 when the system has no randomness.
func hostEntropy(ctx context.Context, _ api.Module, stack []uint64) {
	lent, _ := ctx.Value(hostKey{}).(*host)
	out, ok := lent.memory.Read(uint32(stack[0]), uint32(stack[1]))
	stack[0] = 0
	if ok && lent.draw(out) {
		stack[0] = 1
	}
}

// hostCrypt encrypts or decrypts a message in place, with the processor's AES instructions.
func hostCrypt(ctx context.Context, _ api.Module, stack []uint64) {
	lent, _ := ctx.Value(hostKey{}).(*host)
	operation := uint32(stack[0])
	key, keyOK := lent.memory.Read(uint32(stack[1]), keyBytes)
	iv, ivOK := lent.memory.Read(uint32(stack[2]), uint32(stack[3]))
	message, messageOK := lent.memory.Read(uint32(stack[4]), uint32(stack[5]))
	stack[0] = cipherUnsupported
	if !keyOK || !ivOK || !messageOK || lent.lendsNoCrypto {
		return
	}
	if c := lent.cipher(key); c != nil {
		stack[0] = c.run(operation, iv, message)
	}
}

// hostHMAC writes the HMAC-SHA-256 of a message: returns 0, or 1 if it cannot.
func hostHMAC(ctx context.Context, _ api.Module, stack []uint64) {
	lent, _ := ctx.Value(hostKey{}).(*host)
	key, keyOK := lent.memory.Read(uint32(stack[0]), uint32(stack[1]))
	message, messageOK := lent.memory.Read(uint32(stack[2]), uint32(stack[3]))
	out, outOK := lent.memory.Read(uint32(stack[4]), sha256.Size)
	stack[0] = 1
	if !keyOK || !messageOK || !outOK || lent.lendsNoCrypto {
		return
	}
	if c := lent.cipher(key); c != nil {
		c.authenticate(message, out)
		stack[0] = 0
	}
}

// cipher returns the prepared cipher of this key, or a new one.
func (h *host) cipher(key []byte) *hostCipher {
	for _, prepared := range h.ciphers {
		if subtle.ConstantTimeCompare(prepared.key[:], key) == 1 {
			return prepared
		}
	}
	return newHostCipher(key)
}

// hostCipher is a prepared key. Like its instance, it is used by one goroutine at a time.
type hostCipher struct {
	key     [keyBytes]byte
	block   cipher.Block
	encrypt chain
	decrypt chain
	aead    cipher.AEAD
	mac     hash.Hash
}

// newHostCipher prepares a key; nil if it is not a valid key.
func newHostCipher(key []byte) *hostCipher {
	if len(key) != keyBytes {
		return nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	made := &hostCipher{block: block}
	copy(made.key[:], key)
	return made
}

// authenticate writes the MAC of a message.
func (c *hostCipher) authenticate(message, out []byte) {
	if c.mac == nil {
		c.mac = hmac.New(sha256.New, c.key[:])
	}
	c.mac.Reset() // from the second time on it starts from the state with the key in it
	_, _ = c.mac.Write(message)
	c.mac.Sum(out[:0])
}

func (c *hostCipher) run(operation uint32, iv, message []byte) uint64 {
	switch operation {
	case cbcEncrypt, cbcDecrypt:
		if len(iv) != aes.BlockSize || len(message)%aes.BlockSize != 0 {
			return cipherUnsupported
		}
		if operation == cbcEncrypt {
			c.encrypt.run(cipher.NewCBCEncrypter, c.block, iv, message)
		} else {
			c.decrypt.run(cipher.NewCBCDecrypter, c.block, iv, message)
		}
		return cipherDone
	case gcmSeal, gcmOpen:
		return c.gcm(operation == gcmSeal, iv, message)
	}
	return cipherUnsupported
}

// chain is a CBC mode whose IV can be set, so that it is made only once.
type chain struct {
	mode  cipher.BlockMode
	again interface{ SetIV([]byte) }
}

func (c *chain) run(
	make func(cipher.Block, []byte) cipher.BlockMode, block cipher.Block, iv, message []byte,
) {
	if c.again != nil {
		c.again.SetIV(iv)
	} else {
		c.mode = make(block, iv)
		c.again, _ = c.mode.(interface{ SetIV([]byte) })
	}
	c.mode.CryptBlocks(message, message)
}

func (c *hostCipher) gcm(seal bool, iv, message []byte) uint64 {
	if c.aead == nil {
		aead, err := cipher.NewGCM(c.block)
		if err != nil {
			return cipherUnsupported
		}
		c.aead = aead
	}
	if len(iv) != c.aead.NonceSize() || len(message) < tagBytes {
		return cipherUnsupported
	}
	if seal {
		c.aead.Seal(message[:0], iv, message[:len(message)-tagBytes], nil)
		return cipherDone
	}
	if _, err := c.aead.Open(message[:0], iv, message, nil); err != nil {
		return cipherRefused
	}
	return cipherDone
}
