"""The public interface of each package, as its language sees it: a change shows as a diff of the files here.

usage: dump.py [--check] [--dist FOLDER] [LANGUAGE]...

The C ABI has its own: ffi-c/abi.
"""

import argparse
import difflib
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MACHINE = platform.machine()
NODE_MACHINE = {"x86_64": "x64", "aarch64": "arm64"}[MACHINE]


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{words[0]} failed: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


def one(pattern):
    found = sorted(DIST.glob(pattern))
    if len(found) != 1:
        sys.exit(f"dist/ has {len(found)} files {pattern}: cargo xtask package all")
    return found[0]


def unzip(path, folder):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def untar(path, folder):
    folder.mkdir()
    run("tar", "-xzf", path, "-C", folder)


def python(folder):
    unzip(one(f"token04-*manylinux*_{MACHINE}.whl"), folder)
    return run(sys.executable, "-I", HERE / "dump_python.py", folder)


def node(folder):
    modules = folder / "node_modules"
    for name, target in [("token04-[0-9]*.tgz", "token04"), (f"token04-linux-{NODE_MACHINE}-gnu-*.tgz", "native")]:
        place = modules / target
        untar(one(name), folder / target)
        place.parent.mkdir(exist_ok=True)
        (folder / target / "package").rename(place)
    (modules / "@token04").mkdir()
    (modules / "native").rename(modules / f"@token04/linux-{NODE_MACHINE}-gnu")
    return run("node", HERE / "dump_node.cjs", modules)


def java(folder):
    out = []
    for name in ["token04", "token04-compat"]:
        jars = sorted(DIST.glob(f"maven/io/token04/{name}/*/{name}-[0-9]*.jar"))
        jar = next(jar for jar in jars if re.fullmatch(rf"{name}-[0-9.]+", jar.stem))
        with zipfile.ZipFile(jar) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".class"))
        classes = [name[:-6].replace("/", ".") for name in names if "META-INF" not in name and "module-info" not in name]
        dump = run("javap", "-public", "-cp", jar, *classes)
        dump = re.sub(r"^Compiled from .*\n", "", dump, flags=re.M)
        # A class that is not public is no part of the interface.
        parts = re.findall(r"^\S[^\n]*\{\n.*?^\}\n", dump, re.M | re.S)
        out.append(f"// {name}\n" + "\n".join(part for part in parts if part.startswith("public")))
    return "\n".join(out)


def go(folder):
    archive = one("go/github.com/token04/token04-go/@v/*.zip")
    unzip(archive, folder)
    module = next(folder.glob("github.com/token04/*"))
    text = run("go", "doc", "-all", ".", cwd=module)
    text = text[re.search("^(CONSTANTS|VARIABLES|FUNCTIONS|TYPES)$", text, re.M).start() :]
    declared = (line for line in text.splitlines() if line and not re.match(r"\s*//|    ", line))
    return "\n".join(declared) + "\n"


def php(folder):
    unzip(one("token04-php-[0-9]*.zip"), folder)
    return run("php", "-n", HERE / "dump_php.php", folder)


def dotnet(folder):
    unzip(one("Token04.*.nupkg"), folder)
    library = sorted(folder.glob("lib/*/Token04.dll"))[0]
    program = library.parent / "dump.exe"
    run("mcs", "-nologo", f"-out:{program}", HERE / "Dump.cs")
    return run("mono", program, library)


parser = argparse.ArgumentParser()
parser.add_argument("--check", action="store_true")
parser.add_argument("--dist", type=Path, default=HERE.parents[1] / "dist")
parser.add_argument("language", nargs="*")
ARGS = parser.parse_args()
DIST = ARGS.dist.resolve()
stale = []
for dump in [python, node, java, go, php, dotnet]:
    if ARGS.language and dump.__name__ not in ARGS.language:
        continue
    with tempfile.TemporaryDirectory() as folder:
        text = dump(Path(folder)).replace(folder, "")
    path = HERE / f"{dump.__name__}.txt"
    kept = path.read_text() if path.exists() else ""
    count = len(text.splitlines())
    if count < 30:
        sys.exit(f"failed: {dump.__name__} shows {count} lines: too few to be an interface")
    if ARGS.check and kept != text:
        sys.stdout.writelines(difflib.unified_diff(kept.splitlines(True), text.splitlines(True), "kept", "package"))
        stale.append(dump.__name__)
    elif not ARGS.check:
        path.write_text(text)
    print(f"{dump.__name__}: {count} lines")
if stale:
    sys.exit(f"failed: the interface changed: {', '.join(stale)}. If that is meant: python3 tests/api/dump.py")
