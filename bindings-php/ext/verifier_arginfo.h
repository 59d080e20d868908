/* The signatures of token04.stub.php, for the engine. A test compares the two. */

#include "arginfo_compat.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_verifier___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_OBJECT(arginfo_verifier_create, 5, Token04\\Native\\Verifier, MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, previousSecrets, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, leeway, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, requireAuthenticated, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_ANSWER(arginfo_verifier_verify, 5, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, userId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, roomId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, streamId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, now, IS_LONG, 0)
ZEND_END_ARG_INFO()

PHP_METHOD(Token04_Native_Verifier, __construct);
PHP_METHOD(Token04_Native_Verifier, create);
PHP_METHOD(Token04_Native_Verifier, verify);

#define VERIFIER_ME(name, arginfo, flags) PHP_ME(Token04_Native_Verifier, name, arginfo, flags)

static const zend_function_entry verifier_methods[] = {
    VERIFIER_ME(__construct, arginfo_verifier___construct, ZEND_ACC_PRIVATE)
    VERIFIER_ME(create, arginfo_verifier_create, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    VERIFIER_ME(verify, arginfo_verifier_verify, ZEND_ACC_PUBLIC)
    PHP_FE_END
};
