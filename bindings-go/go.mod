module github.com/token04/token04-go

go 1.20

require github.com/tetratelabs/wazero v1.7.3
