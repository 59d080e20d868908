#!/bin/sh
# Usage: localize.sh IN.a OUT.a: one object in which only token04_* is global (tried by hand).
set -eu
d=$(mktemp -d)
nm "$1" 2>/dev/null | awk '$2 == "T" && $3 ~ /^token04_/ { print $3 }' | sort -u > "$d/keep"
ld -r --gc-sections --force-group-allocation $(sed 's/^/-u /' "$d/keep") -o "$d/token04.o" "$1"
objcopy --keep-global-symbols="$d/keep" --strip-debug "$d/token04.o" "$d/libtoken04.o"
rm -f "$2"
ar rcsD "$2" "$d/libtoken04.o"
