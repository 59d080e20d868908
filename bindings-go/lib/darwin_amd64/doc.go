// Package darwin_amd64 lies beside the static library for this platform, so that `go mod vendor`
// keeps the folder.
package darwin_amd64
