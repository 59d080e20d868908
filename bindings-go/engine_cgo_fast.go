//go:build cgo && (darwin || linux) && (amd64 || arm64) && !token04_wasm && go1.24

package token04

// What the header promises, in cgo's words (from Go 1.24 on): the library keeps no pointer and
// calls nothing of Go. So buffers stay on the stack.

// #cgo noescape token04_generator_generate
// #cgo nocallback token04_generator_generate
// #cgo noescape token04_generator_issue
// #cgo nocallback token04_generator_issue
// #cgo noescape token04_generator_batch
// #cgo nocallback token04_generator_batch
// #cgo noescape token04_verifier_verify
// #cgo nocallback token04_verifier_verify
// #cgo noescape token04_verifier_verify_user
// #cgo nocallback token04_verifier_verify_user
// #cgo noescape token04_verifier_verify_login
// #cgo nocallback token04_verifier_verify_login
// #cgo noescape token04_verifier_verify_publish
// #cgo nocallback token04_verifier_verify_publish
// #cgo noescape token04_generate
// #cgo nocallback token04_generate
// #cgo noescape token04_decode
// #cgo nocallback token04_decode
// #include "token04.h"
import "C"
