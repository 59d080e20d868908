#!/usr/bin/env python3
"""readme.py README VECTORS: does, in this folder, what the README says, to the letter.

A csharp block that begins with `// NAME.cs` is written to that file; each sh block is run in its
order, and prints what the text block says. Any other csharp block is run as the inside of a method.
Case ids must exist.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

SECRET = "fa94dd0f974cf2e293728a526b028271"
USINGS = "using System;\nusing System.Collections.Generic;\nusing Token04;\nusing ZegoServerAssistant;\n"
LIBRARY = "packages/Token04/lib/netstandard2.0"
ENV = {**os.environ, "ZEGO_APP_ID": "1234567890", "ZEGO_SERVER_SECRET": SECRET, "MONO_PATH": LIBRARY}


def run(*words: str, shell: bool = False) -> str:
    command = words[0] if shell else words
    done = subprocess.run(command, shell=shell, env=ENV, text=True, capture_output=True, timeout=300)
    text = done.stdout + done.stderr
    print(f"$ {' '.join(words)}\n{text}".replace(SECRET, "<redacted>"))
    assert done.returncode == 0, "a command failed"
    return text


def main(readme: str, vectors: str) -> None:
    text = pathlib.Path(readme).read_text()
    snippets = []
    for body in re.findall(r"^```csharp\n(.*?)^```", text, re.S | re.M):
        named = re.match(r"// (\w+\.cs)\n", body)
        if named:
            pathlib.Path(named[1]).write_text(body)
        else:
            snippets.append(body)
    commands = re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M)
    output = "".join(run(command, shell=True) for command in commands)
    printed = re.findall(r"^```text\n(.*?)^```", text, re.S | re.M)
    for expected in printed:
        pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*")
        assert re.search(pattern, output), f"not printed: {expected}"
    for number, body in enumerate(snippets):
        source = f"snippet{number}.cs"
        code = f"{USINGS}class Snippet {{ static void Main() {{\n{body}}} }}\n"
        pathlib.Path(source).write_text(code)
        run("mcs", f"-reference:{LIBRARY}/Token04.dll", source)
        run("mono", f"snippet{number}.exe")
    known = {
        case["id"]
        for topic in pathlib.Path(vectors).glob("*.json")
        for case in json.loads(topic.read_text()).get("cases", [])
        if isinstance(case, dict)
    }
    named = set(re.findall(r"`((?:dropin|inputs)/[^`]+)`", text))
    assert named and named <= known, f"no such cases: {sorted(named - known)}"
    print(f"{len(commands)} commands, {len(snippets)} snippets, {len(named)} cases")


main(*sys.argv[1:3])
