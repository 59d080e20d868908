"""Follows a README to the letter in the current folder, which is empty.

A `python` block is written to the file that the line before it names in backquotes; the `sh`
blocks run one after another in one shell, and a `text` block directly after one is
its output. TOKEN04 is the reader's clone of this project.
"""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

MARK = "@@ the next block @@"
SECRET = "fa94dd0f974cf2e293728a526b028271"


def blocks(text):
    """`(kind, the last line of text before it, content, adjacent)` of each block."""
    before, adjacent, lines = "", False, iter(text.splitlines())
    for line in lines:
        if line.startswith("```"):
            content = []
            for inner in lines:
                if inner == "```":
                    break
                content.append(inner)
            yield line[3:], before, "\n".join(content), adjacent
            adjacent = True
        elif line:
            before, adjacent = line, False


def main():
    readme = Path(sys.argv[1]).read_text(encoding="utf-8")
    if os.listdir("."):
        raise SystemExit("not an empty folder")
    shell, expected, programs = [], [], 0
    for kind, before, content, adjacent in blocks(readme):
        if kind == "python":
            named = re.findall(r"`([a-z_]+\.py)`", before)
            if not named:
                raise SystemExit(f"no file is named before: {content.splitlines()[0]}")
            Path(named[-1]).write_text(content + "\n", encoding="utf-8")
            programs += 1
            if not re.search(rf"^```sh\n(.*\n)*?.*\b{named[-1][:-3]}\b", readme, re.MULTILINE):
                raise SystemExit(f"{named[-1]} is never run")
        elif kind == "sh":
            shell.append(content)
            expected.append(None)
        elif kind == "text" and adjacent:
            expected[-1] = content
        else:
            raise SystemExit(f"a block of the kind {kind!r}")
    # The reader's own values, in place of those of the README.
    own = {"ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": SECRET}
    script = f"\necho '{MARK}'\n".join(
        re.sub(r"(ZEGO_[A-Z_]+)=\.\.\.", lambda m: f"{m[1]}={own.get(m[1], SECRET)}", block)
        for block in shell
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={**os.environ, "PORT": port},
        stdout=subprocess.PIPE,
        text=True,
        timeout=600,
        check=False,
    )
    print(ran.stdout)
    if ran.returncode != 0:
        raise SystemExit(f"exit code {ran.returncode}")
    printed = ran.stdout.split(MARK + "\n")
    for block, want, got in zip(shell, expected, printed):
        if want is not None and want.strip() != got.strip():
            raise SystemExit(f"prints something else than the README says: {block}")
    print(f"{len(shell)} sh blocks and {programs} programs ran")


if __name__ == "__main__":
    main()
