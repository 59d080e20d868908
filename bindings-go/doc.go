// Package token04 mints, reads and verifies ZEGOCLOUD Token04 authentication tokens. Unofficial.
//
// A [Generator] and a [Verifier] are made once from the app id and the ServerSecret, and shared by
// all goroutines. They hold no file and no lock, and need no closing: when the garbage collector
// finds them unused, what they hold outside of Go's memory is freed and its key wiped.
//
//	generator, err := token04.GeneratorFromEnv() // ZEGO_APP_ID, ZEGO_SERVER_SECRET
//	token, err := generator.IdentityToken("user1", time.Hour)
//
// Every failure is an [*Error] with a [Code]; compare it with errors.Is(err, token04.ErrExpired).
//
// [GenerateToken04] has the name, the arguments and the result of the upstream generator.
//
// # Engines
//
// All rules live in one core, which is linked in as a static library where cgo is on and the
// platform has one (linux/amd64), and which runs as WebAssembly everywhere else, with the AES of
// crypto/aes and the randomness of crypto/rand: CGO_ENABLED=0 needs nothing else. [Engine] returns
// which it is; the build tag token04_wasm demands the second.
//
// # What is printed
//
// No error shows a secret, a token or a claim. Nor does a value of this package under any verb of
// package fmt or as an attribute of log/slog, by itself or in an exported field. In an unexported
// field of a struct of yours package fmt cannot call its methods and shows its content. encoding/json
// writes every result; slog's JSON handler calls it when a value is in a slice or struct of
// yours.
package token04
