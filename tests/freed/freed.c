/*
 * freed.so: searches all memory that a process frees for a secret.
 *
 * A library that holds a secret must overwrite it before it frees the memory. Loaded with
 * LD_PRELOAD, this file replaces free and realloc, and searches each freed block for the secret:
 * the whole block, as malloc allocated it. It finds the secret as bytes and as UTF-16.
 *
 *   tests/freed/run.sh PROGRAM [ARGUMENT]...
 *
 * builds it into target/freed/, makes a new secret of 32 hex digits, and runs the program. The
 * program finds the secret in the environment variable TOKEN04_FREED_SECRET_HEX, as 64 hex digits
 * (two for each byte). It decodes them itself, without a copy in memory that it frees, and never
 * prints the result: no secret is ever in a command, a file or an output.
 *
 * The exit code of run.sh is the program's, or 1 when the program succeeded and a freed block held
 * the secret, or when there was no report. The report is one line on stderr for each process:
 *
 *   freed: node[1234]: 2 of 51234 freed blocks held the secret (1 as bytes, 1 as UTF-16)
 *
 * and before it, for the first blocks that are found, the size of the block and the stack that
 * freed it.
 * `addr2line -f -C -e MODULE OFFSET` gives the name of a frame.
 *
 * Variables, all optional but the first:
 *
 *   TOKEN04_FREED_SECRET_HEX  the secret; without it nothing is searched or reported
 *   TOKEN04_FREED_ONLY_IN     a part of a file name: count only blocks that are freed below a
 * frame of such a module, as libtoken04. For runtimes that make their own copies of the secret,
 * which no binding can wipe
 *   TOKEN04_FREED_EXIT        the exit code of a process in which a block was found (default: the
 *                             process's own)
 *   TOKEN04_FREED_REPORT      a file that the reports are appended to, instead of stderr
 *
 * A program that can call C finds `long token04_freed_count(void)`, the blocks found so far.
 *
 * realloc always moves the block, as it is allowed to: so a buffer that grows while it holds the
 * secret is found every time. A block that was found is overwritten, and counted once.
 * Needs glibc. Not seen: memory that is never freed, stacks, and memory that a runtime with its own
 * heap (V8, the JVM, pymalloc) reuses. For Python set PYTHONMALLOC=malloc.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

#define MOST_BYTES 256
#define FRAMES 24
#define SHOWN 8

static unsigned char needle[MOST_BYTES], wide[2 * MOST_BYTES];
static size_t needle_length, wide_length;
static atomic_long freed, found_bytes, found_wide;
static const char *only_in;
static _Thread_local int busy;

static void write_out(const char *text, size_t length) {
    const char *path = getenv("TOKEN04_FREED_REPORT");
    int file = path == NULL ? 2 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || write(file, text, length) < 0) _exit(99);
    if (path != NULL) close(file);
}

/* Whether a frame belongs to the module in TOKEN04_FREED_ONLY_IN. */
static int below(void *const *frames, int count) {
    if (only_in == NULL) return 1;
    for (int at = 0; at < count; at += 1) {
        Dl_info where;
        if (dladdr(frames[at], &where) != 0 && strstr(where.dli_fname, only_in) != NULL) return 1;
    }
    return 0;
}

static void show(void *const *frames, int count, size_t size, const char *form) {
    char text[4096];
    int used = snprintf(text, sizeof text, "freed: a block of %zu bytes held the secret as %s, freed by\n",
                        size, form);
    for (int at = 2; at < count && used < (int)sizeof text - 300; at += 1) {
        Dl_info where;
        if (dladdr(frames[at], &where) == 0) where.dli_fname = "?", where.dli_sname = NULL, where.dli_fbase = NULL;
        used += snprintf(text + used, 280, "freed:   %s +%#zx %.100s\n", where.dli_fname,
                         (size_t)((char *)frames[at] - (char *)where.dli_fbase),
                         where.dli_sname == NULL ? "" : where.dli_sname);
    }
    write_out(text, (size_t)used);
}

static void search(void *block) {
    size_t size = malloc_usable_size(block);
    unsigned char *at;
    int hit = 0;
    atomic_fetch_add(&freed, 1);
    for (int form = 0; form < 2; form += 1) {
        const unsigned char *wanted = form == 0 ? needle : wide;
        size_t length = form == 0 ? needle_length : wide_length;
        if ((at = memmem(block, size, wanted, length)) == NULL) continue;
        void *frames[FRAMES];
        int count = backtrace(frames, FRAMES);
        if (below(frames, count)) {
            long before = atomic_fetch_add(form == 0 ? &found_bytes : &found_wide, 1);
            if (before < SHOWN) show(frames, count, size, form == 0 ? "bytes" : "UTF-16");
        }
        hit = 1;
    }
    if (hit) explicit_bzero(block, size);
}

static void give_back(void *block) {
    if (block != NULL && needle_length > 0 && !busy) {
        int error = errno;
        busy = 1;
        search(block);
        busy = 0;
        errno = error;
    }
    __libc_free(block);
}

void free(void *block) { give_back(block); }

void *realloc(void *block, size_t size) {
    if (block == NULL) return __libc_malloc(size);
    if (size == 0) {
        give_back(block);
        return NULL;
    }
    void *moved = __libc_malloc(size);
    if (moved == NULL) return NULL;
    size_t held = malloc_usable_size(block);
    memcpy(moved, block, held < size ? held : size);
    give_back(block);
    return moved;
}

long token04_freed_count(void) { return atomic_load(&found_bytes) + atomic_load(&found_wide); }

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

__attribute__((constructor)) static void start(void) {
    const char *hex = getenv("TOKEN04_FREED_SECRET_HEX");
    void *frames[FRAMES];
    size_t length = 0;
    if (hex == NULL) return;
    backtrace(frames, FRAMES); /* loads what it needs now, and not inside of free */
    only_in = getenv("TOKEN04_FREED_ONLY_IN");
    for (; hex[2 * length] != 0 && length < MOST_BYTES; length += 1) {
        int high = digit(hex[2 * length]), low = high < 0 ? -1 : digit(hex[2 * length + 1]);
        if (low < 0) break;
        needle[length] = (unsigned char)(high << 4 | low);
        wide[2 * length] = needle[length];
    }
    if (length < 8 || hex[2 * length] != 0) {
        static const char said[] = "freed: TOKEN04_FREED_SECRET_HEX must be hex, of 8 to 256 bytes\n";
        write_out(said, sizeof said - 1);
        _exit(99);
    }
    wide_length = 2 * length;
    needle_length = length;
}

__attribute__((destructor)) static void report(void) {
    if (needle_length == 0) return;
    char text[512];
    long bytes = atomic_load(&found_bytes), utf16 = atomic_load(&found_wide);
    int used = snprintf(text, sizeof text,
                        "freed: %.100s[%d]: %ld of %ld freed blocks held the secret (%ld as bytes, %ld as UTF-16)\n",
                        program_invocation_short_name, (int)getpid(), bytes + utf16,
                        atomic_load(&freed), bytes, utf16);
    write_out(text, (size_t)used);
    const char *code = getenv("TOKEN04_FREED_EXIT");
    if (bytes + utf16 > 0 && code != NULL) _exit(atoi(code));
}
