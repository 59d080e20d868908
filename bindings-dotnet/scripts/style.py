#!/usr/bin/env python3
"""style.py FILE.cs...: reports what a formatter would correct; C# has none without NuGet."""
import pathlib
import re
import sys

WIDTH = 110
RULES = [
    (re.compile(r"\t"), "a tab"),
    (re.compile(r"\s\Z"), "trailing blank"),
    (re.compile(rf".{{{WIDTH + 1}}}"), f"over {WIDTH} characters"),
    (re.compile(r"\b(if|for|foreach|while|switch|using|lock|fixed|catch)\("), "no blank before ("),
    (re.compile(r"^\s*\}\s*(else|catch|finally|while)\b"), "more code after } on the line"),
    (re.compile(r"^\s*(if|for|foreach|while|switch|using|lock|else|try)\b.*[^=]\{$"), "{ at the end"),
]


def complaints(text: str):
    lines = text.split("\n")
    if lines.pop() != "" or lines[-1] == "" or lines[0] == "":
        yield 0, "begins or ends with an empty line, or has no final newline"
    for number, line in enumerate(lines, 1):
        yield from ((number, what) for rule, what in RULES if rule.search(line))
        indent = len(line) - len(line.lstrip(" "))
        if indent % 4 and not line.lstrip().startswith("//"):
            yield number, "indentation is not a multiple of 4"
        before = lines[number - 2].strip() if number > 1 else ""
        if line == "" and before in ("", "{") or line.strip() == "}" and before == "":
            yield number, "superfluous empty line"
    usings = [line for line in lines if re.fullmatch(r"using [\w.]+;", line)]
    names = [line[len("using ") : -1] for line in usings]
    if names != sorted(names, key=lambda name: (name.split(".")[0] != "System", name)):
        yield 1, "usings are not in order"


def main(files) -> int:
    count = 0
    for name in files:
        for number, what in complaints(pathlib.Path(name).read_text()):
            print(f"{name}:{number}: {what}")
            count += 1
    print(f"{len(files)} files, {count} complaints")
    return 1 if count or not files else 0


sys.exit(main(sys.argv[1:]))
