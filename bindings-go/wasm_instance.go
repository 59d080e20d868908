//go:build !(cgo && (darwin || linux) && (amd64 || arm64)) || token04_wasm

package token04

import (
	"context"
	_ "embed"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

//go:embed token04.wasm
var wasmBinary []byte

// engine is the compiled module, and what was learned of it.
type engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
	// Longest token, and so longest of all strings that have a limit; longest of the others.
	tokenMax, textMax int
	// What is wrong with it; "" when nothing is.
	fault string
}

// theEngine is that of this program, made at the first call. One with a fault gives no instances.
var theEngine = sync.OnceValue(func() *engine {
	return newEngine(wazero.NewRuntimeConfig(), wasmBinary, knownAnswers)
})

// idle are the instances that nobody uses. An instance is for one goroutine at a time; one that
// trapped does not come back.
var idle sync.Pool

const (
	// Handles that one instance keeps: beyond them it frees one, which is made again when needed.
	mostHandles = 256
	// What an instance may keep for arguments and results: memory never shrinks.
	mostScratch  = 4 << 20
	firstScratch = 4096
)

// instance is one WebAssembly instance.
type instance struct {
	engine    *engine
	module    api.Module
	memory    api.Memory
	host      *host
	context   context.Context
	functions functions
	stack     [20]uint64
	arguments [20]uint64
	frame     frame
	scratch   uint64
	size      int
	handles   map[*keys]*opened
	last      *keys // those of the call before, and their handle
	latest    *opened
	seen      uint64
	trapped   bool
}

// opened is the handle for some keys, and their ciphers.
type opened struct {
	pointer uint32
	ciphers []*hostCipher
}

type functions struct {
	alloc, free, defaultLeeway, tokenMax, textMax     api.Function
	generatorNew, generatorFree, generate, issue      api.Function
	verifierNew, verifierFree, batch, generateToken   api.Function
	decode, privilegesPayload, kitToken, inspect      api.Function
	explain, environment, environmentMessage, version api.Function
	errorName, errorMessage                           api.Function
	verify                                            [4]api.Function // by the kind of the question
}

// newEngine compiles the module and checks it: known is what [engine.answers] must return.
func newEngine(config wazero.RuntimeConfig, binary []byte, known string) *engine {
	background := context.Background()
	e := &engine{runtime: wazero.NewRuntimeWithConfig(background, config.WithDebugInfoEnabled(false))}
	if err := hostModule(background, e.runtime); err != nil {
		e.fault = faulty("does not start")
		return e
	}
	module, err := e.runtime.CompileModule(background, binary)
	if err != nil {
		e.fault = faulty("does not compile")
		return e
	}
	e.module = module
	if e.answers() != known {
		e.fault = faulty("computes wrong results")
	}
	return e
}

// acquire is an instance for this goroutine until it releases it; nil when none can be had.
func acquire() *instance {
	if in, ok := idle.Get().(*instance); ok {
		in.sweep()
		return in
	}
	e := theEngine()
	if e.fault != "" {
		return nil
	}
	in := e.instantiate(new(host))
	if in != nil {
		runtime.SetFinalizer(in, (*instance).close)
	}
	return in
}

// instantiate makes an instance; nil when it cannot.
func (e *engine) instantiate(lent *host) *instance {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := e.runtime.InstantiateModule(context.Background(), e.module, config)
	if err != nil {
		return nil
	}
	in := &instance{
		engine: e, module: module, memory: module.Memory(), host: lent,
		context: context.WithValue(context.Background(), hostKey{}, lent),
		handles: map[*keys]*opened{}, seen: retirements.Load(),
	}
	lent.memory = in.memory
	in.functions.find(module)
	return in
}

func (f *functions) find(module api.Module) {
	for name, function := range map[string]*api.Function{
		"token04_alloc":                   &f.alloc,
		"token04_free":                    &f.free,
		"token04_default_leeway":          &f.defaultLeeway,
		"token04_token_max":               &f.tokenMax,
		"token04_text_max":                &f.textMax,
		"token04_generator_new":           &f.generatorNew,
		"token04_generator_free":          &f.generatorFree,
		"token04_verifier_new":            &f.verifierNew,
		"token04_verifier_free":           &f.verifierFree,
		"token04_generator_generate":      &f.generate,
		"token04_generator_issue":         &f.issue,
		"token04_generator_batch":         &f.batch,
		"token04_verifier_verify":         &f.verify[askToken],
		"token04_verifier_verify_user":    &f.verify[askUser],
		"token04_verifier_verify_login":   &f.verify[askLogin],
		"token04_verifier_verify_publish": &f.verify[askPublish],
		"token04_decode":                  &f.decode,
		"token04_generate":                &f.generateToken,
		"token04_privileges_payload":      &f.privilegesPayload,
		"token04_kit_token":               &f.kitToken,
		"token04_inspect_json":            &f.inspect,
		"token04_explain_json":            &f.explain,
		"token04_environment":             &f.environment,
		"token04_environment_message":     &f.environmentMessage,
		"token04_error_name":              &f.errorName,
		"token04_error_message":           &f.errorMessage,
		"token04_version":                 &f.version,
	} {
		*function = module.ExportedFunction(name)
	}
}

