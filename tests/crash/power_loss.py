#!/usr/bin/env python3
"""What a failing power leaves of a log, and whether the log recovers from it.

    power_loss.py --programs FOLDER --shim FILE [--states N] [--seed S]

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
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402
from crash_programs import Programs, fast_folder  # noqa: E402
from disk_model import Disk, Operation, read_trace  # noqa: E402

entries = 1500
tries_max = 10


def record(programs: Programs, folder: Path, runs: list[dict[str, str]]) -> list[Operation]:
    """Runs the writer, once for each environment; what it did to its files."""
    trace = folder / "trace"
    for environment in runs:
        programs.write(folder, entries, {"GAIT_SHIM_TRACE": str(trace), **environment})
    return read_trace(trace)


class Power:
    """Fails at chosen moments of one record, and looks at what is left."""

    def __init__(self, programs: Programs, folder: Path, operations: list[Operation], seed: int):
        self.programs, self.folder, self.operations = programs, folder, operations
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
        notes = []
        if published:  # the key that signed it, beside it
            aside = left.with_name(left.name + ".seen")
            aside.mkdir()
            shutil.copy(self.folder / "log/log.vkey", aside / "log.vkey")
            (aside / "checkpoint").write_bytes(published)
            notes.append(aside / "checkpoint")
        problem = self.programs.check(left, acknowledged, *notes)
        shutil.rmtree(left, ignore_errors=True)
        if published:
            shutil.rmtree(aside)
        return problem and f"power failed after call {moment}: {problem}"


def problems_of(programs: Programs, states: int, seed: int, *runs: dict[str, str]) -> list[str]:
    with tempfile.TemporaryDirectory(dir=fast_folder) as name:
        folder = Path(name)
        return Power(programs, folder, record(programs, folder, list(runs)), seed).fail(states)


def main() -> None:
    parser = argparse.ArgumentParser()
    Programs.add_arguments(parser)
    parser.add_argument("--states", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    checks = Checks("power_loss")
    programs, states, seed = Programs(options), options.states, options.seed

    found = problems_of(programs, states, seed, {})
    checks.expect(f"after a failing power nothing acknowledged is lost ({states} disks)", found[:5])
    failing = {"GAIT_SHIM_FAIL": "20 SYNC"}
    found = problems_of(programs, states, seed, failing)
    checks.expect(f"nor when a sync fails before ({states} disks)", found[:5])
    found = problems_of(programs, states, seed, failing, {})
    checks.expect(f"nor when the log was opened again after that ({states} disks)", found[:5])
    mutants = {"no_data_sync": {}, "no_folder_sync": {}, "early_acknowledgement": {},
               "retried_sync": failing}
    for mutant, fault in mutants.items():
        tried = 0
        found: list[str] = []
        while not found and tried < tries_max * states:  # some show on few disks only
            found = problems_of(programs, states, seed + tried,
                                {"GAIT_SHIM_MUTANT": mutant, **fault})
            tried += states
        checks.expect(f"the mistake `{mutant}` is noticed",
                      [] if found else [f"{tried} disks, and each recovered"])
        checks.info(f"`{mutant}`: {len(found)} of {tried} disks show it")
    checks.exit()


if __name__ == "__main__":
    main()
