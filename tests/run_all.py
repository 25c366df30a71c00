#!/usr/bin/env python3
"""Runs every test of a build folder and adds up the verdicts.

    tests/run_all.py BUILD_FOLDER [WORD...]

The list of tests is ctest's. A GoogleTest case counts as one, and so does each line that a Python
test prints (see checks.py). Shows the output of what failed and nothing else; the last line is

    N passed, N failed            or, when something could not run here,
    N passed, N failed, N skipped

Words choose tests by a part of their names.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_MAX = 1200  # for one program; a test that hangs is a test that failed


@dataclass
class Verdicts:
    """What one program found."""
    passed: int = 0
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def fail(self, what: str) -> None:
        self.failed += 1
        self.failures.append(what)


@dataclass
class Job:
    name: str
    command: list[str]
    folder: str
    is_gtest: bool
    filtered: list[str]  # words that choose among its cases; empty = all


def list_jobs(build: Path, words: list[str]) -> list[Job]:
    """Asks ctest; one program is one job. `unit_*` are GoogleTest programs (cmake/component.cmake)."""
    shown = subprocess.run(["ctest", "--test-dir", str(build), "--show-only=json-v1"],
                           capture_output=True, text=True)
    if shown.returncode != 0:
        sys.exit(f"run_all: `{build}` is no configured build folder; run `make test`\n{shown.stderr}")
    jobs = []
    for test in json.loads(shown.stdout)["tests"]:
        properties = {entry["name"]: entry["value"] for entry in test.get("properties", [])}
        name, is_gtest = test["name"], test["name"].startswith("unit_")
        chosen = not words or any(word in name for word in words)
        if not chosen and not is_gtest and name != "cases":
            continue
        jobs.append(Job(name, test.get("command", []), properties.get("WORKING_DIRECTORY", str(build)),
                        is_gtest, [] if chosen else words))
    # What takes long goes first, so that no core waits for it at the end.
    return sorted(jobs, key=lambda job: (job.is_gtest, job.name))


def run(job: Job) -> Verdicts:
    if not job.command or not Path(job.command[0]).exists():
        verdicts = Verdicts()
        verdicts.fail(f"{job.name}: was not built")
        return verdicts
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        command = list(job.command)
        if job.is_gtest:
            command += [f"--gtest_output=json:{report}", "--gtest_color=no"]
            if job.filtered:
                command += ["--gtest_filter=" + ":".join(
                    f"*{spelling}*" for word in job.filtered for spelling in spellings(word))]
        elif job.name == "cases":
            command += job.filtered
        output, code = run_program(command, job.folder)
        if not job.is_gtest:
            return read_lines(output, code, job)
        if report.exists():
            return read_gtest(job.name, json.loads(report.read_text()), output, code)
        return read_crash(job.name, output, code)


def spellings(word: str) -> set[str]:
    """GoogleTest filters heed case, and its names begin with capitals; words need not."""
    return {word, word[:1].upper() + word[1:]}


def run_program(command: list[str], folder: str) -> tuple[str, int]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1",
                   "UBSAN_OPTIONS": "print_stacktrace=1", "NO_COLOR": "1"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, timeout=SECONDS_MAX,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode(errors="replace")
        return f"{output}\nstopped after {SECONDS_MAX} s\n", -1


def read_gtest(name: str, report: dict, output: str, code: int) -> Verdicts:
    verdicts = Verdicts()
    for suite in report.get("testsuites", []):
        for case in suite.get("testsuite", []):
            title = f"{name}: {suite['name']}.{case['name']}"
            if case.get("failures"):
                verdicts.fail(title + "\n" + "\n".join(f["failure"] for f in case["failures"]))
            elif case.get("result") == "SKIPPED":
                verdicts.skipped.append(f"{title}: {reason_of_skip(output, suite['name'], case['name'])}")
            elif case.get("status") == "RUN":
                verdicts.passed += 1
    if code != 0 and verdicts.failed == 0:  # a leak, say: every case passed and yet
        verdicts.fail(f"{name}: ended with code {code}\n{tail(output)}")
    return verdicts


def reason_of_skip(output: str, suite: str, case: str) -> str:
    """GoogleTest 1.12 leaves the reason out of its JSON; it stands between RUN and SKIPPED."""
    match = re.search(rf"\[ RUN      \] {re.escape(suite)}\.{re.escape(case)}\n(.*?)\[  SKIPPED \]",
                      output, re.DOTALL)
    lines = [line for line in match.group(1).splitlines() if line.strip()] if match else []
    return lines[-1].strip() if lines else "no reason given"


def read_crash(name: str, output: str, code: int) -> Verdicts:
    """The program died before its report: what ran before is in its output."""
    verdicts = Verdicts(passed=len(re.findall(r"^\[       OK \] ", output, re.MULTILINE)))
    for title in re.findall(r"^\[  FAILED  \] (\S+) \(\d+ ms\)", output, re.MULTILINE):
        verdicts.fail(f"{name}: {title}")
    started = re.findall(r"^\[ RUN      \] (\S+)", output, re.MULTILINE)
    verdicts.fail(f"{name}: died with code {code} in {started[-1] if started else 'its start'};"
                  f" the cases after it did not run\n{tail(output)}")
    return verdicts


def read_lines(output: str, code: int, job: Job) -> Verdicts:
    verdicts = Verdicts()
    open_failure = False
    for line in output.splitlines():
        word, _, rest = line.partition(" ")
        if open_failure and line.startswith("     "):
            verdicts.failures[-1] += "\n" + line[5:]
            continue
        open_failure = word == "fail"
        if word == "pass":
            verdicts.passed += 1
        elif word == "skip":
            verdicts.skipped.append(rest)
        elif word == "fail":
            verdicts.fail(rest)
    if code != 0 and verdicts.failed == 0:
        verdicts.fail(f"{job.name}: ended with code {code}\n{tail(output)}")
    if code == 0 and verdicts == Verdicts() and not job.filtered:
        verdicts.passed = 1  # a plain program: its exit code is its verdict
    return verdicts


def tail(output: str, lines_max: int = 60) -> str:
    lines = output.splitlines()
    cut = [f"... {len(lines) - lines_max} lines before"] if len(lines) > lines_max else []
    return "\n".join(cut + lines[-lines_max:])


def summary(passed: int, failed: int, skipped: int) -> str:
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def main(build: Path, words: list[str]) -> int:
    jobs = list_jobs(build, words)
    total = Verdicts()
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        started = time.monotonic()
        for job, verdicts in zip(jobs, pool.map(run, jobs)):
            total.passed += verdicts.passed
            total.failed += verdicts.failed
            total.failures += verdicts.failures
            total.skipped += verdicts.skipped
            if verdicts != Verdicts():
                print(f"{job.name:16} {summary(verdicts.passed, verdicts.failed, len(verdicts.skipped))}",
                      flush=True)
    for line in total.skipped:
        print(f"skipped  {line}")
    for failure in total.failures:
        print(f"\nFAILED   {failure}")
    if total.passed + total.failed == 0 and not total.skipped:
        total.fail("no test was found" + (f" for `{' '.join(words)}`" if words else ""))
        print(f"FAILED   {total.failures[0]}")
    print(f"\n{time.monotonic() - started:.1f} s")
    print(summary(total.passed, total.failed, len(total.skipped)))
    return 1 if total.failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
