/* The functions: what needs no prepared key. Errors are returned as their status, an integer. */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_token04.h"

#include "functions.h"

PHP_FUNCTION(token04_native_generate)
{
    zend_long app_id, ttl, now;
    zend_string *user_id, *secret, *payload;
    ZEND_PARSE_PARAMETERS_START(6, 6)
        Z_PARAM_LONG(app_id)
        Z_PARAM_STR(user_id)
        Z_PARAM_STR(secret)
        Z_PARAM_LONG(ttl)
        Z_PARAM_STR(payload)
        Z_PARAM_LONG(now)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_RETURN_TEXT(token04_generate(
        app_id, ZSTR_VAL(user_id), ZSTR_LEN(user_id), ZSTR_VAL(secret), ZSTR_LEN(secret), ttl,
        ZSTR_VAL(payload), ZSTR_LEN(payload), token04_moment(now), out, room, &length));
}

PHP_FUNCTION(token04_native_privilege_payload)
{
    zend_long shape;
    zend_string *room_id;
    HashTable *streams;
    ZEND_PARSE_PARAMETERS_START(3, 3)
        Z_PARAM_LONG(shape)
        Z_PARAM_STR(room_id)
        Z_PARAM_ARRAY_HT_OR_NULL(streams)
    ZEND_PARSE_PARAMETERS_END();
    token04_texts texts;
    token04_texts_read(&texts, streams, TOKEN04_STREAM_ID_MAX);
    char small[TOKEN04_ROOM];
    char *out = small;
    size_t room = sizeof small, length = 0;
    int32_t status;
    /* The second round has the room that the first one asked for. */
    while ((status = token04_privilege_payload((int32_t)shape, ZSTR_VAL(room_id),
                                               ZSTR_LEN(room_id), texts.bytes, texts.lengths,
                                               texts.count, out, room, &length)) ==
               TOKEN04_ERROR_BUFFER_TOO_SMALL &&
           out == small) {
        room = length;
        out = emalloc(room);
    }
    if (status == TOKEN04_OK) {
        RETVAL_STRINGL(out, length);
    } else {
        RETVAL_LONG(status);
    }
    if (out != small) {
        efree(out);
    }
    token04_texts_free(&texts);
}

PHP_FUNCTION(token04_native_kit_token)
{
    zend_long app_id;
    zend_string *token, *room_id, *user_id, *user_name;
    ZEND_PARSE_PARAMETERS_START(5, 5)
        Z_PARAM_STR(token)
        Z_PARAM_STR(room_id)
        Z_PARAM_STR(user_id)
        Z_PARAM_STR(user_name)
        Z_PARAM_LONG(app_id)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_RETURN_TEXT(token04_kit_token(
        ZSTR_VAL(token), ZSTR_LEN(token), ZSTR_VAL(room_id), ZSTR_LEN(room_id),
        ZSTR_VAL(user_id), ZSTR_LEN(user_id), ZSTR_VAL(user_name), ZSTR_LEN(user_name), app_id,
        out, room, &length));
}

PHP_FUNCTION(token04_native_decode)
{
    zend_string *token, *secret;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_STR(token)
        Z_PARAM_STR(secret)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_RETURN_TEXT(token04_decode_json(ZSTR_VAL(token), ZSTR_LEN(token), ZSTR_VAL(secret),
                                            ZSTR_LEN(secret), out, room, &length));
}

PHP_FUNCTION(token04_native_inspect)
{
    zend_string *token;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_STR(token)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_RETURN_TEXT(
        token04_inspect_json(ZSTR_VAL(token), ZSTR_LEN(token), out, room, &length));
}

PHP_FUNCTION(token04_native_explain)
{
    zend_string *token, *secret, *user_id, *room_id, *stream_id;
    zend_long app_id, kind, leeway, now;
    ZEND_PARSE_PARAMETERS_START(9, 9)
        Z_PARAM_STR(token)
        Z_PARAM_STR_OR_NULL(secret)
        Z_PARAM_LONG(app_id)
        Z_PARAM_STR_OR_NULL(user_id)
        Z_PARAM_STR_OR_NULL(room_id)
        Z_PARAM_STR_OR_NULL(stream_id)
        Z_PARAM_LONG(kind)
        Z_PARAM_LONG(leeway)
        Z_PARAM_LONG(now)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_RETURN_TEXT(token04_explain_json(
        ZSTR_VAL(token), ZSTR_LEN(token), TOKEN04_OPTIONAL(secret), app_id,
        TOKEN04_OPTIONAL(user_id), TOKEN04_OPTIONAL(room_id), TOKEN04_OPTIONAL(stream_id),
        (int32_t)kind, leeway, token04_moment(now), out, room, &length));
}

PHP_FUNCTION(token04_native_app_id_from_text)
{
    zend_string *text;
    int64_t app_id = 0;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_STR(text)
    ZEND_PARSE_PARAMETERS_END();
    token04_app_id_from_text(ZSTR_VAL(text), ZSTR_LEN(text), &app_id);
    RETURN_LONG(app_id);
}

PHP_FUNCTION(token04_native_error_name)
{
    zend_long status;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(status)
    ZEND_PARSE_PARAMETERS_END();
    RETURN_STRING(token04_error_name((int32_t)status));
}

PHP_FUNCTION(token04_native_error_message)
{
    zend_long status;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(status)
    ZEND_PARSE_PARAMETERS_END();
    RETURN_STRING(token04_error_message((int32_t)status));
}

PHP_FUNCTION(token04_native_abi_version)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(TOKEN04_PHP_ABI_VERSION);
}

PHP_FUNCTION(token04_native_version)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(token04_version());
}

#ifdef TOKEN04_TEST_PANIC
int32_t token04_test_panic(void);

PHP_FUNCTION(token04_native_test_panic)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(token04_test_panic());
}
#endif
