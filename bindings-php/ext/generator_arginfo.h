/* The signatures of token04.stub.php, for the engine. A test compares the two. */

#include "arginfo_compat.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_generator___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_OBJECT(arginfo_generator_create, 3, Token04\\Native\\Generator, MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, mode, IS_LONG, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_generator_generate, 4, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_INFO(0, userId)
    ZEND_ARG_INFO(0, ttl)
    ZEND_ARG_INFO(0, payload)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_generator_issue, 4, MAY_BE_ARRAY | MAY_BE_LONG)
    ZEND_ARG_INFO(0, userId)
    ZEND_ARG_INFO(0, ttl)
    ZEND_ARG_INFO(0, payload)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_generator_batch, 4, MAY_BE_ARRAY | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, userIds, IS_ARRAY, 0)
    ZEND_ARG_INFO(0, ttl)
    ZEND_ARG_INFO(0, payload)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

PHP_METHOD(Token04_Native_Generator, __construct);
PHP_METHOD(Token04_Native_Generator, create);
PHP_METHOD(Token04_Native_Generator, generate);
PHP_METHOD(Token04_Native_Generator, issue);
PHP_METHOD(Token04_Native_Generator, batch);

#define GENERATOR_ME(name, arginfo, flags) PHP_ME(Token04_Native_Generator, name, arginfo, flags)

static const zend_function_entry generator_methods[] = {
    GENERATOR_ME(__construct, arginfo_generator___construct, ZEND_ACC_PRIVATE)
    GENERATOR_ME(create, arginfo_generator_create, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    GENERATOR_ME(generate, arginfo_generator_generate, ZEND_ACC_PUBLIC)
    GENERATOR_ME(issue, arginfo_generator_issue, ZEND_ACC_PUBLIC)
    GENERATOR_ME(batch, arginfo_generator_batch, ZEND_ACC_PUBLIC)
    PHP_FE_END
};
