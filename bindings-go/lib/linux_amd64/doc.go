// Package linux_amd64 is in the folder of this platform's static library, so that `go mod vendor`
// keeps the folder.
package linux_amd64
