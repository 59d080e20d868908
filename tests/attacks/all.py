#!/usr/bin/env python3
"""Runs all attacks, one after the other. The exit code is 0 if every attack failed.

all.py [--server PROGRAM] [--cli PROGRAM] [--old]

The tests build both programs and run this; each attack can also be run alone. Against a release
before the synthetic IV (--old) the padding oracle, splicing, foreign GCM and the repeated random
state succeed.
"""
import pathlib
import subprocess
import sys
import time

ATTACKS = [
    "padding_oracle",
    "splicing",
    "foreign_gcm",
    "relabel",
    "bit_flips",
    "repeated_state",
]
RESULTS = {0: "failed, as expected", 1: "SUCCEEDED"}


def run() -> int:
    folder = pathlib.Path(__file__).resolve().parent
    ended = {}
    for name in ATTACKS:
        begun = time.monotonic()
        done = subprocess.run([sys.executable, folder / f"{name}.py", *sys.argv[1:]], timeout=120)
        ended[name] = done.returncode, time.monotonic() - begun
    print()
    for name, (status, seconds) in ended.items():
        print(f"{name:16} {RESULTS.get(status, 'NOT TRIED'):20} {seconds:5.1f} s")
    return int(any(status for status, _ in ended.values()))


sys.exit(run())
