# ruff: noqa: E501 - it contains the prose and the tables of a document
"""Scores the tokens of the vendor's published generators: python3 tests/independent/generators.py [--check]

Reads tests/vectors/upstream.json and writes docs/GENERATORS.md. Standard library only.
"""

import base64
import collections
import json
import pathlib
import string
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VECTORS = ROOT / "tests" / "vectors" / "upstream.json"
PAGE = ROOT / "docs" / "GENERATORS.md"
NAMES = {
    "cpp": "C++", "dotnet": ".NET", "go": "Go", "java": "Java", "node": "Node.js", "php": "PHP", "python": "Python",
}  # fmt: skip
ALPHABETS = [
    (set(b"0123456789abcdef"), "hex digits", 4),
    (set((string.digits + string.ascii_lowercase).encode()), "digits and small letters", 5.17),
]

# How the vectors describe what is wrong with a token.
MALFORMED = [
    ("plaintext is not UTF-8", "The claims are not UTF-8"),
    ("plaintext is empty", "The claims are empty"),
    ("inner expire is float", "The expiry in the claims is a float"),
    ("outer expire", "The expiries of envelope and claims differ"),
]

HEAD = """# The vendor's generators, scored

Facts about the {count} tokens of `tests/vectors/upstream.json`, which the vendor's published generators made from the same
inputs. Each fact names a vector that shows it. `python3 tests/independent/generators.py` writes this page from the
vectors; `--check` shows that it is up to date.

These tokens are not forgeries; the tables show what a user of each generator can rely on.

"""


def iv_of(vector):
    envelope = base64.b64decode(vector["token"][2:])
    length = int.from_bytes(envelope[8:10], "big")
    return envelope[10 : 10 + length]


def given(value):
    """The bytes of an input; None for an object or null."""
    if value.startswith("hex:"):
        return bytes.fromhex(value[4:])
    return None if value.startswith(("json:", "null:")) else value.encode()


def claims_of(vector):
    return json.loads(vector["claims_text"], strict=False)


def rows_of(vectors):
    """One row for each generator and mode: malformed, repeated IVs, alphabet of the IVs."""
    groups = collections.defaultdict(list)
    for vector in vectors:
        groups[vector["generator"], vector["mode"]].append(vector)
    for (generator, mode), group in sorted(groups.items()):
        malformed = [vector["id"] for vector in group if not vector["wellformed"]]
        by_iv = collections.defaultdict(list)
        for vector in group:
            by_iv[iv_of(vector)].append(vector["id"])
        repeated = max(by_iv.values(), key=len)
        used = set(b"".join(by_iv))
        bits, shape = 8 * len(next(iter(by_iv))), "any bytes"
        for alphabet, name, per_byte in ALPHABETS:
            if used <= alphabet:
                bits, shape = int(per_byte * len(next(iter(by_iv)))), name
                break
        again = (
            f"{len(repeated)} tokens: `{repeated[0]}`, `{repeated[1]}`"
            if len(repeated) > 1
            else "none"
        )
        wrong = ", ".join(f"`{one}`" for one in malformed) or "none"
        shown = f"{shape}: `{group[0]['id']}`" if shape != "any bytes" else shape
        yield f"| {NAMES[generator]} | {mode.upper()} | {len(group)} | {wrong} | {again} | {shown} | {bits} |"


