/* Token04\Native\Verifier: prepared keys that verify tokens. */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_token04.h"

#include "verifier_arginfo.h"

typedef struct verifier_object
{
    token04_verifier *handle;
    zend_object std;
} verifier_object;

static zend_class_entry *verifier_ce;
static zend_object_handlers verifier_handlers;

static verifier_object *verifier_of(zend_object *object)
{
    return (verifier_object *)((char *)object - XtOffsetOf(verifier_object, std));
}

static zend_object *verifier_create(zend_class_entry *ce)
{
    verifier_object *made = zend_object_alloc(sizeof *made, ce);
    made->handle = NULL;
    zend_object_std_init(&made->std, ce);
    object_properties_init(&made->std, ce);
    made->std.handlers = &verifier_handlers;
    return &made->std;
}

static void verifier_free(zend_object *object)
{
    token04_verifier_free(verifier_of(object)->handle);
    zend_object_std_dtor(object);
}

PHP_METHOD(Token04_Native_Verifier, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

PHP_METHOD(Token04_Native_Verifier, create)
{
    zend_long app_id, leeway;
    zend_string *secret;
    HashTable *previous;
    ZEND_PARSE_PARAMETERS_START(4, 4)
    Z_PARAM_LONG(app_id)
    Z_PARAM_STR(secret)
    Z_PARAM_ARRAY_HT(previous)
    Z_PARAM_LONG(leeway)
    ZEND_PARSE_PARAMETERS_END();
    token04_strings secrets;
    token04_strings_read(&secrets, previous, TOKEN04_SECRET_BYTES);
    token04_verifier *handle = NULL;
    int32_t status = token04_verifier_new(app_id, ZSTR_VAL(secret), ZSTR_LEN(secret), secrets.bytes,
                                          secrets.lengths, secrets.count, leeway, &handle);
    size_t bytes = 0;
    for (size_t index = 0; index < secrets.count; index++)
    {
        bytes += secrets.lengths[index];
    }
    ZEND_SECURE_ZERO(secrets.bytes, bytes);
    token04_strings_free(&secrets);
    if (status != TOKEN04_OK)
    {
        RETURN_LONG(status);
    }
    object_init_ex(return_value, verifier_ce);
    verifier_of(Z_OBJ_P(return_value))->handle = handle;
}

PHP_METHOD(Token04_Native_Verifier, verify)
{
    zend_string *token;
    zval *now;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(token)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    const token04_verifier *handle = verifier_of(Z_OBJ_P(ZEND_THIS))->handle;
    TOKEN04_WRITE(return_value, token04_verifier_verify_json(handle, TOKEN04_STRING(token),
                                                             TOKEN04_NOW(now), out, room, &length));
}

PHP_METHOD(Token04_Native_Verifier, verifyUser)
{
    zend_string *token;
    zval *user_id, *now;
    ZEND_PARSE_PARAMETERS_START(3, 3)
    Z_PARAM_STR(token)
    Z_PARAM_ZVAL(user_id)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    const token04_verifier *handle = verifier_of(Z_OBJ_P(ZEND_THIS))->handle;
    TOKEN04_WRITE(return_value, token04_verifier_verify_user_json(
                                    handle, TOKEN04_STRING(token), TOKEN04_TEXT(user_id),
                                    TOKEN04_NOW(now), out, room, &length));
}

PHP_METHOD(Token04_Native_Verifier, verifyLogin)
{
    zend_string *token;
    zval *user_id, *room_id, *now;
    ZEND_PARSE_PARAMETERS_START(4, 4)
    Z_PARAM_STR(token)
    Z_PARAM_ZVAL(user_id)
    Z_PARAM_ZVAL(room_id)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    const token04_verifier *handle = verifier_of(Z_OBJ_P(ZEND_THIS))->handle;
    TOKEN04_WRITE(return_value, token04_verifier_verify_login_json(
                                    handle, TOKEN04_STRING(token), TOKEN04_TEXT(user_id),
                                    TOKEN04_TEXT(room_id), TOKEN04_NOW(now), out, room, &length));
}

PHP_METHOD(Token04_Native_Verifier, verifyPublish)
{
    zend_string *token;
    zval *user_id, *room_id, *stream_id, *now;
    ZEND_PARSE_PARAMETERS_START(5, 5)
    Z_PARAM_STR(token)
    Z_PARAM_ZVAL(user_id)
    Z_PARAM_ZVAL(room_id)
    Z_PARAM_ZVAL(stream_id)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    const token04_verifier *handle = verifier_of(Z_OBJ_P(ZEND_THIS))->handle;
    TOKEN04_WRITE(return_value,
                  token04_verifier_verify_publish_json(
                      handle, TOKEN04_STRING(token), TOKEN04_TEXT(user_id), TOKEN04_TEXT(room_id),
                      TOKEN04_TEXT(stream_id), TOKEN04_NOW(now), out, room, &length));
}

void token04_register_verifier(void)
{
    zend_class_entry ce;
    INIT_CLASS_ENTRY(ce, "Token04\\Native\\Verifier", verifier_methods);
    verifier_ce = zend_register_internal_class(&ce);
    verifier_ce->create_object = verifier_create;
    token04_seal(verifier_ce);
    verifier_handlers = *zend_get_std_object_handlers();
    verifier_handlers.offset = XtOffsetOf(verifier_object, std);
    verifier_handlers.free_obj = verifier_free;
    verifier_handlers.clone_obj = NULL;
}
