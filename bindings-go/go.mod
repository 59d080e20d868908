module github.com/token04/token04-go

go 1.22.0

require github.com/tetratelabs/wazero v1.9.0
