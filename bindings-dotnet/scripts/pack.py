#!/usr/bin/env python3
"""pack.py FOLDER FILE.nupkg: packs a folder as an OPC package, reproducibly."""
import pathlib
import sys
import zipfile

FIRST = "[Content_Types].xml"  # streaming readers need it first
EPOCH = (1980, 1, 1, 0, 0, 0)


def main(folder: pathlib.Path, package: pathlib.Path) -> None:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    names.remove(FIRST)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in [FIRST, *names]:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            out.writestr(entry, (folder / name).read_bytes())


main(*map(pathlib.Path, sys.argv[1:3]))
