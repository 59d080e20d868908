//go:build race

package token04_test

// Under the race detector sync.Pool drops some of its items, so that the WebAssembly engine often
// makes new instances.
const fewer = 10
