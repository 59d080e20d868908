//go:build race

package token04_test

// Under the race detector sync.Pool lets a part of what it is given go, so that the WebAssembly
// engine makes instances all the time.
const fewer = 10
