/* PHP 7 has no types of more than one kind: there such a result has none. */

#ifndef TOKEN04_ARGINFO_COMPAT_H
#define TOKEN04_ARGINFO_COMPAT_H

#if PHP_VERSION_ID < 80000
#define TOKEN04_ARGINFO_RESULT(name, required, types) ZEND_BEGIN_ARG_INFO_EX(name, 0, 0, required)
#define TOKEN04_ARGINFO_OBJECT(name, required, class_name, types)                                  \
    ZEND_BEGIN_ARG_INFO_EX(name, 0, 0, required)
#else
#define TOKEN04_ARGINFO_RESULT(name, required, types)                                              \
    ZEND_BEGIN_ARG_WITH_RETURN_TYPE_MASK_EX(name, 0, required, types)
#define TOKEN04_ARGINFO_OBJECT(name, required, class_name, types)                                  \
    ZEND_BEGIN_ARG_WITH_RETURN_OBJ_TYPE_MASK_EX(name, 0, required, class_name, types)
#endif

#endif
