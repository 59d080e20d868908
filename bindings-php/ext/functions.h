/* The functions of the extension, as the engine sees them. */

#ifndef TOKEN04_FUNCTIONS_H
#define TOKEN04_FUNCTIONS_H

PHP_FUNCTION(token04_native_generate);
PHP_FUNCTION(token04_native_privileges_payload);
PHP_FUNCTION(token04_native_environment);
PHP_FUNCTION(token04_native_environment_message);
PHP_FUNCTION(token04_native_kit_token);
PHP_FUNCTION(token04_native_decode);
PHP_FUNCTION(token04_native_inspect);
PHP_FUNCTION(token04_native_explain);
PHP_FUNCTION(token04_native_error_name);
PHP_FUNCTION(token04_native_error_message);
PHP_FUNCTION(token04_native_abi_version);
PHP_FUNCTION(token04_native_version);
#ifdef TOKEN04_TEST_PANIC
PHP_FUNCTION(token04_native_test_panic);
#endif

#endif
