#!/usr/bin/env python3
"""Kills a writer at random moments and looks at what is left; see kill_rounds.cc.

    kill_rounds.py --programs FOLDER [--rounds N] [--seed S]

In the test suite there are a few hundred rounds. Before a release: `--rounds 20000`, ten minutes.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from checks import Checks  # noqa: E402
from crash_programs import fast_folder  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=Path, required=True, help="where kill_rounds is")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    checks = Checks("kill_rounds")
    with tempfile.TemporaryDirectory(dir=fast_folder) as folder:
        done = subprocess.run([options.programs.resolve() / "kill_rounds", folder,
                               str(options.rounds), str(options.seed)],
                              capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip()
    checks.expect("a killed writer loses nothing that it acknowledged",
                  [] if done.returncode == 0 else said.splitlines() or ["no word"])
    if done.returncode == 0:
        checks.info(said)
    checks.exit()


if __name__ == "__main__":
    main()
