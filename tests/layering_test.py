#!/usr/bin/env python3
"""Holds src/ to its own rules: the floors of src/CMakeLists.txt, and what floors 0 to 3 never do.

Linking alone does not catch a header that trespasses, so the includes are read. A test file is
held to the same floors as the code beside it.
"""

import re
import sys
from pathlib import Path

from checks import Checks, top

COMPONENT = re.compile(r"^component\((\w+)([^)]*)\)", re.MULTILINE)
FLOOR = re.compile(r"^# (\d):", re.MULTILINE)

# What the pure floors leave to the edges: pattern, and what to do instead.
PURE = [
    (r"\b(system|steady|high_resolution)_clock\b|\b(time|gettimeofday|clock_gettime)\s*\((?:NULL|nullptr|0|&)",
     "time is an argument: take a `Timestamp`"),
    (r"#include <(thread|mutex|shared_mutex|condition_variable|future|atomic)>|\bstd::j?thread\b",
     "no threads below the edges: be a value that one thread owns"),
    (r"#include <random>|\bstd::(mt19937|random_device)\b|(?<![\w.>])s?rand\s*\(",
     "no randomness: derive it from `hash64` of what is known and an explicit seed"),
    (r"#include <(fstream|filesystem)>|\bstd::(i|o)?fstream\b|\bfopen\s*\(",
     "no disk: take a `std::string_view` that `ingest` or `app` has read"),
    (r"#include <(sys/socket|netdb)\.h>|#include <curl/",
     "no network: that is an edge, on floor 4"),
    (r"#include <iostream>|\bstd::(cout|cerr|clog)\b|\bfmt::print\s*\(|\bf?printf\s*\(|\bf?puts\s*\(",
     "no logging: return a value that says what happened"),
    (r"\b(std::)?getenv\s*\(", "no environment: options are arguments, filled in `app`"),
]

