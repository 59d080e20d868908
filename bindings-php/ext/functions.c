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
    TOKEN04_WRITE(return_value,
                  token04_generate(app_id, ZSTR_VAL(user_id), ZSTR_LEN(user_id), ZSTR_VAL(secret),
                                   ZSTR_LEN(secret), ttl, ZSTR_VAL(payload), ZSTR_LEN(payload), now,
                                   out, room, &length));
}

PHP_FUNCTION(token04_native_privileges_payload)
{
    zend_string *room_id;
    token04_bool login, publish, any_stream;
    HashTable *streams;
    ZEND_PARSE_PARAMETERS_START(5, 5)
    Z_PARAM_STR(room_id)
    Z_PARAM_BOOL(login)
    Z_PARAM_BOOL(publish)
    Z_PARAM_BOOL(any_stream)
    Z_PARAM_ARRAY_HT_OR_NULL(streams)
    ZEND_PARSE_PARAMETERS_END();
    token04_strings texts;
    token04_strings_read(&texts, streams, TOKEN04_STREAM_ID_MAX);
    TOKEN04_WRITE(return_value, token04_privileges_payload(TOKEN04_STRING(room_id), login, publish,
                                                           any_stream, texts.bytes, texts.lengths,
                                                           texts.count, out, room, &length));
    token04_strings_free(&texts);
}

PHP_FUNCTION(token04_native_environment)
{
    zend_string *app_id, *secret, *previous;
    ZEND_PARSE_PARAMETERS_START(3, 3)
    Z_PARAM_STR_OR_NULL(app_id)
    Z_PARAM_STR_OR_NULL(secret)
    Z_PARAM_STR_OR_NULL(previous)
    ZEND_PARSE_PARAMETERS_END();
    int64_t number = 0;
    int32_t variable = 0, fault = 0;
    int32_t status = token04_environment(TOKEN04_OPTIONAL(app_id), TOKEN04_OPTIONAL(secret),
                                         TOKEN04_OPTIONAL(previous), &number, &variable, &fault);
    array_init_size(return_value, 4);
    add_next_index_long(return_value, status);
    add_next_index_long(return_value, number);
    add_next_index_long(return_value, variable);
    add_next_index_long(return_value, fault);
}

PHP_FUNCTION(token04_native_environment_message)
{
    zend_long variable, fault;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_LONG(variable)
    Z_PARAM_LONG(fault)
    ZEND_PARSE_PARAMETERS_END();
    RETURN_STRING(token04_environment_message((int32_t)variable, (int32_t)fault));
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
    TOKEN04_WRITE(return_value,
                  token04_kit_token(ZSTR_VAL(token), ZSTR_LEN(token), ZSTR_VAL(room_id),
                                    ZSTR_LEN(room_id), ZSTR_VAL(user_id), ZSTR_LEN(user_id),
                                    ZSTR_VAL(user_name), ZSTR_LEN(user_name), app_id, out, room,
                                    &length));
}

PHP_FUNCTION(token04_native_decode)
{
    zend_string *token, *secret;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(token)
    Z_PARAM_STR(secret)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_WRITE(return_value,
                  token04_decode_json(ZSTR_VAL(token), ZSTR_LEN(token), ZSTR_VAL(secret),
                                      ZSTR_LEN(secret), out, room, &length));
}

PHP_FUNCTION(token04_native_inspect)
{
    zend_string *token;
    ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_STR(token)
    ZEND_PARSE_PARAMETERS_END();
    TOKEN04_WRITE(return_value,
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
    TOKEN04_WRITE(return_value,
                  token04_explain_json(ZSTR_VAL(token), ZSTR_LEN(token), TOKEN04_OPTIONAL(secret),
                                       app_id, TOKEN04_OPTIONAL(user_id), TOKEN04_OPTIONAL(room_id),
                                       TOKEN04_OPTIONAL(stream_id), (int32_t)kind, leeway, now, out,
                                       room, &length));
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
