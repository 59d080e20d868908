#!/bin/sh
# Usage: examples.sh FOLDER, with ZEGO_APP_ID and ZEGO_SERVER_SECRET: the example programs there.
set -eu
cd "$1"

# refused STATUS PROGRAM ARGUMENT...: ends with this status.
refused() {
    wanted=$1
    shift
    got=0
    "$@" > /dev/null 2>&1 || got=$?
    if [ "$got" != "$wanted" ]; then
        echo "$1: ended with $got, not $wanted"
        exit 1
    fi
}

for make in ./identity ./identity_cpp; do
    for check in ./verify ./verify_cpp; do
        token=$($make user1)
        $check "$token" user1
        refused 31 $check "$token" user2
        refused 37 $check "$token" user1 room1
        refused 20 $check "$token=" user1
    done
    refused 3 $make ''
    refused 3 $make "$(printf '%065d' 0)"
    ZEGO_SERVER_SECRET=short refused 5 $make user1
    ZEGO_APP_ID=0 refused 1 $make user1
    (unset ZEGO_SERVER_SECRET && refused 5 $make user1)
done
for make in ./privilege ./privilege_cpp; do
    for check in ./verify ./verify_cpp; do
        token=$($make user1 room1 camera screen)
        $check "$token" user1 room1
        refused 35 $check "$token" user1 room2
    done
    refused 8 $make user1 '' camera screen
    refused 9 $make user1 room1 camera ''
done
./verify "$(./upstream "$ZEGO_APP_ID" user1)" user1
refused 1 ./upstream 0 user1
refused 3 ./upstream "$ZEGO_APP_ID" ''
