// Package linux_amd64_musl lies beside the static library for this platform, so that `go mod vendor`
// keeps the folder.
package linux_amd64_musl
