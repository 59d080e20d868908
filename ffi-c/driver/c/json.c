#include "json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block
{
    struct block *next;
    long double memory[]; /* aligned for anything */
};

void *arena_take(arena *memory, size_t size)
{
    struct block *block = malloc(sizeof *block + size + 1);
    if (block == NULL) abort();
    block->next = memory->blocks;
    memory->blocks = block;
    return block->memory;
}

void arena_clear(arena *memory)
{
    while (memory->blocks != NULL)
    {
        struct block *next = memory->blocks->next;
        free(memory->blocks);
        memory->blocks = next;
    }
}

/* The position of the reader; `at` is NULL after a syntax error. */
typedef struct reader
{
    arena *memory;
    const char *at;
} reader;

static json *read_value(reader *in);

static void skip(reader *in)
{
    while (in->at != NULL && (*in->at == ' ' || *in->at == '\n' || *in->at == '\r')) ++in->at;
}

static int take(reader *in, char wanted)
{
    skip(in);
    if (in->at == NULL || *in->at != wanted) return 0;
    ++in->at;
    return 1;
}

static unsigned read_hex(const char *digits)
{
    char four[5] = {0};
    memcpy(four, digits, 4);
    return (unsigned)strtoul(four, NULL, 16);
}

static char *put_utf8(char *out, unsigned code)
{
    if (code < 0x80) *out++ = (char)code;
    else if (code < 0x800)
    {
        *out++ = (char)(0xc0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    else
    {
        if (code < 0x10000) *out++ = (char)(0xe0 | code >> 12);
        else
        {
            *out++ = (char)(0xf0 | code >> 18);
            *out++ = (char)(0x80 | (code >> 12 & 0x3f));
        }
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    return out;
}

/* An escape, `in->at` after the backslash. Requests are ASCII; surrogates are always paired. */
static char *read_escape(reader *in, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char kind = *in->at++;
    const char *found = strchr(from, kind);
    if (kind != 'u')
    {
        if (found == NULL || kind == 0) in->at = NULL;
        else *out++ = to[found - from];
        return out;
    }
    if (strlen(in->at) < 4) return in->at = NULL, out;
    unsigned code = read_hex(in->at);
    in->at += 4;
    if (code >= 0xd800 && code < 0xdc00 && strlen(in->at) >= 6)
    {
        code = 0x10000 + ((code - 0xd800) << 10) + (read_hex(in->at + 2) - 0xdc00);
        in->at += 6;
    }
    return put_utf8(out, code);
}

/* A string, `in->at` after the quote. */
static void read_string(reader *in, json *value)
{
    size_t most = 0;
    for (const char *at = in->at; *at != 0 && *at != '"'; ++at, ++most)
        if (*at == '\\' && at[1] != 0) ++at, ++most;
    char *text = arena_take(in->memory, most), *out = text;
    while (in->at != NULL && *in->at != '"')
    {
        if (*in->at == 0) in->at = NULL;
        else if (*in->at == '\\') ++in->at, out = read_escape(in, out);
        else *out++ = *in->at++;
    }
    if (in->at != NULL) ++in->at;
    *out = 0;
    value->kind = JSON_TEXT;
    value->text = text;
    value->length = (size_t)(out - text);
}

static void read_items(reader *in, json *value, char end)
{
    json **last = &value->items;
    if (take(in, end)) return;
    do
    {
        json name = {0};
        if (end == '}')
        {
            if (take(in, '"')) read_string(in, &name);
            if (!take(in, ':')) in->at = NULL;
        }
        json *item = read_value(in);
        if (item == NULL) return;
        item->name = name.text;
        *last = item;
        last = &item->next;
        ++value->length;
    } while (take(in, ','));
    if (!take(in, end)) in->at = NULL;
}

static int read_word(reader *in, const char *word)
{
    const size_t length = strlen(word);
    if (strncmp(in->at, word, length) != 0) return 0;
    in->at += length;
    return 1;
}

static json *read_value(reader *in)
{
    skip(in);
    if (in->at == NULL) return NULL;
    json *value = arena_take(in->memory, sizeof *value);
    memset(value, 0, sizeof *value);
    if (take(in, '"')) read_string(in, value);
    else if (take(in, '[')) value->kind = JSON_LIST, read_items(in, value, ']');
    else if (take(in, '{')) value->kind = JSON_OBJECT, read_items(in, value, '}');
    else if (read_word(in, "null")) value->kind = JSON_NULL;
    else if (read_word(in, "true")) value->kind = JSON_BOOLEAN, value->integer = 1;
    else if (read_word(in, "false")) value->kind = JSON_BOOLEAN;
    else
    {
        char *end;
        value->kind = JSON_INTEGER;
        value->integer = strtoll(in->at, &end, 10);
        in->at = end == in->at ? NULL : end;
    }
    return in->at == NULL ? NULL : value;
}

json *json_read(arena *memory, const char *line)
{
    reader in = {memory, line};
    json *value = read_value(&in);
    skip(&in);
    return in.at == NULL || *in.at != 0 ? NULL : value;
}

const json *json_get(const json *object, const char *name)
{
    if (object == NULL || object->kind != JSON_OBJECT) return NULL;
    for (const json *item = object->items; item != NULL; item = item->next)
        if (item->name != NULL && strcmp(item->name, name) == 0) return item;
    return NULL;
}

bytes json_bytes(arena *memory, const json *value)
{
    static const char no_text[] = "\xff";
    bytes out = {NULL, 0};
    if (value == NULL) return out;
    out.data = no_text, out.length = 1;
    const json *hex = json_get(value, "$hex");
    if (value->kind == JSON_TEXT) out.data = value->text, out.length = value->length;
    if (hex != NULL)
    {
        char *data = arena_take(memory, hex->length / 2);
        out.data = data, out.length = hex->length / 2;
        for (size_t i = 0; i < out.length; ++i)
        {
            const char two[3] = {hex->text[2 * i], hex->text[2 * i + 1], 0};
            data[i] = (char)strtoul(two, NULL, 16);
        }
    }
    return out;
}

int64_t json_integer(const json *value)
{
    const json *written = json_get(value, "$int");
    if (value != NULL && value->kind == JSON_INTEGER) return value->integer;
    if (written == NULL || written->kind != JSON_TEXT) return INT64_MIN;
    errno = 0;
    const int64_t number = strtoll(written->text, NULL, 10);
    return errno == 0 ? number : INT64_MIN;
}

void write_raw(writer *out, const char *text, size_t length)
{
    if (out->capacity - out->length < length)
    {
        const size_t capacity = (out->capacity + length) * 2 + 256;
        char *larger = arena_take(out->memory, capacity);
        if (out->length > 0) memcpy(larger, out->text, out->length);
        out->text = larger;
        out->capacity = capacity;
    }
    if (length > 0) memcpy(out->text + out->length, text, length);
    out->length += length;
}

void write_plain(writer *out, const char *text) { write_raw(out, text, strlen(text)); }

void write_integer(writer *out, int64_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    write_plain(out, digits);
}

void write_string(writer *out, const char *text, size_t length)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    write_plain(out, "\"");
    for (size_t i = 0; i < length; ++i)
    {
        const char *found = text[i] == 0 ? NULL : strchr(from, text[i]);
        char escape[8] = {text[i], 0};
        if (found != NULL) snprintf(escape, sizeof escape, "\\%c", to[found - from]);
        else if ((unsigned char)text[i] < 0x20)
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)text[i]);
        write_plain(out, escape);
    }
    write_plain(out, "\"");
}
