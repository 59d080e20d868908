// Package linux_arm64 lies beside the static library for this platform, so that `go mod vendor`
// keeps the folder.
package linux_arm64
