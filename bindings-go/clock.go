package token04

import (
	"math"
	"time"
)

const (
	// As a lifetime or leeway: one that the core refuses.
	noSeconds = -1
	// As an app id, a moment or any integer: the engines take it for "not given".
	notGiven = math.MinInt64
)

// moment is the clock's, in unix seconds.
func moment(clock func() time.Time) int64 {
	if clock == nil {
		return time.Now().Unix()
	}
	return given(clock().Unix())
}

// given is the integer, of which the engines know that it was given.
func given(integer int64) int64 {
	if integer == notGiven {
		return integer + 1
	}
	return integer
}

// wholeSeconds is a duration in seconds; a fraction becomes what the core refuses.
func wholeSeconds(duration time.Duration) int64 {
	if duration%time.Second != 0 {
		return noSeconds
	}
	return int64(duration / time.Second)
}
