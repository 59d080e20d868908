/* What the files of the extension share. */

#ifndef PHP_TOKEN04_H
#define PHP_TOKEN04_H

#include <stdbool.h>

#include <php.h>

#include "token04.h"

extern zend_module_entry token04_module_entry;
#define phpext_token04_ptr &token04_module_entry

#if PHP_VERSION_ID < 80000
#define Z_PARAM_STR_OR_NULL(dest) Z_PARAM_STR_EX(dest, 1, 0)
#define Z_PARAM_ARRAY_HT_OR_NULL(dest) Z_PARAM_ARRAY_HT_EX(dest, 1, 0)
typedef zend_bool token04_bool;
#else
typedef bool token04_bool;
#endif

/* What the package and the extension must agree on: changes with TOKEN04_ABI_VERSION and with each
 * signature of token04.stub.php. Loader::ABI_VERSION of the package is the same number. */
#define TOKEN04_PHP_ABI_VERSION 1

/* Most tokens and payloads fit here, and then cost one copy and no second call. */
#define TOKEN04_ROOM 2048

/*
 * Answers a text that CALL writes into `out` (of `room` bytes) with its length in `length`: the
 * text itself, or the status as an integer. Too small a room is told with one that suffices.
 */
#define TOKEN04_RETURN_TEXT(CALL)                                                                  \
    do {                                                                                           \
        char small[TOKEN04_ROOM];                                                                  \
        char *out = small;                                                                         \
        size_t room = sizeof small, length = 0;                                                    \
        int32_t status = CALL;                                                                     \
        if (EXPECTED(status == TOKEN04_OK)) {                                                      \
            RETURN_STRINGL(small, length);                                                         \
        }                                                                                          \
        if (status != TOKEN04_ERROR_BUFFER_TOO_SMALL) {                                            \
            RETURN_LONG(status);                                                                   \
        }                                                                                          \
        zend_string *text = zend_string_alloc(length, 0);                                          \
        out = ZSTR_VAL(text);                                                                      \
        room = length + 1;                                                                         \
        status = CALL;                                                                             \
        if (status != TOKEN04_OK) {                                                                \
            zend_string_efree(text);                                                               \
            RETURN_LONG(status);                                                                   \
        }                                                                                          \
        RETURN_NEW_STR(zend_string_truncate(text, length, 0));                                     \
    } while (0)

/* The pointer and length of a text that may be null: not given. */
#define TOKEN04_OPTIONAL(text) (text) ? ZSTR_VAL(text) : NULL, (text) ? ZSTR_LEN(text) : 0

/* Texts of an array, one after the other, as the library takes them. */
typedef struct token04_texts {
    char *bytes;
    size_t *lengths;
    size_t count;
} token04_texts;

/* Reads an array, NULL for a list that is not given. What is no string in it, or a longer one than
 * its field allows, becomes a string that no field takes: it is refused, and was not copied. */
void token04_texts_read(token04_texts *texts, HashTable *array, size_t longest);
void token04_texts_free(token04_texts *texts);

/* A moment for the library: its lowest number has a meaning of its own there. */
static inline int64_t token04_moment(zend_long now)
{
    return now == INT64_MIN ? INT64_MIN + 1 : now;
}

/* A parameter that takes anything: what is not of its type is no text, and no lifetime. */
#define TOKEN04_LENGTH(value) (Z_TYPE_P(value) == IS_STRING ? Z_STRLEN_P(value) : 1)
#define TOKEN04_TEXT(value)                                                                        \
    Z_TYPE_P(value) == IS_STRING ? Z_STRVAL_P(value) : "\xff", TOKEN04_LENGTH(value)
#define TOKEN04_TTL(value) (Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) : 0)

/* What prepared privileges hold: of objects of this class. */
extern zend_class_entry *token04_privileges_ce;
const token04_privileges *token04_privileges_in(zend_object *object);

/* Makes a class whose objects are nobody's to clone, serialize or add properties to. */
void token04_seal(zend_class_entry *ce);

void token04_register_generator(void);
void token04_register_privileges(void);
void token04_register_verifier(void);

#endif
