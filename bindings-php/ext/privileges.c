/* Token04\Native\Privileges: what a user may do in one room, prepared for many tokens. */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_token04.h"

#include "privileges_arginfo.h"

typedef struct privileges_object {
    token04_privileges *handle;
    zend_object std;
} privileges_object;

zend_class_entry *token04_privileges_ce;
static zend_object_handlers privileges_handlers;

static privileges_object *privileges_of(zend_object *object)
{
    return (privileges_object *)((char *)object - XtOffsetOf(privileges_object, std));
}

const token04_privileges *token04_privileges_in(zend_object *object)
{
    return privileges_of(object)->handle;
}

static zend_object *privileges_create(zend_class_entry *ce)
{
    privileges_object *made = zend_object_alloc(sizeof *made, ce);
    made->handle = NULL;
    zend_object_std_init(&made->std, ce);
    object_properties_init(&made->std, ce);
    made->std.handlers = &privileges_handlers;
    return &made->std;
}

static void privileges_free(zend_object *object)
{
    token04_privileges_free(privileges_of(object)->handle);
    zend_object_std_dtor(object);
}

PHP_METHOD(Token04_Native_Privileges, __construct)
{
    ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Token04_Native_Privileges, create)
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
    token04_privileges *handle = NULL;
    int32_t status =
        token04_privileges_new((int32_t)shape, ZSTR_VAL(room_id), ZSTR_LEN(room_id), texts.bytes,
                               texts.lengths, texts.count, &handle);
    token04_texts_free(&texts);
    if (status != TOKEN04_OK) {
        RETURN_LONG(status);
    }
    object_init_ex(return_value, token04_privileges_ce);
    privileges_of(Z_OBJ_P(return_value))->handle = handle;
}

void token04_register_privileges(void)
{
    zend_class_entry ce;
    INIT_CLASS_ENTRY(ce, "Token04\\Native\\Privileges", privileges_methods);
    token04_privileges_ce = zend_register_internal_class(&ce);
    token04_privileges_ce->create_object = privileges_create;
    token04_seal(token04_privileges_ce);
    privileges_handlers = *zend_get_std_object_handlers();
    privileges_handlers.offset = XtOffsetOf(privileges_object, std);
    privileges_handlers.free_obj = privileges_free;
    privileges_handlers.clone_obj = NULL;
}
