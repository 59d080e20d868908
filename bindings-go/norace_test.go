//go:build !race

package token04_test

const fewer = 1
