#!/bin/sh
# Usage: examples.sh FOLDER, with ZEGO_APP_ID and ZEGO_SERVER_SECRET: the example programs there.
set -eu
cd "$1"

# refused WORDS PROGRAM ARGUMENT...: writes these words to stderr, nothing to stdout, exit code 1.
refused() {
    wanted=$1
    shift
    got=0
    said=$("$@" 2>&1 >said.out) || got=$?
    case $said in
        *"$wanted"*) ;;
        *) got="$got and '$said'" ;;
    esac
    if [ "$got" != 1 ] || [ -s said.out ]; then
        echo "$1: ended with $got, not with 1 and '$wanted'"
        exit 1
    fi
}

for make in ./identity ./identity_cpp; do
    for check in ./verify ./verify_cpp; do
        token=$($make user1)
        $check "$token" user1
        refused user_id_mismatch $check "$token" user2
        refused user_id_mismatch $check "$token" ''
        refused privileges_absent $check "$token" user1 room1
        refused token_format $check "$token=" user1
        ZEGO_PREVIOUS_SERVER_SECRET='' $check "$token" user1
        (export ZEGO_PREVIOUS_SERVER_SECRET=short && refused 'server secret' $check "$token" user1)
    done
    refused 'user id' $make ''
    refused 'user id' $make "$(printf '%065d' 0)"
    ZEGO_SERVER_SECRET=short refused 'server secret' $make user1
    ZEGO_APP_ID=0 refused 'app id' $make user1
    (unset ZEGO_SERVER_SECRET && refused 'server secret' $make user1)
done
# The variable is named.
start='environment variable ZEGO_'
ZEGO_APP_ID='' refused "${start}APP_ID is empty: app id" ./identity user1
ZEGO_APP_ID='' refused "${start}APP_ID is empty: app id" ./identity_cpp user1
ZEGO_SERVER_SECRET=short refused "${start}SERVER_SECRET is invalid: server" ./verify_cpp x user1
(
    export ZEGO_PREVIOUS_SERVER_SECRET=short
    refused "${start}PREVIOUS_SERVER_SECRET is invalid: server" ./verify_cpp x user1
)
(unset ZEGO_APP_ID && refused "${start}APP_ID is not set: app id" ./verify_cpp x user1)
for make in ./privilege ./privilege_cpp; do
    for check in ./verify ./verify_cpp; do
        token=$($make user1 room1 camera screen)
        $check "$token" user1 room1
        refused room_not_allowed $check "$token" user1 room2
    done
    refused 'room id' $make user1 '' camera screen
    refused 'stream id' $make user1 room1 camera ''
done
./room room1 user1 user2 >tokens.out
for user in user1 user2; do
    ./verify "$(head -1 tokens.out)" "$user" room1
    sed -i 1d tokens.out
done
[ ! -s tokens.out ]
refused 'room id' ./room '' user1
refused 'user id' ./room room1 ''
./verify "$(./upstream "$ZEGO_APP_ID" user1)" user1
refused 'app id' ./upstream 0 user1
refused 'user id' ./upstream "$ZEGO_APP_ID" ''