# What no floor does.
EVERYWHERE = [
    (r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b", "finish it, or say it in docs/LIMITATIONS.md"),
    (r"\busing namespace std;", "name what is used"),
    (r"^#(ifndef|define) \w+_H_?\b", "headers begin with `#pragma once`"),
    (r"\bstd::(ranges::)?views::|#include <ranges>"
     r"|\bstd::ranges::(unique|remove|remove_if|partition|search|equal_range|rotate)\b",
     "clang 14 cannot compile these of libstdc++ 12: use the algorithm of std, or a loop"),
    (r"#include <(source_location|format|expected|print)>",
     "clang 14 or g++ 12 has none: use the builtins, or {fmt}"),
]

# A file that may do what its floor may not, with its reason.
EXCEPTIONS = {
    "base/check.cc": "it is the last thing the process says",
}


def read_components(text: str) -> tuple[dict[str, set[str]], dict[str, int], list[str]]:
    """The folders each folder may include, the floor of each, and what is wrong with the list."""
    may, floors, problems = {}, {}, []
    starts = [(match.start(), int(match.group(1))) for match in FLOOR.finditer(text)]
    for match in COMPONENT.finditer(text):
        name, words = match.group(1), match.group(2).split()
        direct = words_after(words, "USES")
        floors[name] = max((floor for start, floor in starts if start < match.start()), default=0)
        for used in direct:
            if used not in may:
                problems.append(f"`{name}` uses `{used}`, which is not declared above it")
            elif floors[used] >= floors[name]:
                problems.append(f"`{name}` (floor {floors[name]}) uses `{used}` (floor {floors[used]}):"
                                " down, never sideways")
        may[name] = {name, *direct, *(deep for used in direct for deep in may.get(used, ()))}
    return may, floors, problems


def words_after(words: list[str], key: str) -> list[str]:
    found = []
    inside = False
    for word in words:
        if word in ("USES", "NEEDS"):
            inside = word == key
        elif inside:
            found.append(word)
    return found


def sources(src: Path, folder: str) -> list[Path]:
    return sorted(path for path in (src / folder).rglob("*") if path.suffix in (".h", ".cc"))


def trespasses(src: Path, may: dict[str, set[str]]) -> list[str]:
    """Includes of folders that a folder does not use, and of folders by another spelling."""
    problems = []
    for folder, allowed in may.items():
        for path in sources(src, folder):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if not match:
                    continue
                place = f"{path.relative_to(src.parent)}:{number}"
                target = match.group(1).split("/")[0]
                if "/" not in match.group(1) or target == "..":
                    problems.append(f"{place}: write `{folder}/...`, the path from src")
                elif target in may and target not in allowed:
                    others = ", ".join(sorted(allowed - {folder})) or "no other folder"
                    problems.append(f"{place}: `{folder}` may not include `{target}` (it uses {others})")
                elif target not in may:
                    problems.append(f"{place}: `{target}` is no folder of src; libraries go in <>")
    return problems


def test_support(src: Path, folders: list[str]) -> set[Path]:
    """The test files, and the headers that only they include."""
    includers: dict[str, set[Path]] = {}
    for folder in folders:
        for path in sources(src, folder):
            for target in re.findall(r'^#include "([^"]+)"', path.read_text(), re.MULTILINE):
                includers.setdefault(target, set()).add(path)
    support = {path for folder in folders for path in sources(src, folder)
               if path.name.endswith("_test.cc")}
    for header, users in sorted(includers.items()):
        if users <= support:
            support.add(src / header)
    return support


def breaches(src: Path, folders: list[str], rules: list[tuple[str, str]]) -> list[str]:
    """Lines that break a rule; comments do not count, and tests may use files and print."""
    problems = []
    exempt = test_support(src, folders) if rules is PURE else set()
    for folder in folders:
        for path in sources(src, folder):
            if str(path.relative_to(src)) in EXCEPTIONS:
                continue
            if path in exempt:
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                code = line.split("//")[0] if rules is PURE else line
                for pattern, instead in rules:
                    match = re.search(pattern, code)
                    if match:
                        problems.append(f"{path.relative_to(src.parent)}:{number}: "
                                        f"`{match.group(0).strip()}`: {instead}")
    return problems


def headers_without_guard(src: Path, folders: list[str]) -> list[str]:
    return [f"{path.relative_to(src.parent)}: begins without `#pragma once`"
            for folder in folders for path in sources(src, folder)
            if path.suffix == ".h" and not path.read_text().startswith("#pragma once\n")]


def foreign_namespaces(src: Path, folders: list[str]) -> list[str]:
    """A folder's names live in gait::<folder>; `base` and `model` are the words of all, plain gait."""
    problems = []
    for folder in folders:
        for path in sources(src, folder):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = re.match(r"namespace gait::(\w+)", line)
                if match and match.group(1) in folders and match.group(1) != folder:
                    problems.append(f"{path.relative_to(src.parent)}:{number}: "
                                    f"`gait::{match.group(1)}` is the namespace of another folder")
    return problems


def strangers(src: Path, may: dict[str, set[str]]) -> list[str]:
    return [f"src/{path.name}: not declared in src/CMakeLists.txt"
            for path in sorted(src.iterdir()) if path.is_dir() and path.name not in may]


def main(src: Path) -> None:
    checks = Checks("layering")
    may, floors, problems = read_components((src / "CMakeLists.txt").read_text())
    pure = [folder for folder, floor in floors.items() if floor <= 3]
    checks.expect("a folder uses only lower floors", problems)
    checks.expect("every folder is declared", strangers(src, may))
    checks.expect("a folder includes only what it uses", trespasses(src, may))
    checks.expect("floors 0 to 3 are pure", breaches(src, pure, PURE))
    checks.expect("nothing unfinished or banned", breaches(src, list(may), EVERYWHERE))
    checks.expect("every header has its guard", headers_without_guard(src, list(may)))
    checks.expect("a folder is a namespace", foreign_namespaces(src, list(may)))
    checks.exit()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else top / "src")
