"""Large and hostile files: what `token04 scan` does with 256 MB of memory.

usage: limits.py --cli TOKEN04
"""

import argparse
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

MEMORY = 256 << 20
SECONDS = 300
LEAK = b"\nZEGO_SERVER_SECRET=%s\n" % b"".join(b"%04x" % (40503 * n % 65536) for n in range(1, 9))


def limited():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def scanned(path):
    start = time.monotonic()
    done = subprocess.run(
        [CLI, "scan", "--no-ignore", "--format", "json", path],
        capture_output=True, text=True, preexec_fn=limited, timeout=SECONDS,
    )
    seconds = time.monotonic() - start
    if done.returncode not in (0, 1):
        sys.exit(f"failed: {path.name}: exit code {done.returncode}: {done.stderr[-300:]}")
    return json.loads(done.stdout), seconds


def gigabyte(path):
    """A text of 1 GiB with a leak at its end."""
    line = b"the quick brown fox, a line of a log file without anything in it\n" * 16384
    with path.open("wb") as file:
        while file.tell() < 1 << 30:
            file.write(line)
        file.write(LEAK)


def one_line(path):
    """A minified file of 100 MB, one line."""
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b'zego("serverSecret",' * 52429)
        file.write(LEAK)


def newlines(path):
    path.write_bytes(b"zego secret\n" + b"\n" * (200 << 20) + LEAK)


def many_findings(path):
    path.write_bytes(LEAK * 2_000_000)


def zip_bomb(path):
    """1 GB of zeros in 1 MB, and the leak behind them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros", "w", force_zip64=True) as entry:
            for _ in range(1024):
                entry.write(bytes(1 << 20))
        archive.writestr(".env", LEAK)


def gzip_bomb(path):
    block = zlib.compressobj(9, zlib.DEFLATED, 31)
    with path.open("wb") as file:
        for _ in range(1200):
            file.write(block.compress(bytes(1 << 20)))
        file.write(block.flush())


def long_name(path):
    """A tar file whose entry has a name of 300 MB."""
    with gzip.open(path, "wb", 1) as file:
        header = tarfile.TarInfo("././@LongLink")
        header.type, header.size = tarfile.GNUTYPE_LONGNAME, 300 << 20
        file.write(header.tobuf(tarfile.GNU_FORMAT))
        for _ in range(300):
            file.write(b"a" * (1 << 20))
        entry = tarfile.TarInfo("x")
        entry.size = len(LEAK)
        file.write(entry.tobuf(tarfile.GNU_FORMAT) + LEAK.ljust(512, b"\0") + bytes(1024))


def sparse(path):
    """A tar file with a sparse entry that says it has 8 EB."""
    header = bytearray(tarfile.TarInfo("huge").tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[483:495] = b"\x80" + (8 << 60).to_bytes(11, "big")
    header[386:398] = b"%011o\0" % 0
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    path.write_bytes(bytes(header) + bytes(1024))


def nested(path):
    """Zip files of 60 MB in each other: held in memory, one after another."""
    content = LEAK + os.urandom(60 << 20)
    for depth in range(4):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(f"inner{depth}", content)
        content = buffer.getvalue()
    path.write_bytes(content)


def contents(path):
    """A zip file whose table of contents says that it has four billion entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(".env", LEAK)
    data = bytearray(buffer.getvalue())
    end = len(data) - 22
    size, offset = data[end + 12 : end + 16], data[end + 16 : end + 20]
    count = (4_000_000_000).to_bytes(8, "little")
    wide = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes([45, 0, 45, 0]) + bytes(8) + count + count
    wide += bytes(size) + bytes(4) + bytes(offset) + bytes(4)
    locator = b"PK\x06\x07" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    data[end + 8 : end + 12] = b"\xff" * 4
    path.write_bytes(bytes(data[:end]) + wide + locator + bytes(data[end:]))


# The file, whether the leak is found, and what the report says was not searched.
CASES = [
    (gigabyte, "log.txt", 1, None),
    (one_line, "bundle.js", 1, None),
    (newlines, "lines.txt", 1, None),
    (many_findings, "many.env", 10_000, "too many findings"),
    (zip_bomb, "bomb.zip", 1, "compressed too well"),
    (gzip_bomb, "bomb.gz", 0, "too large"),
    (long_name, "name.tgz", 1, None),
    (sparse, "sparse.tar", 0, None),
    (nested, "nested.zip", 0, "over"),
    (contents, "contents.zip", 0, "entries"),
]

parser = argparse.ArgumentParser()
parser.add_argument("--cli", type=Path, required=True)
CLI = parser.parse_args().cli.resolve()
with tempfile.TemporaryDirectory() as folder:
    for make, name, count, skipped in CASES:
        path = Path(folder) / name
        make(path)
        report, seconds = scanned(path)
        size = path.stat().st_size >> 20
        said = "; ".join(line.replace(folder, "") for line in report["skipped"])
        print(f"{name}: {size} MB, {seconds:.1f} s, {len(report['findings'])} findings. {said}")
        if len(report["findings"]) != count or (skipped or "") not in said or bool(skipped) != bool(said):
            sys.exit(f"failed: {name}: expected {count} findings, and {skipped}")
        path.unlink()
