#!/usr/bin/env python3
"""A disk that is full, that reports errors, that writes half: at each single call.

    disk_faults.py --programs FOLDER --shim FILE [--every N]

A writer runs under the shim (shim.cc) once for every call that touches a file, and that call fails:
with EIO, with ENOSPC, with ENOSPC from there on, after half of the bytes, or interrupted. The writer
must say so and stop, or do without; on the mended disk the log must open again with all that was
acknowledged, and go on.
"""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402
from crash_programs import Programs, fast_folder  # noqa: E402

entries = 150
disk_failed = 3
harmless = ("SHORT",)  # the writer goes on as if nothing had happened


def count_calls(programs: Programs) -> int:
    with tempfile.TemporaryDirectory(dir=fast_folder) as name:
        programs.write(Path(name), entries, {"GAIT_SHIM_COUNTED": name + "/counted"})
        return int((Path(name) / "counted").read_text())


def problem(programs: Programs, fail: str) -> str:
    """What is wrong when that call fails; empty when all is well."""
    with tempfile.TemporaryDirectory(dir=fast_folder) as name:
        folder = Path(name)
        done = programs.write(folder, entries, {"GAIT_SHIM_FAIL": fail})
        said = (done.stdout + done.stderr).strip()
        if done.returncode not in (0, disk_failed):
            return f"{fail}: exit code {done.returncode}: {said[-200:]}"
        if done.returncode == disk_failed and fail.split()[1] in harmless:
            return f"{fail}: stopped: {said}"
        if done.returncode == disk_failed and "`" not in said:
            return f"{fail}: the message names no file: {said}"
        acked = folder / "acked"
        size = int.from_bytes(acked.read_bytes(), "little") if acked.exists() else 0
        lost = programs.check(folder / "log", size)
        return lost and f"{fail}, then: {lost}"


def main() -> None:
    parser = argparse.ArgumentParser()
    Programs.add_arguments(parser)
    parser.add_argument("--every", type=int, default=1, help="only every Nth call")
    options = parser.parse_args()
    checks = Checks("disk_faults")
    programs = Programs(options)
    calls = count_calls(programs)
    numbers = range(1, calls + 1, options.every)
    for what, fail in (("an error", "{} EIO"), ("a full disk, once", "{} ENOSPC"),
                       ("a full disk from there on", "{}+ ENOSPC"), ("half a write", "{} SHORT"),
                       ("an interruption", "{} EINTR")):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = pool.map(lambda number: problem(programs, fail.format(number)), numbers)
            problems = list(filter(None, found))
        checks.expect(f"{what} at each of {len(numbers)} calls of {calls}: said, and nothing is lost",
                      problems[:5])
    checks.exit()


if __name__ == "__main__":
    main()
