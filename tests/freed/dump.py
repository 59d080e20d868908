"""All memory of a C program, as a core dump would hold it, searched for the secret and its key schedule.

usage: dump.py --include FOLDER --library FILE

The program (dump.c) stops twice: while generator and verifier are in use, where secret or schedule must be
found, or this test would find nothing at all; and after both are freed, where none may be left outside of the
stack. (What functions leave below the stack's end is overwritten by later calls; no library can promise more.)
The same with the argument `keep`, which frees nothing: there they must be found again.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def sbox():
    box, p, q = [0] * 256, 1, 1
    while True:
        p ^= (p << 1 ^ (0x1B if p & 0x80 else 0)) & 0xFF
        for shift in (1, 2, 4):
            q ^= q << shift & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        value = q
        for turn in range(1, 5):
            value ^= (q << turn | q >> 8 - turn) & 0xFF
        box[p] = value ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


def schedule(key):
    """The 15 round keys of AES-256 (FIPS 197)."""
    box = sbox()
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    constant = 1
    for index in range(8, 60):
        word = words[-1]
        if index % 8 == 0:
            word = bytes(box[byte] for byte in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant <<= 1
        elif index % 8 == 4:
            word = bytes(box[byte] for byte in word)
        words.append(bytes(a ^ b for a, b in zip(word, words[-8])))
    return [b"".join(words[at : at + 4]) for at in range(0, 60, 4)]


def times(byte, factor):
    out = 0
    while factor:
        out ^= byte if factor & 1 else 0
        byte = (byte << 1 ^ (0x11B if byte & 0x80 else 0)) & 0x1FF
        byte &= 0xFF
        factor >>= 1
    return out


def unmixed(key):
    """A round key as the processor's instructions for decryption have it."""
    out = b""
    for at in range(0, 16, 4):
        column = key[at : at + 4]
        for row in range(4):
            factors = [14, 11, 13, 9]
            value = 0
            for index in range(4):
                value ^= times(column[(row + index) % 4], factors[index])
            out += bytes([value])
    return out


def wanted(secret):
    keys = schedule(secret)
    # FIPS 197, appendix A.3: without this, a wrong schedule would never be found.
    known = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
    assert schedule(known)[2] == bytes.fromhex("9ba354118e6925afa51a8b5f2067fcde"), "the schedule"
    found = {"the secret": [secret[:16], secret[16:]], "as hex": [secret.hex().encode()]}
    found["the key schedule"] = keys[2:]
    found["the inverse schedule"] = [unmixed(key) for key in keys[1:14]]
    return found


def memory(process):
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                yield "stack" if "[stack]" in line else "memory", memory.read(end - start)
            except OSError:
                continue


def search(process, secret):
    found, size = {}, 0
    for place, content in memory(process):
        size += len(content)
        for name, parts in wanted(secret).items():
            count = sum(content.count(part) for part in parts)
            if count:
                found[f"{name} ({place})"] = found.get(f"{name} ({place})", 0) + count
    return found, size


def stopped(process):
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        sys.exit(f"failed: the program ended: {process.stderr.read().decode()}")


def run(program, *arguments):
    secret = secrets.token_bytes(32)
    process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(secret.hex().encode())
    process.stdin.close()
    results = []
    for _ in range(2):
        stopped(process)
        results.append(search(process.pid, secret))
        os.kill(process.pid, signal.SIGCONT)
    process.wait()
    return results


parser = argparse.ArgumentParser()
parser.add_argument("--include", type=Path, required=True)
parser.add_argument("--library", type=Path, required=True)
args = parser.parse_args()
with tempfile.TemporaryDirectory() as folder:
    program = Path(folder) / "dump"
    source = Path(__file__).with_name("dump.c")
    words = ["-std=gnu99", "-O1", "-Wall", "-Werror", f"-I{args.include}", source, args.library, "-lpthread", "-ldl", "-lm"]
    subprocess.run(["gcc", *words, "-o", program], check=True)
    for arguments in [(), ("keep",)]:
        (used, size), (after, _) = run(program, *arguments)
        print(f"{' '.join(arguments) or 'freed'}: {size >> 10} KB; in use: {used}; afterwards: {after or 'nothing'}")
        if not any("(memory)" in name for name in used):
            sys.exit("failed: neither secret nor schedule is found in use: this test finds nothing")
        left = [name for name in after if "(stack)" not in name]
        if bool(left) != bool(arguments):
            sys.exit(f"failed: left afterwards: {left or 'nothing, although nothing was freed'}")
