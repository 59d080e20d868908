module token04-bench

go 1.21

require (
	github.com/golang-jwt/jwt/v5 v5.2.1
	github.com/tetratelabs/wazero v1.7.3
	github.com/token04/token04-go v0.1.0
)
