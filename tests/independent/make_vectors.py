"""Writes the hand-made topics of tests/vectors, or with --check compares them with the files.

The core makes the golden tokens; they are only compared with this independent encoder.
"""

import argparse
import json
import pathlib
import sys

import wire
from topics import (
    batch,
    decode,
    dropin,
    explain,
    inputs,
    issue,
    kit,
    order,
    privileges,
    refusals,
    siv,
    verify,
)

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"
TOPICS = (
    decode,
    refusals,
    siv,
    verify,
    order,
    privileges,
    inputs,
    issue,
    batch,
    kit,
    dropin,
    explain,
)


def golden_differences():
    """Ids of golden tokens for which this encoder makes a different token."""
    golden = json.loads((VECTORS / "golden.json").read_text(encoding="utf-8"))
    for case in golden["cases"]:
        made = case["made_from"]
        ours = wire.mint(
            made["app_id"],
            made["user_id"],
            made["secret"],
            made["mode"],
            made["nonce"],
            made["now"],
            made["ttl"],
            made["payload"],
        )
        if ours != case["request"]["token"] or not case["want"]["authenticated"]:
            yield case["id"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    different = []
    for module in TOPICS:
        topic = module.topic()
        path = VECTORS / f"{topic.name}.json"
        text = topic.text()
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            different.append(path.name)
        if not check:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(topic.cases)} cases")
    if check:
        different.extend(golden_differences())
        print(f"{len(TOPICS)} files and the golden tokens compared, {len(different)} differ")
    for name in different:
        print(f"differs: {name}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
