//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"encoding/binary"
	"math"
)

// frame is the part of an instance's memory that has the arguments of one call and gets its
// result. Addresses are 64 bits wide, as calls take them.
type frame struct {
	in   *instance
	view []byte
	next int
}

// begin is an empty frame of at least this size.
func (in *instance) begin(size int) (*frame, bool) {
	if size > in.size {
		if size > math.MaxInt32 {
			return nil, false
		}
		if in.size > 0 {
			in.call(in.functions.free, in.scratch, uint64(in.size))
		}
		in.size = 0
		if size < firstScratch {
			size = firstScratch
		}
		in.call(in.functions.alloc, uint64(size))
		in.scratch = uint64(uint32(in.stack[0]))
		if in.trapped || in.scratch == 0 {
			in.trapped = true
			return nil, false
		}
		in.size = size
	}
	in.frame = frame{in: in}
	in.frame.refresh()
	return &in.frame, in.frame.view != nil
}

// refresh finds the frame again in memory that may have moved.
func (f *frame) refresh() {
	f.view, _ = f.in.memory.Read(uint32(f.in.scratch), uint32(f.in.size))
}

// room is the address of that many bytes, aligned for any number.
func (f *frame) room(size int) uint64 {
	at := f.next
	f.next = (at + size + 15) &^ 15
	return f.in.scratch + uint64(at)
}

// at is the bytes at an address.
func (f *frame) at(address uint64, size int) []byte {
	return f.view[address-f.in.scratch:][:size]
}

// copied is how many bytes of a frame a string with a limit takes. Longer than a token it is over the
// limit of its field, and the core does not read it.
func (in *instance) copied(length int) int {
	if length > in.engine.tokenMax {
		return 16
	}
	return length + 16
}

// wholly is how many bytes of a frame a string of any length takes: the core reads no more of it.
func (in *instance) wholly(length int) int {
	if length > in.engine.textMax {
		length = in.engine.textMax + 1
	}
	return length + 16
}

func length32(length int) uint32 {
	if uint64(length) > math.MaxUint32 {
		return math.MaxUint32
	}
	return uint32(length)
}

// text copies a string that has a limit into the frame.
func (f *frame) text(text string) (address, length uint64) {
	if len(text) > f.in.engine.tokenMax {
		return f.room(1), uint64(length32(len(text)))
	}
	address = f.room(len(text))
	copy(f.at(address, len(text)), text)
	return address, uint64(len(text))
}

// whole copies any string into the frame, up to what the core reads.
func (f *frame) whole(text string) (address, length uint64) {
	if most := f.in.engine.textMax; len(text) > most {
		text = text[:most+1]
	}
	address = f.room(len(text))
	copy(f.at(address, len(text)), text)
	return address, uint64(len(text))
}

// named copies a string that may be absent, which is NULL.
func (f *frame) named(text *string) (address, length uint64) {
	if text == nil {
		return 0, 0
	}
	return f.whole(*text)
}

func (f *frame) bytes(bytes []byte) (address, length uint64) {
	address = f.room(len(bytes))
	copy(f.at(address, len(bytes)), bytes)
	return address, uint64(len(bytes))
}

// clipped is the length of a string in a list: one byte beyond a token's is over every limit.
func (in *instance) clipped(length int) int { return min(length, in.engine.tokenMax+1) }

// list copies strings, one after the other, and their lengths.
func list[T string | []byte](f *frame, texts []T) (address, lengths uint64) {
	lengths = f.room(4*len(texts) + 4)
	all := 0
	for index, text := range texts {
		length := f.in.clipped(len(text))
		f.putU32(lengths+uint64(index)*4, uint32(length))
		all += length
	}
	address = f.room(all)
	at := f.at(address, all)
	for _, text := range texts {
		at = at[copy(at, text[:f.in.clipped(len(text))]):]
	}
	return address, lengths
}

func (f *frame) putU32(address uint64, value uint32) {
	binary.LittleEndian.PutUint32(f.at(address, 4), value)
}

func (f *frame) u32(address uint64) uint32 {
	return binary.LittleEndian.Uint32(f.at(address, 4))
}

func (f *frame) i64(address uint64) int64 {
	return int64(binary.LittleEndian.Uint64(f.at(address, 8)))
}

// wipe clears all that was copied.
func (f *frame) wipe() {
	wipe(f.view[:f.next])
}

// wipeAt clears one string.
func (f *frame) wipeAt(address, length uint64) {
	if int(address-f.in.scratch)+int(length) <= len(f.view) {
		wipe(f.at(address, int(length)))
	}
}
