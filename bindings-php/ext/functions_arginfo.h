/* The signatures of token04.stub.php, for the engine. A test compares the two. */

#include "arginfo_compat.h"
#include "functions.h"

TOKEN04_ARGINFO_RESULT(arginfo_generate, 6, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, userId, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, ttl, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, payload, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, now, IS_LONG, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_privileges_payload, 5, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, roomId, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, login, _IS_BOOL, 0)
    ZEND_ARG_TYPE_INFO(0, publish, _IS_BOOL, 0)
    ZEND_ARG_TYPE_INFO(0, anyStream, _IS_BOOL, 0)
    ZEND_ARG_TYPE_INFO(0, streamIds, IS_ARRAY, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_environment, 0, 3, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, appId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, previousSecret, IS_STRING, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_environment_message, 0, 2, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, variable, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, fault, IS_LONG, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_kit_token, 5, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, roomId, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, userId, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, userName, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_decode, 2, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_inspect, 1, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
ZEND_END_ARG_INFO()

TOKEN04_ARGINFO_RESULT(arginfo_explain, 9, MAY_BE_STRING | MAY_BE_LONG)
    ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, secret, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, appId, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, userId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, roomId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, streamId, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, kind, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, leeway, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, now, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_error_text, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, status, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_version, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_abi_version, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#ifdef TOKEN04_TEST_PANIC
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_test_panic, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()
#endif

#define TOKEN04_FE(name, arginfo)                                                                  \
    ZEND_NS_NAMED_FE("Token04\\Native", name, zif_token04_native_##name, arginfo)

static const zend_function_entry ext_functions[] = {
    TOKEN04_FE(generate, arginfo_generate)
    TOKEN04_FE(privileges_payload, arginfo_privileges_payload)
    TOKEN04_FE(environment, arginfo_environment)
    TOKEN04_FE(environment_message, arginfo_environment_message)
    TOKEN04_FE(kit_token, arginfo_kit_token)
    TOKEN04_FE(decode, arginfo_decode)
    TOKEN04_FE(inspect, arginfo_inspect)
    TOKEN04_FE(explain, arginfo_explain)
    TOKEN04_FE(error_name, arginfo_error_text)
    TOKEN04_FE(error_message, arginfo_error_text)
    TOKEN04_FE(abi_version, arginfo_abi_version)
    TOKEN04_FE(version, arginfo_version)
#ifdef TOKEN04_TEST_PANIC
    TOKEN04_FE(test_panic, arginfo_test_panic)
#endif
    ZEND_FE_END
};