def changes_of(vectors):
    """The claims of a well-formed token that differ from its inputs."""
    seen = collections.defaultdict(list)
    nonces = collections.defaultdict(list)
    for vector in vectors:
        if not vector["wellformed"]:
            continue
        claims, inputs = claims_of(vector), vector["inputs"]
        nonces[vector["generator"]].append((claims["nonce"], vector["id"]))
        user = given(inputs["user_id"])
        said = claims["user_id"].encode("utf-8", "surrogatepass")
        if said != user:
            cut = b"\0" in user and said == user.split(b"\0")[0]
            replaced = "Bytes of the user id that are not UTF-8 become U+FFFD: another user"
            seen["The user id ends at a NUL: another user" if cut else replaced].append(vector)
        if claims["expire"] != claims["ctime"] + int(inputs["ttl"]):
            seen[
                "The expiry overflows: the token is expired, of a lifetime that was accepted"
            ].append(vector)
        payload = claims.get("payload")
        if payload is None:
            seen["The payload is `null`, not a string"].append(vector)
        elif not isinstance(payload, str):
            seen["The payload is a JSON object, not a string"].append(vector)
    for generator, drawn in nonces.items():
        values = [nonce for nonce, _ in drawn]
        if len(set(values)) < len(values):
            first = drawn[0]
            same = next(one for nonce, one in drawn[1:] if nonce == first[0])
            seen["The nonce repeats"].append(
                {"generator": generator, "id": f"{first[1]}`, `{same}"}
            )
        lowest = min(drawn)
        if lowest[0] < 0:
            seen["The nonce may be negative"].append({"generator": generator, "id": lowest[1]})
    for vector in vectors:
        if not vector["wellformed"]:
            what = next(text for start, text in MALFORMED if vector["why"].startswith(start))
            kind = f"{what}: an unusable token, returned without an error"
            seen[kind].append(vector)
    for fact, shown in sorted(seen.items()):
        first = {}
        for vector in shown:
            first.setdefault(vector["generator"], vector["id"])
        ids = ", ".join(f"`{one}`" for _, one in sorted(first.items()))
        yield f"| {fact} | {', '.join(NAMES[name] for name in sorted(first))} | {ids} |"


def clock_of(vectors):
    """How the C++ generator's IVs and nonces depend on its clock."""
    ours = [vector for vector in vectors if vector["generator"] == "cpp" and vector["wellformed"]]
    seconds = {claims_of(vector)["ctime"] for vector in ours}
    drawn = {(claims_of(vector)["ctime"], claims_of(vector)["nonce"]) for vector in ours}
    ivs = {iv_of(vector) for vector in ours}
    return (
        f"The {len(ours)} well-formed tokens of the C++ generator were made in {len(seconds)} seconds and have "
        f"{len(drawn)} nonces and {len(ivs)} IVs.\n"
    )


def page():
    vectors = json.loads(VECTORS.read_text("utf-8"))["vectors"]
    lines = [HEAD.format(count=len(vectors))]
    lines.append("## Malformed tokens and IVs\n\n")
    lines.append(
        '"Bits" is the maximum entropy of an IV of this alphabet; the modes provide for 128 and 96.\n\n'
    )
    lines.append(
        "| generator | mode | tokens | malformed | repeated IVs | IVs consist of | bits |\n|---|---|---|---|---|---|---|\n"
    )
    lines.extend(row + "\n" for row in rows_of(vectors))
    lines.append(
        "\n## What a token says differently from its inputs\n\n| fact | generators | vectors |\n|---|---|---|\n"
    )
    lines.extend(row + "\n" for row in changes_of(vectors))
    lines.append("\n" + clock_of(vectors))
    lines.append(TAIL)
    return "".join(lines)


TAIL = """
## What follows

- Repeated IVs: with CBC, equal beginnings of claims are equal ciphertexts. With GCM, two tokens with one nonce reveal
  the key of the tag, which allows forging tokens (`tests/attacks/foreign_gcm.py`). Rotate a secret that the C++ generator
  used.
- An IV of a small alphabet has fewer bits than the mode provides for; that reduces the safety margin, but is not an attack by
  itself.
- The generators check neither the length nor the bytes of a user id: see `malformed` and the second table.
- This project refuses these inputs with an error, and `verify` refuses tokens of every other generator (error 38).

Not covered: what a generator logs. Only its source shows that, not its tokens.
"""


def main():
    made = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text("utf-8") != made:
            sys.exit("docs/GENERATORS.md is out of date: python3 tests/independent/generators.py")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        PAGE.write_text(made, "utf-8")


if __name__ == "__main__":
    main()
