/* The signatures of token04.stub.php, for the engine. A test compares the two. */

#include "arginfo_compat.h"

ZEND_BEGIN_ARG_INFO_EX(arginfo_privileges___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_OBJECT(arginfo_privileges_create, 3, Token04\\Native\\Privileges, MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, shape, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, roomId, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, streamIds, IS_ARRAY, 1)
ZEND_END_ARG_INFO()

PHP_METHOD(Token04_Native_Privileges, __construct);
PHP_METHOD(Token04_Native_Privileges, create);

#define PRIVILEGES_ME(name, arginfo, flags) PHP_ME(Token04_Native_Privileges, name, arginfo, flags)

static const zend_function_entry privileges_methods[] = {
    PRIVILEGES_ME(__construct, arginfo_privileges___construct, ZEND_ACC_PRIVATE)
    PRIVILEGES_ME(create, arginfo_privileges_create, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    PHP_FE_END
};
