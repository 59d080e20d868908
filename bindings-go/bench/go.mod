module token04-bench

go 1.22.0

require (
	github.com/golang-jwt/jwt/v5 v5.2.1
	github.com/tetratelabs/wazero v1.9.0
	github.com/token04/token04-go v0.1.0
)
