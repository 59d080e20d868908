//go:build token04_test_panic

package token04

// #include <stdint.h>
// int32_t token04_test_panic(void);
import "C"

func testPanic() int32 { return int32(C.token04_test_panic()) }
