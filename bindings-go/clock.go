package token04

import (
	"math"
	"time"
)

const (
	// A lifetime or leeway that the core refuses.
	noSeconds = -1
	// The expected app id of Explain, when none is given.
	appIDNotGiven = math.MinInt64
)

// unixNow is the clock's time, in unix seconds.
func unixNow(clock func() time.Time) int64 {
	if clock == nil {
		clock = time.Now
	}
	return clock().Unix()
}

// wholeSeconds is a duration in seconds; one with a fraction becomes a value that the core refuses.
func wholeSeconds(duration time.Duration) int64 {
	if duration%time.Second != 0 {
		return noSeconds
	}
	return int64(duration / time.Second)
}
