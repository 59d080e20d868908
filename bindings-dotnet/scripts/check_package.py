#!/usr/bin/env python3
"""check_package.py FILE.nupkg VERSION CSPROJ LIBRARY...: is it what NuGet reads, and what the csproj says?"""
import pathlib
import sys
import xml.etree.ElementTree as ET
import zipfile

CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
NUSPEC = "{http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
MUST = [
    "lib/netstandard2.0/Token04.dll",
    "lib/netstandard2.0/Token04.xml",
    "README.md",
    "LICENSE",
    "THIRD-PARTY.md",
]


def check_container(package: zipfile.ZipFile, version: str, libraries: list) -> None:
    names = package.namelist()
    assert package.testzip() is None, "damaged"
    assert names[0] == "[Content_Types].xml" and len(names) == len(set(names)), names
    assert not [n for n in names if n.startswith("/") or ".." in n or "\\" in n], names
    types = ET.fromstring(package.read("[Content_Types].xml"))
    endings = {one.get("Extension") for one in types.findall(CONTENT_TYPES + "Default")}
    parts = {one.get("PartName") for one in types.findall(CONTENT_TYPES + "Override")}
    for name in names[1:]:
        typed = "/" + name in parts or name.rsplit(".", 1)[-1] in endings
        assert typed, f"{name} has no content type"
    root = ET.fromstring(package.read("_rels/.rels"))
    targets = {one.get("Type"): one.get("Target") for one in root.findall(RELATIONSHIPS + "Relationship")}
    for target in targets.values():
        assert target.lstrip("/") in names, f"{target} is not in the package"
    manifest = "http://schemas.microsoft.com/packaging/2010/07/manifest"
    check_nuspec(ET.fromstring(package.read(targets[manifest].lstrip("/"))), version)
    properties = [t for k, t in targets.items() if k.endswith("/metadata/core-properties")]
    core = ET.fromstring(package.read(properties[0].lstrip("/")))
    assert core.tag == CORE + "coreProperties" and core.find(CORE + "version").text == version
    for name in MUST:
        assert name in names, f"{name} is missing"
    held = [name for name in names if name.startswith("runtimes/")]
    assert sorted(held) == sorted(libraries), f"{held} are held, not {libraries}"


def check_nuspec(nuspec: ET.Element, version: str) -> None:
    metadata = nuspec.find(NUSPEC + "metadata")
    said = {one.tag.replace(NUSPEC, ""): one.text for one in metadata}
    assert said["id"] == "Token04" and said["version"] == version, said
    assert said["license"] == "Apache-2.0" and said["readme"] == "README.md", said
    assert "compiled by Mono C# compiler" in said["description"], said
    group = metadata.find(f"{NUSPEC}dependencies/{NUSPEC}group")
    assert group.get("targetFramework") == ".NETStandard2.0" and len(group) == 0


def check_project(project: pathlib.Path, version: str) -> None:
    root = ET.parse(project).getroot()
    assert root.get("Sdk") == "Microsoft.NET.Sdk"
    said = {one.tag: one.text for group in root.findall("PropertyGroup") for one in group}
    assert said["Version"] == version and said["TargetFramework"] == "netstandard2.0", said
    listed = {one.get("Include") for one in root.iter("Compile")}
    found = {path.relative_to(project.parent).as_posix() for path in project.parent.rglob("*.cs")}
    assert listed == found, listed ^ found


def main(package: str, version: str, project: str, *libraries: str) -> None:
    with zipfile.ZipFile(package) as opened:
        check_container(opened, version, list(libraries))
        unpacked = sum(entry.file_size for entry in opened.infolist())
    check_project(pathlib.Path(project), version)
    size = pathlib.Path(package).stat().st_size
    print(f"{package}: {size} bytes, {unpacked} unpacked")


main(*sys.argv[1:])
