#!/usr/bin/env python3
"""Holds the documents to the tree: what they name exists, and they name no machine."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

from checks import Checks, top

checks = Checks("docs")

# Split, so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:" + "|".join(["wor" "k", "roo" "t", "far" "m"]) + r")/")
LINK = re.compile(r"(?<!!)!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def tracked_files() -> list[Path]:
    """Files that are, or would be, in git; all but build folders where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=top, capture_output=True)
    if listed.returncode == 0:
        names = sorted(set(listed.stdout.decode().split("\0")) - {""})
        return [top / name for name in names if (top / name).is_file()]
    ours = (path for path in top.rglob("*") if path.is_file())
    return sorted(path for path in ours
                  if path.relative_to(top).parts[0] not in ("build", ".git", "gait-demo"))


def text_of(path: Path) -> str:
    """Empty for a binary file."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def section(text: str, heading: str) -> str:
    match = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return match.group(1) if match else ""


def missing_from_walk() -> list[str]:
    walk = section((top / "ARCHITECTURE.md").read_text(), "The walk of one activity")
    named = re.findall(r"`([\w/.-]+/[\w.-]+)`", walk)
    if not named:
        return ["ARCHITECTURE.md names no file in `The walk of one activity`"]
    places = (top, top / "src")
    return [f"ARCHITECTURE.md: `{name}` does not exist" for name in named
            if not any((place / name).exists() for place in places)]


def undeclared_floors() -> list[str]:
    text = (top / "ARCHITECTURE.md").read_text()
    folders = re.findall(r"^component\((\w+)", (top / "src/CMakeLists.txt").read_text(), re.MULTILINE)
    return [f"ARCHITECTURE.md: the folder `{folder}/` is not named" for folder in folders
            if f"{folder}/" not in text]


def unknown_targets() -> list[str]:
    targets = set(re.findall(r"^([a-z]+):", (top / "Makefile").read_text(), re.MULTILINE))
    problems = []
    for path in [top / "README.md", top / "CONTRIBUTING.md", *sorted((top / "docs").glob("*.md"))]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for code in re.findall(r"`(make [^`]+)`|^\s*(make .+)$", line):
                target = re.match(r"make (?:[A-Z]+=\S+ )*([a-z]+)", code[0] or code[1])
                if target and target.group(1) not in targets:
                    problems.append(f"{path.name}:{number}: the Makefile has no `{target.group(1)}`")
    return problems


def opening_commands() -> list[str]:
    text = (top / "README.md").read_text()
    fence = re.search(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    commands = [line.split("#")[0].strip() for line in fence.group(1).splitlines()] if fence else []
    return [] if commands[:2] == ["make demo", "make test"] else [
        f"README.md: its first two commands are {commands[:2]}, not `make demo` and `make test`"]


def broken_links(files: list[Path]) -> list[str]:
    problems = []
    for path in files:
        if path.suffix != ".md":
            continue
        for link in LINK.findall(FENCED.sub("", text_of(path))):
            target, _, anchor = unquote(link).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            place = (path.parent / target) if target else path
            name = path.relative_to(top)
            if not place.exists():
                problems.append(f"{name}: `{link}` does not exist")
            elif anchor and place.suffix == ".md" and anchor not in anchors(place):
                problems.append(f"{name}: `{link}` has no such heading")
    return problems


def anchors(path: Path) -> set[str]:
    """Headings as GitHub turns them into anchors."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def changelog_problems() -> list[str]:
    text = (top / "CHANGELOG.md").read_text()
    version = re.search(r"project\(gait VERSION ([\d.]+)", (top / "CMakeLists.txt").read_text()).group(1)
    headings = re.findall(r"^## \[?([^\]\n ]+)\]?", text, re.MULTILINE)
    problems = []
    if version not in headings:
        problems.append(f"CHANGELOG.md: no heading for {version}, the version in CMakeLists.txt")
    if not re.search(r"^- \S", text, re.MULTILINE):
        problems.append("CHANGELOG.md: no entry; add a line that begins with `- `")
    return problems


def machine_paths(files: list[Path]) -> list[str]:
    return [f"{path.relative_to(top)}:{number}: names a path of one machine: {line.strip()[:100]}"
            for path in files for number, line in enumerate(text_of(path).splitlines(), 1)
            if MACHINE_PATH.search(line)]


if __name__ == "__main__":
    files = tracked_files()
    checks.expect("the files of the walk exist", missing_from_walk())
    checks.expect("every folder of src is described", undeclared_floors())
    checks.expect("README opens with its two commands", opening_commands())
    checks.expect("every make target that is named exists", unknown_targets())
    checks.expect("links lead somewhere", broken_links(files))
    checks.expect("CHANGELOG knows this version", changelog_problems())
    checks.expect("no file names one machine's paths", machine_paths(files))
    checks.exit()
