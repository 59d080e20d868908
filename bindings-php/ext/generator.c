/* Token04\Native\Generator: a prepared key that makes tokens. */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_token04.h"

#include "generator_arginfo.h"

/* So many tokens of a batch are in memory beside those already made. */
#define CHUNK 64

typedef struct generator_object
{
    token04_generator *handle;
    int32_t mode;
    zend_object std;
} generator_object;

static zend_class_entry *generator_ce;
static zend_object_handlers generator_handlers;

static generator_object *generator_of(zend_object *object)
{
    return (generator_object *)((char *)object - XtOffsetOf(generator_object, std));
}

static zend_object *generator_create(zend_class_entry *ce)
{
    generator_object *made = zend_object_alloc(sizeof *made, ce);
    made->handle = NULL;
    zend_object_std_init(&made->std, ce);
    object_properties_init(&made->std, ce);
    made->std.handlers = &generator_handlers;
    return &made->std;
}

static void generator_free(zend_object *object)
{
    token04_generator_free(generator_of(object)->handle);
    zend_object_std_dtor(object);
}

PHP_METHOD(Token04_Native_Generator, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

PHP_METHOD(Token04_Native_Generator, create)
{
    zend_long app_id, mode;
    zend_string *secret;
    ZEND_PARSE_PARAMETERS_START(3, 3)
    Z_PARAM_LONG(app_id)
    Z_PARAM_STR(secret)
    Z_PARAM_LONG(mode)
    ZEND_PARSE_PARAMETERS_END();
    token04_generator *handle = NULL;
    int32_t status =
        token04_generator_new(app_id, ZSTR_VAL(secret), ZSTR_LEN(secret), (int32_t)mode, &handle);
    if (status != TOKEN04_OK)
    {
        RETURN_LONG(status);
    }
    object_init_ex(return_value, generator_ce);
    generator_of(Z_OBJ_P(return_value))->handle = handle;
    generator_of(Z_OBJ_P(return_value))->mode = (int32_t)mode;
}

PHP_METHOD(Token04_Native_Generator, generate)
{
    zval *user_id, *ttl, *payload, *now;
    ZEND_PARSE_PARAMETERS_START(4, 4)
    Z_PARAM_ZVAL(user_id)
    Z_PARAM_ZVAL(ttl)
    Z_PARAM_ZVAL(payload)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    const token04_generator *handle = generator_of(Z_OBJ_P(ZEND_THIS))->handle;
    TOKEN04_WRITE(return_value, token04_generator_generate(handle, TOKEN04_TEXT(user_id),
                                                           TOKEN04_TTL(ttl), TOKEN04_TEXT(payload),
                                                           TOKEN04_NOW(now), out, room, &length));
}

PHP_METHOD(Token04_Native_Generator, issue)
{
    zval *user_id, *ttl, *payload, *now;
    ZEND_PARSE_PARAMETERS_START(4, 4)
    Z_PARAM_ZVAL(user_id)
    Z_PARAM_ZVAL(ttl)
    Z_PARAM_ZVAL(payload)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    generator_object *self = generator_of(Z_OBJ_P(ZEND_THIS));
    int64_t times[3] = {0, 0, 0};
    zval token;
    TOKEN04_WRITE(&token, token04_generator_issue(self->handle, TOKEN04_TEXT(user_id),
                                                  TOKEN04_TTL(ttl), TOKEN04_TEXT(payload),
                                                  TOKEN04_NOW(now), times, out, room, &length));
    if (Z_TYPE(token) != IS_STRING)
    {
        ZVAL_COPY_VALUE(return_value, &token);
        return;
    }
    array_init_size(return_value, 4);
    add_next_index_zval(return_value, &token);
    for (int index = 0; index < 3; index++)
    {
        add_next_index_long(return_value, times[index]);
    }
}

/* Whether the library takes a payload. It writes no token here: there is no room for one. */
static bool is_payload(const generator_object *self, const zval *payload)
{
    char out[1];
    size_t length = 0;
    return token04_generator_generate(self->handle, "u", 1, 1, TOKEN04_TEXT(payload), 0, out, 0,
                                      &length) == TOKEN04_ERROR_BUFFER_TOO_SMALL;
}

PHP_METHOD(Token04_Native_Generator, batch)
{
    HashTable *user_ids;
    zval *ttl, *payload, *now;
    ZEND_PARSE_PARAMETERS_START(4, 4)
    Z_PARAM_ARRAY_HT(user_ids)
    Z_PARAM_ZVAL(ttl)
    Z_PARAM_ZVAL(payload)
    Z_PARAM_ZVAL(now)
    ZEND_PARSE_PARAMETERS_END();
    generator_object *self = generator_of(Z_OBJ_P(ZEND_THIS));
    zval refused;
    if (!is_payload(self, payload))
    {
        /* Refused for each user; as long as it may be, it takes no memory for their tokens. */
        ZVAL_NULL(&refused);
        payload = &refused;
    }
    token04_strings texts;
    token04_strings_read(&texts, user_ids, TOKEN04_USER_ID_MAX);
    size_t stride = token04_token_size(TOKEN04_USER_ID_MAX, TOKEN04_LENGTH(payload), self->mode);
    char *rows = safe_emalloc(CHUNK, stride, 0);
    size_t lengths[CHUNK];
    int32_t statuses[CHUNK];
    array_init_size(return_value, (uint32_t)texts.count);
    const char *next = texts.bytes;
    int32_t status = TOKEN04_OK;
    size_t done = 0;
    /* Once for an empty batch too: its lifetime is checked. */
    do
    {
        size_t count = texts.count - done < CHUNK ? texts.count - done : CHUNK;
        status = token04_generator_batch(self->handle, next, texts.lengths + done, count,
                                         TOKEN04_TTL(ttl), TOKEN04_TEXT(payload), TOKEN04_NOW(now),
                                         rows, stride, lengths, statuses);
        for (size_t index = 0; status == TOKEN04_OK && index < count; index++)
        {
            if (statuses[index] == TOKEN04_OK)
            {
                add_next_index_stringl(return_value, rows + index * stride, lengths[index]);
            }
            else
            {
                add_next_index_long(return_value, statuses[index]);
            }
            next += texts.lengths[done + index];
        }
        done += count;
    } while (status == TOKEN04_OK && done < texts.count);
    efree(rows);
    token04_strings_free(&texts);
    if (status != TOKEN04_OK)
    {
        zval_ptr_dtor(return_value);
        RETURN_LONG(status);
    }
}

void token04_register_generator(void)
{
    zend_class_entry ce;
    INIT_CLASS_ENTRY(ce, "Token04\\Native\\Generator", generator_methods);
    generator_ce = zend_register_internal_class(&ce);
    generator_ce->create_object = generator_create;
    token04_seal(generator_ce);
    generator_handlers = *zend_get_std_object_handlers();
    generator_handlers.offset = XtOffsetOf(generator_object, std);
    generator_handlers.free_obj = generator_free;
    generator_handlers.clone_obj = NULL;
}
