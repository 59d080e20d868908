package token04

import (
	"math"
	"time"
)

const (
	// As a lifetime or leeway: a value that the core refuses.
	noSeconds = -1
	// As the expected app id of Explain: none.
	appIDNotGiven = math.MinInt64
)

// unixNow is the time of the clock, in unix seconds.
func unixNow(clock func() time.Time) int64 {
	if clock == nil {
		clock = time.Now
	}
	return clock().Unix()
}

// wholeSeconds is a duration in seconds; a fraction becomes what the core refuses.
func wholeSeconds(duration time.Duration) int64 {
	if duration%time.Second != 0 {
		return noSeconds
	}
	return int64(duration / time.Second)
}
