/* The little JSON that the C and C++ drivers need: reads a request, writes a reply. The arena owns
 * all memory. */

#ifndef DRIVER_JSON_H
#define DRIVER_JSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Memory that is freed all at once. Initialise with zeros. */
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

/* A value; the `items` of a list or object are linked by `next`. */
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

/* Reads one line from the runner; NULL when it is not JSON. */
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
/* An integer; INT64_MIN for a value that is not an integer or does not fit 64 bits. */
int64_t json_integer(const json *value);

/* A growing string. Initialise with zeros, except the arena. */
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
/* A JSON string with the escapes that JSON requires and no others. */
void write_string(writer *out, const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
