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
#define TOKEN04_PHP_ABI_VERSION 2

/* Most tokens and payloads fit here, and then cost one copy and no second call. */
#define TOKEN04_ROOM 2048

/*
 * CALL writes a string into `out` (of `room` bytes) and its length into `length`. Sets the zval
 * `result` to that string, or to the status as an integer. Where the room is too small, `length` is
 * a sufficient one, and CALL is made again.
 */
#define TOKEN04_WRITE(result, CALL)                                                                \
    do                                                                                             \
    {                                                                                              \
        char small[TOKEN04_ROOM];                                                                  \
        char *out = small;                                                                         \
        size_t room = sizeof small, length = 0;                                                    \
        int32_t status = CALL;                                                                     \
        if (EXPECTED(status == TOKEN04_OK))                                                        \
        {                                                                                          \
            ZVAL_STRINGL(result, small, length);                                                   \
        }                                                                                          \
        else if (status != TOKEN04_ERROR_BUFFER_TOO_SMALL)                                         \
        {                                                                                          \
            ZVAL_LONG(result, status);                                                             \
        }                                                                                          \
        else                                                                                       \
        {                                                                                          \
            zend_string *text = zend_string_alloc(length, 0);                                      \
            out = ZSTR_VAL(text);                                                                  \
            room = length + 1;                                                                     \
            status = CALL;                                                                         \
            if (status == TOKEN04_OK)                                                              \
            {                                                                                      \
                ZVAL_NEW_STR(result, zend_string_truncate(text, length, 0));                       \
            }                                                                                      \
            else                                                                                   \
            {                                                                                      \
                zend_string_efree(text);                                                           \
                ZVAL_LONG(result, status);                                                         \
            }                                                                                      \
        }                                                                                          \
    } while (0)

/* The pointer and length of a string that may be null: not given. */
#define TOKEN04_OPTIONAL(text) (text) ? ZSTR_VAL(text) : NULL, (text) ? ZSTR_LEN(text) : 0

/* Strings of an array, one after the other, as the library takes them. */
typedef struct token04_strings
{
    char *bytes;
    size_t *lengths;
    size_t count;
} token04_strings;

/* Reads an array, NULL for a list that is not given. What is no string in it, or a longer one than
 * its field allows, becomes a string that no field takes: it is refused, and was not copied. */
void token04_strings_read(token04_strings *texts, HashTable *array, size_t longest);
void token04_strings_free(token04_strings *texts);

/* The pointer and length of a string. */
#define TOKEN04_STRING(text) ZSTR_VAL(text), ZSTR_LEN(text)

/* A parameter that takes anything: what is not of its type is no id, no lifetime and no time. */
#define TOKEN04_LENGTH(value) (Z_TYPE_P(value) == IS_STRING ? Z_STRLEN_P(value) : 1)
#define TOKEN04_TEXT(value)                                                                        \
    Z_TYPE_P(value) == IS_STRING ? Z_STRVAL_P(value) : "\xff", TOKEN04_LENGTH(value)
#define TOKEN04_TTL(value) (Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) : 0)
#define TOKEN04_NOW(value) (Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) : INT64_MIN)

/* Makes a class whose objects cannot be cloned, serialized or given more properties. */
void token04_seal(zend_class_entry *ce);

void token04_register_generator(void);
void token04_register_verifier(void);

#endif
