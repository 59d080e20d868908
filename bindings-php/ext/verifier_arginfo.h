/* The signatures of token04.stub.php, for the engine. A test compares the two. */

#include "arginfo_compat.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_verifier___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_OBJECT(arginfo_verifier_create, 4, Token04\\Native\\Verifier, MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, previousSecrets, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, leeway, IS_LONG, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_verifier_verify, 2, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_verifier_user, 3, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_INFO(0, userId)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_verifier_login, 4, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_INFO(0, userId)
    ZEND_ARG_INFO(0, roomId)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_verifier_publish, 5, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_INFO(0, userId)
    ZEND_ARG_INFO(0, roomId)
    ZEND_ARG_INFO(0, streamId)
    ZEND_ARG_INFO(0, now)
ZEND_END_ARG_INFO()

PHP_METHOD(Token04_Native_Verifier, __construct);
PHP_METHOD(Token04_Native_Verifier, create);
PHP_METHOD(Token04_Native_Verifier, verify);
PHP_METHOD(Token04_Native_Verifier, verifyUser);
PHP_METHOD(Token04_Native_Verifier, verifyLogin);
PHP_METHOD(Token04_Native_Verifier, verifyPublish);

#define VERIFIER_ME(name, arginfo, flags) PHP_ME(Token04_Native_Verifier, name, arginfo, flags)

static const zend_function_entry verifier_methods[] = {
    VERIFIER_ME(__construct, arginfo_verifier___construct, ZEND_ACC_PRIVATE)
    VERIFIER_ME(create, arginfo_verifier_create, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    VERIFIER_ME(verify, arginfo_verifier_verify, ZEND_ACC_PUBLIC)
    VERIFIER_ME(verifyUser, arginfo_verifier_user, ZEND_ACC_PUBLIC)
    VERIFIER_ME(verifyLogin, arginfo_verifier_login, ZEND_ACC_PUBLIC)
    VERIFIER_ME(verifyPublish, arginfo_verifier_publish, ZEND_ACC_PUBLIC)
    PHP_FE_END
};
