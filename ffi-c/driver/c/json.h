/* The little JSON that the C and C++ drivers need: reads a request, writes a reply. The arena owns
 * all memory. */

#ifndef DRIVER_JSON_H
#define DRIVER_JSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Memory that is given back at once. Start with all zero. */
typedef struct arena
{
    struct block *blocks;
} arena;

void *arena_take(arena *memory, size_t size);
void arena_clear(arena *memory);

typedef enum json_kind
{
    JSON_NULL,
    JSON_BOOLEAN,
    JSON_INTEGER,
    JSON_TEXT,
    JSON_LIST,
    JSON_OBJECT
} json_kind;

/* A value; `items` of a list or object come one after the other by `next`. */
typedef struct json
{
    json_kind kind;
    int64_t integer; /* also a boolean */
    const char *text;
    size_t length;    /* of the text, which may hold NULs, or how many items */
    const char *name; /* within an object */
    struct json *items;
    struct json *next;
} json;

/* Reads one line of the runner; NULL when it is none. */
json *json_read(arena *memory, const char *line);
/* A field of an object; NULL when it is absent. */
const json *json_get(const json *object, const char *name);

/* Bytes that a field holds: `data` is NULL only when the field is absent. */
typedef struct bytes
{
    const char *data;
    size_t length;
} bytes;

/* A string, or the bytes that replace a value of another type. */
bytes json_bytes(arena *memory, const json *value);
/* An integer; INT64_MIN for a value that is none, or that 64 bits cannot hold. */
int64_t json_integer(const json *value);

/* A string that grows. Start with all zero but the arena. */
typedef struct writer
{
    arena *memory;
    char *text;
    size_t length;
    size_t capacity;
} writer;

void write_raw(writer *out, const char *text, size_t length);
void write_plain(writer *out, const char *text);
void write_integer(writer *out, int64_t value);
/* A JSON string with the escapes that JSON demands and no others. */
void write_string(writer *out, const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