// release gives the instance back, unless it trapped or has grown too big.
func (in *instance) release() {
	in.host.ciphers = nil
	in.frame = frame{} // a pointer back would keep the finalizer from running
	if in.trapped || in.size > mostScratch {
		runtime.SetFinalizer(in, nil)
		in.close()
		return
	}
	idle.Put(in)
}

func (in *instance) close() { _ = in.module.Close(context.Background()) }

// sweep frees the handles of keys that were retired.
func (in *instance) sweep() {
	retired := retirements.Load()
	if retired == in.seen {
		return
	}
	in.seen = retired
	for keys, opened := range in.handles {
		if keys.retired.Load() {
			in.drop(keys, opened)
		}
	}
}

func (in *instance) drop(keys *keys, opened *opened) {
	delete(in.handles, keys)
	in.last, in.latest = nil, nil
	keys.free(in, opened.pointer)
}

// open is the handle for these keys, and puts their ciphers within the core's reach.
func (in *instance) open(keys *keys) (uint32, int32) {
	have := in.latest
	if in.last != keys {
		have = in.handles[keys]
	}
	if have != nil {
		in.last, in.latest = keys, have
		in.host.ciphers = have.ciphers
		return have.pointer, statusOK
	}
	pointer, status := keys.make(in)
	if status != statusOK {
		return 0, status
	}
	if len(in.handles) >= mostHandles {
		for other, opened := range in.handles {
			in.drop(other, opened)
			break
		}
	}
	made := &opened{pointer: pointer}
	for _, secret := range keys.secrets {
		if cipher := newHostCipher(secret); cipher != nil {
			made.ciphers = append(made.ciphers, cipher)
		}
	}
	in.handles[keys] = made
	in.host.ciphers = made.ciphers
	return pointer, statusOK
}

// call returns the status of a function; 90 when it trapped, as it does when the core panics.
func (in *instance) call(function api.Function, arguments ...uint64) int32 {
	if in.trapped {
		return statusInternal
	}
	copy(in.stack[:], arguments)
	// A trap is an error here, and so is a panic of a function of the host.
	if function.CallWithStack(in.context, in.stack[:]) != nil {
		in.trapped = true
		return statusInternal
	}
	// Memory that grew is at another address.
	if in.frame.in != nil {
		in.frame.refresh()
	}
	return int32(uint32(in.stack[0]))
}

// cText is a string of the module that ends with a NUL.
func (in *instance) cText(pointer uint32) string {
	if in.trapped {
		return ""
	}
	end := pointer
	for {
		character, ok := in.memory.ReadByte(end)
		if !ok || character == 0 {
			break
		}
		end++
	}
	text, _ := in.memory.Read(pointer, end-pointer)
	return string(text)
}

// output is where a function writes a string: its addresses in the instance's memory.
type output struct{ text, capacity, length uint64 }

// text calls with a buffer that grows as it must.
func (in *instance) text(inputs int, invoke func(f *frame, out output) int32) (string, int32) {
	return in.result(inputs, invoke, func(_ *frame, text []byte) string { return string(text) })
}

func (in *instance) result(
	inputs int, invoke func(f *frame, out output) int32, read func(f *frame, text []byte) string,
) (string, int32) {
	capacity := resultBytes
	for {
		f, ok := in.begin(inputs + capacity + 256)
		if !ok {
			return "", statusInternal
		}
		length := f.room(8)
		f.putU32(length, 0)
		out := output{f.room(capacity), uint64(capacity), length}
		status := invoke(f, out)
		if in.trapped {
			return "", statusInternal
		}
		needed := int(f.u32(length))
		switch {
		case status == statusTooSmall && needed > capacity:
			capacity = needed
		case status == statusOK:
			return read(f, f.at(out.text, needed)), statusOK
		default:
			return "", status
		}
	}
}
