module token04-driver

go 1.22.0

require github.com/token04/token04-go v0.1.0
