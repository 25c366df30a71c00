#!/usr/bin/env python3
"""What a failing power leaves of a log, and whether the log recovers from it.

    power_loss.py --bin FOLDER [--states N] [--seed S]

A writer runs once under the shim (shim.cc), which records every change of a file and every sync.
From that record disks are made as they could be after the power failed at some moment: what was
synced is there; of what was written since, any subset, in pieces of 512 bytes; of names that were
made or changed since the last sync of their folder, any subset. On each the log is opened again,
and must have every entry that was acknowledged before that moment and nothing that was not written.

That the test would notice is shown on mistakes which the shim plays: it swallows a sync of a file,
or of a folder, syncs only after saying so, or calls a failed sync a success the second time.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402
from disk_model import Disk, Operation, read_trace  # noqa: E402

entries = 1500
writer_seconds_max = 120


def record(binaries: Path, folder: Path, runs: list[dict[str, str]]) -> list[Operation]:
    """Runs the writer, once for each environment; what it did to its files."""
    log, acked, trace = folder / "log", folder / "acked", folder / "trace"
    for environment in runs:
        subprocess.run(
            [binaries / "crash_log", "write", log, str(entries), acked], capture_output=True,
            timeout=writer_seconds_max,
            env={"LD_PRELOAD": str(shim(binaries)), "GAIT_SHIM_FOLDER": str(log),
                 "GAIT_SHIM_ACKED": str(acked), "GAIT_SHIM_TRACE": str(trace),
                 "ASAN_OPTIONS": "verify_asan_link_order=0", **environment})
    return read_trace(trace)


def shim(binaries: Path) -> Path:
    return next(binaries.rglob("libcrash_shim.so"))


class Power:
    """Fails at chosen moments of one record, and looks at what is left."""

    def __init__(self, binaries: Path, folder: Path, operations: list[Operation], seed: int):
        self.binaries, self.folder, self.operations = binaries, folder, operations
        self.random = random.Random(seed)

    def fail(self, states: int) -> list[str]:
        """The problems of that many disks."""
        moments = sorted(self.random.choices(range(1, len(self.operations) + 1), k=states))
        disk, done, jobs = Disk(self.folder / "log"), 0, []
        with ThreadPoolExecutor(2) as pool:
            for number, moment in enumerate(moments):
                for operation in self.operations[done:moment]:
                    disk.do(operation)
                done = moment
                left = self.folder / f"left{number}"
                disk.write_what_is_left(left, self.random)
                jobs.append(pool.submit(self.look, left, disk.acknowledged, disk.published, moment))
                if len(jobs) >= 16:
                    jobs[-16].result()  # not too many disks at once
            return [problem for job in jobs if (problem := job.result())]

    def look(self, left: Path, acknowledged: int, published: bytes, moment: int) -> str:
        words = [self.binaries / "crash_log", "check", left, str(acknowledged)]
        if published:  # the key that signed it, beside it
            aside = left.with_name(left.name + ".seen")
            aside.mkdir()
            shutil.copy(self.folder / "log/log.vkey", aside / "log.vkey")
            (aside / "checkpoint").write_bytes(published)
            words.append(aside / "checkpoint")
        done = subprocess.run(words, capture_output=True, text=True)
        shutil.rmtree(left, ignore_errors=True)
        if published:
            shutil.rmtree(aside)
        if done.returncode == 0:
            return ""
        said = (done.stdout + done.stderr).strip().splitlines() or [f"exit code {done.returncode}"]
        return f"power failed after call {moment}: {said[0]}"


def problems_of(binaries: Path, states: int, seed: int, *runs: dict[str, str]) -> list[str]:
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=base) as name:
        folder = Path(name)
        return Power(binaries, folder, record(binaries, folder, list(runs)), seed).fail(states)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--states", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    checks = Checks("power_loss")
    binaries, states, seed = options.bin.resolve(), options.states, options.seed

    found = problems_of(binaries, states, seed, {})
    checks.expect(f"after a failing power nothing acknowledged is lost ({states} disks)", found[:5])
    failing = {"GAIT_SHIM_FAIL": "20 SYNC"}
    found = problems_of(binaries, states, seed, failing)
    checks.expect(f"nor when a sync fails before ({states} disks)", found[:5])
    found = problems_of(binaries, states, seed, failing, {})
    checks.expect(f"nor when the log was opened again after that ({states} disks)", found[:5])
    mutants = {"no_data_sync": {}, "no_folder_sync": {}, "early_acknowledgement": {},
               "retried_sync": failing}
    for mutant, fault in mutants.items():
        found = problems_of(binaries, states, seed, {"GAIT_SHIM_MUTANT": mutant, **fault})
        checks.expect(f"the mistake `{mutant}` is noticed",
                      [] if found else [f"{states} disks, and each recovered"])
        checks.info(f"`{mutant}`: {len(found)} of {states} disks show it")
    checks.exit()


if __name__ == "__main__":
    main()
