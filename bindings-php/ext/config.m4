dnl The extension token04: C files over token04.h, with libtoken04.a linked in.

PHP_ARG_ENABLE([token04],
  [whether to enable token04],
  [AS_HELP_STRING([--enable-token04], [Enable token04])],
  [yes])

PHP_ARG_WITH([token04-library],
  [for libtoken04.a],
  [AS_HELP_STRING([--with-token04-library=FILE],
    [The static library; default: the one beside the sources for this machine])],
  [no],
  [no])

PHP_ARG_ENABLE([token04-test-panic],
  [whether to add a function that panics on purpose],
  [AS_HELP_STRING([--enable-token04-test-panic], [For the tests: never ship it])],
  [no],
  [no])

if test "$PHP_TOKEN04" != "no"; then
  AC_MSG_CHECKING([for libtoken04.a])
  if test "$PHP_TOKEN04_LIBRARY" = "no"; then
    token04_arch=`uname -m | sed -e 's/^amd64$/x86_64/' -e 's/^arm64$/aarch64/'`
    PHP_TOKEN04_LIBRARY="$abs_srcdir/lib/linux-$token04_arch/libtoken04.a"
  fi
  if test ! -f "$PHP_TOKEN04_LIBRARY"; then
    AC_MSG_ERROR([there is no $PHP_TOKEN04_LIBRARY: name one by --with-token04-library=FILE])
  fi
  AC_MSG_RESULT([$PHP_TOKEN04_LIBRARY])
  TOKEN04_CFLAGS="-std=gnu99 -Wall -Wextra -Wno-unused-parameter"
  if test "$PHP_TOKEN04_TEST_PANIC" != "no"; then
    TOKEN04_CFLAGS="$TOKEN04_CFLAGS -DTOKEN04_TEST_PANIC"
  fi
  dnl As a word for the linker: libtool warns of archives it knows of. exports.map keeps the
  dnl names of the library inside.
  TOKEN04_SHARED_LIBADD="-Wl,$PHP_TOKEN04_LIBRARY -Wl,--version-script=$abs_srcdir/exports.map -lpthread -ldl -lm"
  PHP_SUBST([TOKEN04_SHARED_LIBADD])
  PHP_NEW_EXTENSION([token04], [token04.c functions.c generator.c verifier.c], [$ext_shared],,
    [$TOKEN04_CFLAGS])
fi
