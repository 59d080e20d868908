/* The module: what phpinfo() shows, and what the classes share. */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php_token04.h"

#include <ext/standard/info.h>
#include <zend_interfaces.h>

#include "functions_arginfo.h"

/* Whether an entry is copied: not what is no string, and not what is longer than its field allows.
 */
static bool is_taken(const zval *entry, size_t longest)
{
    return Z_TYPE_P(entry) == IS_STRING && Z_STRLEN_P(entry) <= longest;
}

void token04_strings_read(token04_strings *texts, HashTable *array, size_t longest)
{
    zval *entry;
    size_t total = 0;
    *texts = (token04_strings){NULL, NULL, 0};
    if (!array)
    {
        return;
    }
    texts->count = zend_hash_num_elements(array);
    ZEND_HASH_FOREACH_VAL(array, entry)
    {
        ZVAL_DEREF(entry);
        total += is_taken(entry, longest) ? Z_STRLEN_P(entry) : 1;
    }
    ZEND_HASH_FOREACH_END();
    texts->lengths = safe_emalloc(texts->count ? texts->count : 1, sizeof(size_t), 0);
    texts->bytes = emalloc(total ? total : 1);
    char *next = texts->bytes;
    size_t index = 0;
    ZEND_HASH_FOREACH_VAL(array, entry)
    {
        ZVAL_DEREF(entry);
        if (is_taken(entry, longest))
        {
            memcpy(next, Z_STRVAL_P(entry), Z_STRLEN_P(entry));
            texts->lengths[index] = Z_STRLEN_P(entry);
        }
        else
        {
            *next = '\xff';
            texts->lengths[index] = 1;
        }
        next += texts->lengths[index++];
    }
    ZEND_HASH_FOREACH_END();
}

void token04_strings_free(token04_strings *texts)
{
    if (texts->lengths)
    {
        efree(texts->lengths);
        efree(texts->bytes);
    }
}

void token04_seal(zend_class_entry *ce)
{
    ce->ce_flags |= ZEND_ACC_FINAL;
#ifdef ZEND_ACC_NO_DYNAMIC_PROPERTIES
    ce->ce_flags |= ZEND_ACC_NO_DYNAMIC_PROPERTIES;
#endif
#ifdef ZEND_ACC_NOT_SERIALIZABLE
    ce->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE;
#else
    ce->serialize = zend_class_serialize_deny;
    ce->unserialize = zend_class_unserialize_deny;
#endif
}

static PHP_MINIT_FUNCTION(token04)
{
    (void)type;
    (void)module_number;
    if (token04_abi_version() != TOKEN04_ABI_VERSION)
    {
        return FAILURE;
    }
    token04_register_generator();
    token04_register_verifier();
    return SUCCESS;
}

static PHP_MINFO_FUNCTION(token04)
{
    (void)zend_module;
    php_info_print_table_start();
    php_info_print_table_row(2, "ZEGOCLOUD Token04 (unofficial)", "enabled");
    php_info_print_table_row(2, "version", token04_version());
    php_info_print_table_end();
}

zend_module_entry token04_module_entry = {
    STANDARD_MODULE_HEADER,
    "token04",
    ext_functions,
    PHP_MINIT(token04),
    NULL,
    NULL,
    NULL,
    PHP_MINFO(token04),
    TOKEN04_VERSION,
    STANDARD_MODULE_PROPERTIES,
};

#ifdef COMPILE_DL_TOKEN04
ZEND_GET_MODULE(token04)
#endif
