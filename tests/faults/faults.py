#!/usr/bin/env python3
"""Machine faults while the command line and the C library run. See README.md.

python3 tests/faults/faults.py --cli target/release/token04 --library target/release/libtoken04.so
"""

import argparse
import base64
import ctypes
import errno
import os
import pathlib
import platform
import random
import resource
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SECRET = b"fa94dd0f974cf2e293728a526b028271"
USER = 54321  # a user without an account, where the script runs as root
IS_ROOT = os.geteuid() == 0
GETRANDOM = {"x86_64": 318, "aarch64": 278}.get(platform.machine())
RANDOM_UNAVAILABLE = 94
NOW_MAX = 253402300799

LIBC = ctypes.CDLL(None, use_errno=True)


class Fault(Exception):
    """The result is not the expected one."""


class LeftOut(Exception):
    """The fault cannot be caused here."""


def expect(holds, seen):
    if not holds:
        raise Fault(seen)


# These run in the child, before the program starts.


def without_getrandom(error):
    """A seccomp filter: the system call getrandom fails with this error. It cannot be undone."""
    if GETRANDOM is None:
        raise LeftOut("the number of getrandom on this processor is unknown")
    # Load the number of the call; if it is getrandom, return the error, else allow it.
    program = struct.pack("HBBI", 0x20, 0, 0, 0)
    program += struct.pack("HBBI", 0x15, 0, 1, GETRANDOM)
    program += struct.pack("HBBI", 0x06, 0, 0, 0x00050000 | error)
    program += struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000)
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", 4, ctypes.addressof(kept))
    if LIBC.prctl(38, 1, 0, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS
        raise OSError("no_new_privs")
    if LIBC.prctl(22, 2, header, 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
        raise OSError("seccomp")


def limited(which, bytes_):
    return lambda: resource.setrlimit(which, (bytes_, bytes_))


def two_cpus():
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


class Bench:
    def __init__(self, cli, library, place):
        self.place = place
        self.cli = place / "token04"
        shutil.copy(cli, self.cli)
        self.library = library
        place.chmod(0o755)
        self.number = 0

    def folder(self):
        self.number += 1
        folder = self.place / f"folder{self.number}"
        folder.mkdir()
        if IS_ROOT:
            os.chown(folder, USER, USER)
        return folder

    def environment(self, **more):
        environment = {"ZEGO_APP_ID": "7", "ZEGO_SERVER_SECRET": SECRET.decode()}
        environment.update({name: str(value) for name, value in more.items()})
        return environment

    def start(self, words, before=None, as_user=False, **options):
        def prepare():
            # Python ignores it; a shell does not.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            if as_user and IS_ROOT:
                os.setgid(USER)
                os.setuid(USER)
            if before is not None:
                before()

        options.setdefault("env", self.environment())
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        program = options.pop("program", [str(self.cli)])
        return subprocess.Popen(program + words, preexec_fn=prepare, **options)

    def run(self, words, stdin=b"", **options):
        options.setdefault("stdin", subprocess.PIPE)
        may_panic = options.pop("may_panic", False)
        child = self.start(words, **options)
        try:
            out, err = child.communicate(stdin, timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            raise Fault("still running after 60 s")
        out, err = out or b"", err or b""
        if SECRET in out + err:
            raise Fault("the secret is in the output")
        if b"panicked" in err and not may_panic:
            raise Fault("a panic: " + err.decode(errors="replace").splitlines()[-1])
        return child.returncode, out, err.decode(errors="replace").strip()

    def users(self, count):
        path = self.place / f"users{count}"
        if not path.exists():
            path.write_text("".join(f"user{number}\n" for number in range(count)))
            path.chmod(0o644)
        return str(path)

    def preloaded(self):
        shared = self.place / "clock.so"
        if not shared.exists():
            cc = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
            if cc is None:
                raise LeftOut("needs a C compiler")
            subprocess.run([cc, "-shared", "-fPIC", "-O1", "-o", str(shared), str(HERE / "clock.c")], check=True)
        return shared


GENERATE = ["generate", "--user", "user1"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def complete(path, count):
    """Whether a file holds whole lines for all users, and only its owner may read it."""
    lines = path.read_bytes().split(b"\n")
    whole = len(lines) == count + 1 and lines[-1] == b"" and all(b'"token":"04' in line for line in lines[:-1])
    return whole and stat.S_IMODE(path.stat().st_mode) == 0o600


# The faults. Each returns what happened, or raises `Fault`.


def entropy_cli(bench):
    for words in (GENERATE, GENERATE + ["--mode", "gcm"], ["batch", "--users", bench.users(5)], ["demo"]):
        code, out, err = bench.run(words, before=lambda: without_getrandom(errno.EIO))
        expect(code == 3 and b'"token"' not in out and b"04AAAA" not in out, f"{words[0]}: exit {code}, {len(out)} bytes")
        expect("[94 random_unavailable]" in err, f"{words[0]}: {err}")
    return "exit 3, [94 random_unavailable], no token"


def entropy_file(bench):
    folder = bench.folder()
    code, out, err = bench.run(
        ["batch", "--users", bench.users(5), "--out", str(folder / "out")], before=lambda: without_getrandom(errno.EIO)
    )
    expect(code == 3 and out == b"" and names(folder) == [], f"exit {code}, {names(folder)}")
    return "exit 3, folder empty"


def entropy_from_file(bench):
    code, out, err = bench.run(GENERATE, before=lambda: without_getrandom(errno.ENOSYS))
    expect(code == 0 and out.startswith(b"04"), f"exit {code}: {err}")
    return "a token, from /dev/urandom"


def entropy_nowhere(bench):
    if not IS_ROOT or shutil.which("unshare") is None:
        raise LeftOut("needs root and unshare")
    probe = subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL)
    if probe.returncode != 0:
        raise LeftOut("no permission to make a mount namespace")
    script = 'mount --bind /dev/null /dev/urandom && mount --bind /dev/null /dev/random && exec "$0" "$@"'
    code, out, err = bench.run(
        GENERATE,
        program=["unshare", "-m", "sh", "-c", script, str(bench.cli)],
        before=lambda: without_getrandom(errno.ENOSYS),
        env=dict(bench.environment(), PATH=os.environ["PATH"]),
    )
    expect(code == 3 and out == b"" and "[94 random_unavailable]" in err, f"exit {code}: {err}")
    return "exit 3, [94 random_unavailable], no token"


def entropy_for_readers(bench):
    token = bench.run(GENERATE)[1].decode().strip()
    for words in (["verify", "--user", "user1", token], ["decode", token], ["inspect", token], ["explain", token]):
        code, out, err = bench.run(words, before=lambda: without_getrandom(errno.EIO))
        expect(code == 0 and out != b"", f"{words[0]}: exit {code}: {err}")
    return "exit 0 of all four"


class Library:
    """The C library, called with ctypes, in this process or a forked one."""

    def __init__(self, path):
        self.c = ctypes.CDLL(str(path))
        self.generator = ctypes.c_void_p()
        status = self.c.token04_generator_new(
            ctypes.c_int64(7), SECRET, ctypes.c_size_t(32), ctypes.c_int32(0), ctypes.byref(self.generator)
        )
        expect(status == 0, f"token04_generator_new: {status}")

    def generate(self):
        out, length = ctypes.create_string_buffer(b"." * 1023, 1024), ctypes.c_size_t(9)
        status = self.c.token04_generator_generate(
            self.generator, b"user1", ctypes.c_size_t(5), ctypes.c_int64(60), None, ctypes.c_size_t(0),
            ctypes.c_int64(1700000000), out, ctypes.c_size_t(1024), ctypes.byref(length),
        )  # fmt: skip
        return status, out.raw[: length.value], out.raw

    def free(self):
        self.c.token04_generator_free(self.generator)


def in_child(work):
    """Runs this in a forked process and returns its bytes."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as out:
                out.write(work())
            code = 0
        except BaseException as error:  # noqa: BLE001, the child must end here
            os.write(2, f"{error}\n".encode())
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as data:
        seen = data.read()
    expect(os.waitpid(child, 0)[1] == 0, "the child failed")
    return seen


def needs_library(bench):
    if bench.library is None:
        raise LeftOut("no --library given")
    return Library(bench.library)


def entropy_c(bench):
    library = needs_library(bench)

    def work():
        without_getrandom(errno.EIO)
        status, token, room = library.generate()
        return f"{status} {len(token)} {room[0]} {b'04AAAA' in room}".encode()

    seen = in_child(work).decode()
    library.free()
    expect(seen == "94 0 0 False", seen)
    return "94, the empty string"


def entropy_after_fork(bench):
    library = needs_library(bench)
    expect(library.generate()[0] == 0, "the parent mints")

    def work():
        without_getrandom(errno.EIO)
        return str(library.generate()[0]).encode()

    seen = in_child(work).decode()
    library.free()
    expect(seen == "94", f"status {seen}: the child used its parent's state")
    return "94 in the child, the parent's state is not used"


def fork_storm(bench):
    library = needs_library(bench)
    library.generate()

    def work():
        return b"\n".join(library.generate()[1] for _ in range(20)) + b"\n"

    ivs, batches = set(), []
    for _ in range(10):
        # Thirty children at a time, all from the same state.
        readers = []
        for _ in range(30):
            reader, writer = os.pipe()
            if os.fork() == 0:
                os.close(reader)
                os.write(writer, work())
                os._exit(0)
            os.close(writer)
            readers.append(reader)
        for reader in readers:
            with os.fdopen(reader, "rb") as data:
                batches.append(data.read())
            os.wait()
    tokens = [token for batch in batches for token in batch.split()]
    for token in tokens:
        ivs.add(base64.b64decode(token[2:])[10:26])
    library.free()
    expect(len(tokens) == 6000 and len(ivs) == 6000, f"{len(tokens)} tokens, {len(ivs)} IVs")
    return "6000 tokens of 300 children, 6000 IVs"


def process_storm(bench):
    children = [bench.start(GENERATE) for _ in range(64)]
    tokens = {child.communicate()[0] for child in children}
    expect(all(child.returncode == 0 for child in children) and len(tokens) == 64, f"{len(tokens)} tokens")
    return "64 processes, 64 tokens"


def with_clock(bench, seconds, words):
    environment = bench.environment(LD_PRELOAD=bench.preloaded(), FAULT_CLOCK=seconds)
    return bench.run(words, env=environment)


def clock_outside(bench):
    token = bench.run(GENERATE)[1].decode().strip()
    for seconds in (-1, -(1 << 40), NOW_MAX + 1, 1 << 50):
        for words in (GENERATE, ["batch", "--users", bench.users(5)], ["verify", "--user", "user1", token]):
            code, out, err = with_clock(bench, seconds, words)
            if words[0] == "verify":
                holds = code == 2 and out == b"" and "[13 now_invalid]" in err
            else:
                holds = code == 2 and out == b"" and "[13 now_invalid]" in err
            expect(holds, f"{words[0]} at {seconds}: exit {code}: {out[:80]!r} {err}")
    return "13 of generate, batch and verify; no token"


def clock_at_its_ends(bench):
    for seconds in (0, 1, NOW_MAX - 1, NOW_MAX):
        code, out, err = with_clock(bench, seconds, GENERATE)
        expect(code == 0, f"at {seconds}: exit {code}: {err}")
        code, out, err = with_clock(bench, seconds, ["verify", "--user", "user1", out.decode().strip()])
        expect(code == 0, f"verify at {seconds}: exit {code}: {out!r}")
    return "tokens that verify"


def full_stdout(bench):
    if not os.path.exists("/dev/full"):
        raise LeftOut("no /dev/full")
    for words in (GENERATE, ["batch", "--users", bench.users(5000)], ["--help"], ["inspect", "-"]):
        with open("/dev/full", "wb") as full:
            code, _, err = bench.run(words, stdin=b"04AAAA\n", stdout=full)
        expect(code == 3, f"{words[0]}: exit {code}: {err}")
    return "exit 3 of generate, batch, inspect, --help"


def full_disk(bench):
    folder = bench.folder()
    if not IS_ROOT or shutil.which("mount") is None:
        raise LeftOut("needs root, for a small tmpfs; see the next line")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], stderr=subprocess.DEVNULL)
    if mounted.returncode != 0:
        raise LeftOut("nothing may be mounted here")
    try:
        (folder / "out").write_text("old")
        code, out, err = bench.run(["batch", "--users", bench.users(20000), "--out", str(folder / "out")])
        expect(code == 3 and "No space left" in err, f"exit {code}: {err}")
        expect(names(folder) == ["out"] and (folder / "out").read_text() == "old", f"left: {names(folder)}")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    return "exit 3, the old file unchanged, no .part"


def full_limit(bench):
    folder = bench.folder()
    code, out, err = bench.run(
        ["batch", "--users", bench.users(20000), "--out", str(folder / "out")],
        before=limited(resource.RLIMIT_FSIZE, 1 << 16),
    )
    expect(code == 3 and names(folder) == [], f"exit {code}: {names(folder)} {err}")
    return "exit 3, folder empty"


def broken_pipe(bench):
    for ignored in (False, True):
        reader, writer = os.pipe()
        os.close(reader)
        before = (lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN)) if ignored else None
        for words in (GENERATE, ["batch", "--users", bench.users(20000)]):
            code, _, err = bench.run(words, stdout=writer, before=before)
            expect(code in (3, -signal.SIGPIPE) and err == "", f"{words[0]}: exit {code}: {err}")
        os.close(writer)
    reader, writer = os.pipe()
    child = bench.start(["batch", "--users", bench.users(20000)], stdout=writer)
    os.close(writer)
    first = os.read(reader, 100)
    os.close(reader)
    err = child.communicate()[1].decode()
    expect(first.startswith(b"{") and child.returncode in (3, -signal.SIGPIPE) and err == "", f"{child.returncode}: {err}")
    return "ends, no message, no panic"


def all_closed(bench):
    reader, writer = os.pipe()
    os.close(reader)
    for words in (GENERATE, ["decode", "x"], ["batch", "--users", "/nowhere"]):
        code, _, _ = bench.run(words, stdout=writer, stderr=writer, before=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
        expect(code in (1, 2, 3), f"{words[0]}: exit {code}")
    os.close(writer)
    return "an exit code, no crash"


def waiting(bench, folder):
    """A batch that has started writing and waits for more users."""
    child = bench.start(["batch", "--users", "-", "--out", str(folder / "out")], stdin=subprocess.PIPE)
    child.stdin.write(b"user1\n" * 5000)
    child.stdin.flush()
    until = time.monotonic() + 20
    while not any(name.endswith(".part") for name in names(folder)):
        expect(time.monotonic() < until, "no temporary file")
        time.sleep(0.01)
    return child


def interrupted(bench):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        folder = bench.folder()
        (folder / "out").write_text("old")
        child = waiting(bench, folder)
        child.send_signal(number)
        child.send_signal(number)
        code = child.wait(20)
        expect(code == -number, f"{number!r}: {code}")
        expect(names(folder) == ["out"] and (folder / "out").read_text() == "old", f"left: {names(folder)}")
    return "ended by the signal, old file unchanged, no .part"


def killed(bench):
    folder = bench.folder()
    (folder / "out").write_text("old")
    child = waiting(bench, folder)
    child.kill()
    child.wait(20)
    parts = [folder / name for name in names(folder) if name.endswith(".part")]
    expect((folder / "out").read_text() == "old", "the final name has changed")
    expect(len(parts) == 1 and stat.S_IMODE(parts[0].stat().st_mode) == 0o600, f"left: {names(folder)}")
    return "old file unchanged; the .part (mode 600) stays"


def killed_at_any_time(bench):
    rng = random.Random(23)
    ended = {"killed": 0, "finished": 0}
    for _ in range(20):
        folder = bench.folder()
        child = bench.start(["batch", "--users", bench.users(20000), "--out", str(folder / "out")])
        time.sleep(rng.random() * 0.15)
        child.kill()
        child.communicate()
        out = folder / "out"
        expect(not out.exists() or complete(out, 20000), "an incomplete file has the final name")
        ended["finished" if out.exists() else "killed"] += 1
        shutil.rmtree(folder)
    return f"20 runs: final name absent ({ended['killed']}) or complete ({ended['finished']})"


def folder_read_only(bench):
    folder = bench.folder()
    folder.chmod(0o555)
    code, _, err = bench.run(["batch", "--users", bench.users(5), "--out", str(folder / "out")], as_user=True)
    expect(code == 3 and "could not be written" in err and names(folder) == [], f"exit {code}: {err}")
    return "exit 3"


def mount_read_only(bench):
    folder = bench.folder()
    if not IS_ROOT:
        raise LeftOut("needs root")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)], stderr=subprocess.DEVNULL).returncode:
        raise LeftOut("nothing may be mounted here")
    try:
        code, _, err = bench.run(["batch", "--users", bench.users(5), "--out", str(folder / "out")])
        expect(code == 3 and "Read-only" in err, f"exit {code}: {err}")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    return "exit 3"


def secret_unreadable(bench):
    folder = bench.folder()
    secret = folder / "secret-name-that-is-not-shown"
    secret.write_bytes(SECRET)
    secret.chmod(0)
    if IS_ROOT:
        os.chown(secret, 0, 0)
    environment = {"ZEGO_APP_ID": "7"}
    for path in (secret, folder, folder / "missing-name-that-is-not-shown"):
        code, out, err = bench.run(GENERATE + ["--secret-file", str(path)], env=environment, as_user=True)
        expect(code == 3 and out == b"" and "could not be read" in err, f"exit {code}: {err}")
        expect("not-shown" not in err, "the path is in the message")
    return "exit 3, no token, the path is not shown"


def secret_endless(bench):
    environment = {"ZEGO_APP_ID": "7"}
    for path in ("/dev/zero", "/dev/null"):
        code, out, err = bench.run(GENERATE + ["--secret-file", path], env=environment, before=limited(resource.RLIMIT_AS, 1 << 28))
        expect(code == 2 and out == b"" and "[5 secret_invalid]" in err, f"{path}: exit {code}: {err}")
    return "exit 2, [5 secret_invalid]"


def users_unreadable(bench):
    folder = bench.folder()
    for path in (folder, folder / "missing"):
        code, out, err = bench.run(["batch", "--users", str(path), "--out", str(folder / "out")])
        expect(code == 3 and names(folder) == [] and "users could not be read" in err, f"exit {code}: {err}")
    return "exit 3, no file"


def memory_small(bench):
    ended = {}
    for megabytes in (2, 4, 8, 12, 16, 24, 32, 64, 128):
        limit = megabytes << 20
        # With too little memory Rust's startup code panics, before the program's first line.
        code, out, err = bench.run(GENERATE, before=limited(resource.RLIMIT_AS, limit), may_panic=True)
        expect((code == 0) == out.startswith(b"04"), f"{megabytes} MiB: exit {code}, {len(out)} bytes")
        ended[megabytes] = code
    expect(ended[128] == 0, f"{ended}")
    return f"a token or none: exit 0 from {min(m for m, code in ended.items() if code == 0)} MiB on"


def memory_of_a_batch(bench):
    folder = bench.folder()

    def before():
        two_cpus()
        limited(resource.RLIMIT_AS, 512 << 20)()

    code, _, err = bench.run(["batch", "--users", bench.users(200000), "--out", str(folder / "out")], before=before)
    expect(code == 0 and complete(folder / "out", 200000), f"exit {code}: {err}")
    size = (folder / "out").stat().st_size >> 20
    for megabytes in (8, 12, 16, 20, 24, 32, 48):
        small = bench.folder()
        before = lambda: (two_cpus(), limited(resource.RLIMIT_AS, megabytes << 20)())  # noqa: E731
        options = {"before": before, "may_panic": True}
        code, _, err = bench.run(["batch", "--users", bench.users(20000), "--out", str(small / "out")], **options)
        holds = (code == 0) == (small / "out").exists()
        expect(holds, f"{megabytes} MiB: exit {code}, {names(small)}: {err}")
    return f"{size} MiB of tokens within 512 MiB; with 8 to 48 MiB all or nothing"


def no_threads(bench):
    folder = bench.folder()
    code, _, err = bench.run(
        ["batch", "--users", bench.users(5), "--out", str(folder / "out")],
        before=limited(resource.RLIMIT_NPROC, 1),
        as_user=True,
    )
    expect(code == 3 and names(folder) == [], f"exit {code}: {names(folder)} {err}")
    return "exit 3, folder empty"


def no_descriptors(bench):
    folder = bench.folder()
    for limit in (3, 4, 5, 6):
        code, _, err = bench.run(
            ["batch", "--users", bench.users(5), "--out", str(folder / "out")], before=limited(resource.RLIMIT_NOFILE, limit)
        )
        expect(code != 0 and names(folder) == [] or code == 0 and complete(folder / "out", 5), f"{limit}: exit {code}: {err}")
        (folder / "out").unlink(missing_ok=True)
    return "all or nothing with 3 to 6 descriptors"


FAULTS = [
    ("getrandom fails: generate, batch, demo", "94, never a token", entropy_cli),
    ("getrandom fails: batch into a file", "exit 3, no file", entropy_file),
    ("getrandom is missing", "/dev/urandom is read", entropy_from_file),
    ("getrandom and /dev/urandom are missing", "94, never a token", entropy_nowhere),
    ("getrandom fails: verify, decode, inspect, explain", "not needed", entropy_for_readers),
    ("getrandom fails: the C library", "94, never a token", entropy_c),
    ("getrandom fails in a forked child", "94, never the parent's state", entropy_after_fork),
    ("fork storm: one generator in 300 children", "every IV once", fork_storm),
    ("64 processes at once", "every token once", process_storm),
    ("clock before 1970 or after 9999", "13, never a token", clock_outside),
    ("clock at the first and last second", "works", clock_at_its_ends),
    ("stdout is full", "exit 3", full_stdout),
    ("disk full during batch", "exit 3, nothing left", full_disk),
    ("file size limit during batch", "exit 3, nothing left", full_limit),
    ("broken pipe", "ends silently", broken_pipe),
    ("stdout and stderr are broken pipes", "an exit code", all_closed),
    ("SIGINT, SIGTERM, SIGHUP during batch", "nothing left", interrupted),
    ("kill -9 during batch", "nothing under the final name", killed),
    ("kill -9 at any time, 20 runs", "absent or complete", killed_at_any_time),
    ("folder without permission", "exit 3", folder_read_only),
    ("read-only file system", "exit 3", mount_read_only),
    ("secret file unreadable, a folder, missing", "exit 3, path not shown", secret_unreadable),
    ("secret file endless or empty", "5, bounded memory", secret_endless),
    ("list of users a folder or missing", "exit 3, no file", users_unreadable),
    ("memory limit, generate", "a token or none", memory_small),
    ("memory limit, batch", "all or nothing", memory_of_a_batch),
    ("no thread can be started", "exit 3, nothing left", no_threads),
    ("few file descriptors", "all or nothing", no_descriptors),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True, type=pathlib.Path)
    parser.add_argument("--library", type=pathlib.Path)
    parser.add_argument("--only", help="a part of a fault's name")
    args = parser.parse_args()
    failed = left_out = 0
    chosen = [fault for fault in FAULTS if args.only is None or args.only in fault[0]]
    with tempfile.TemporaryDirectory(prefix="token04-faults-") as place:
        bench = Bench(args.cli, args.library, pathlib.Path(place))
        print(f"{'fault':50}  {'expected':30}  seen")
        for name, expected, work in chosen:
            try:
                seen = work(bench)
            except LeftOut as reason:
                left_out += 1
                seen = f"left out: {reason}"
            except Fault as fault:
                failed += 1
                seen = f"FAILED: {fault}"
            print(f"{name:50}  {expected:30}  {seen}", flush=True)
    print(f"{len(chosen) - failed - left_out} as expected, {failed} failed, {left_out} left out")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
