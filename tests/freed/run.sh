#!/bin/sh
# run.sh PROGRAM [ARGUMENT]...: runs a program and fails if memory that it freed held the secret.
# run.sh --self-test: checks that the search works. See freed.c.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=${CARGO_TARGET_DIR:-$here/../../target}/freed
mkdir -p "$place"
build() {
    source=$here/$1
    program=$place/$2
    [ "$program" -nt "$source" ] && return
    made=$(mktemp "$place/make.XXXXXX")
    shift 2
    "${CC:-cc}" -O2 -g -Wall -Wextra -Werror "$@" -o "$made" "$source"
    chmod 755 "$made"
    mv "$made" "$program"
}
build freed.c freed.so -shared -fPIC

if [ "${1-}" = --self-test ]; then
    build selftest.c selftest
    expect() {
        wanted=$1
        shift
        if "$0" "$place/selftest" "$@" 2>"$place/selftest.log"; then code=0; else code=$?; fi
        if ! grep -q "selftest\[[0-9]*\]: $wanted" "$place/selftest.log"; then
            cat "$place/selftest.log" >&2
            echo "freed: the self-test for '$*' wanted: $wanted" >&2
            exit 1
        fi
        case $wanted in 0*) [ $code -eq 0 ] ;; *) [ $code -eq 1 ] ;; esac
    }
    expect '0 of [0-9]* freed blocks held the secret (0 as bytes, 0 as UTF-16)' wiped wiped
    expect '1 of [0-9]* freed blocks held the secret (1 as bytes, 0 as UTF-16)' wiped plain
    expect '1 of [0-9]* freed blocks held the secret (0 as bytes, 1 as UTF-16)' utf16 wiped
    expect '1 of [0-9]* freed blocks held the secret (1 as bytes, 0 as UTF-16)' grown
    expect '3 of [0-9]* freed blocks held the secret (2 as bytes, 1 as UTF-16)' grown plain utf16
    echo "ok   freed blocks are searched"
    exit
fi

# A new secret each time, as the hex of its digits.
secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | od -An -tx1 | tr -d ' \n')
report=$(mktemp "$place/report.XXXXXX")
trap 'rm -f "$report"' EXIT
code=0
TOKEN04_FREED_SECRET_HEX=$secret TOKEN04_FREED_REPORT=$report LD_PRELOAD=$place/freed.so "$@" || code=$?
cat "$report" >&2
if ! grep -q 'freed blocks held the secret' "$report"; then
    echo 'freed: no process reported' >&2
    exit 1
fi
if [ $code -eq 0 ] && grep -q ']: [1-9][0-9]* of ' "$report"; then code=1; fi
exit $code
