"""The cost of the import: time in addition to an empty interpreter's, and the installed size."""

import os
import subprocess
import sys
import time

import token04

ROUNDS = 15
LONGEST_MS = 50


def least(statement):
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", statement], check=True)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main():
    folder = os.path.dirname(token04.__file__)
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
    empty, loaded = least("pass"), least("import token04")
    print(f"import: {loaded - empty:.1f} ms beyond an empty interpreter's {empty:.1f} ms")
    print(f"installed: {size // 1024} KiB")
    assert loaded - empty < LONGEST_MS


if __name__ == "__main__":
    main()
