// Package token04 mints, reads and verifies ZEGOCLOUD Token04 authentication tokens. Unofficial.
//
// A [Generator] and a [Verifier] are made once from the app id and the ServerSecret, and shared by
// all goroutines. They hold no file and no lock, and need no Close: when they are garbage
// collected, their memory outside Go's heap is freed and the key in it wiped.
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
// All rules are in one core. It is linked in as a static library if cgo is on and the platform has
// one (linux/amd64), and runs as WebAssembly everywhere else, with the AES of crypto/aes and the
// randomness of crypto/rand: CGO_ENABLED=0 needs nothing else. [Engine] returns which one is in
// use; the build tag token04_wasm selects WebAssembly.
//
// # What is printed
//
// No error shows a secret, a token or a claim. Nor does a value of this package under any verb of
// package fmt or as an attribute of log/slog, by itself or in an exported field. In an unexported
// field of your struct, package fmt cannot call its methods and shows its content. encoding/json
// writes every result; slog's JSON handler uses it when a value is in your slice or struct.
package token04
