#!/usr/bin/env python3
"""Runs the program as its users do, and holds it to what docs/cli.md says.

    tests/end_to_end_test.py [--gait build/dev/gait] [--slow] [GROUP...]

A group is a file `end_to_end_<group>.py` with a function `check(gait, checks, scratch)`. `--slow`
adds what takes minutes.
"""

import argparse
import importlib
import tempfile
from pathlib import Path

from checks import Checks, top
from gait_program import Gait

GROUPS = ("cli", "state", "feedback", "inputs", "same", "secrets", "demo", "real_logs", "record")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gait", type=Path, default=top / "build/dev/gait")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    options = parser.parse_args()
    unknown = [group for group in options.groups if group not in GROUPS]
    if unknown:
        parser.error(f"`{unknown[0]}` is no group; there are {', '.join(GROUPS)}")
    checks = Checks("end_to_end")
    if not options.gait.exists():
        checks.fail("the program is there", f"there is no `{options.gait}`; run `make test`")
        checks.exit()
    gait = Gait(options.gait)
    for group in options.groups or GROUPS:
        module = importlib.import_module(f"end_to_end_{group}")
        checks = Checks(group, checks.failed)
        with tempfile.TemporaryDirectory() as scratch:
            module.check(gait, checks, Path(scratch))
            if options.slow and hasattr(module, "check_slow"):
                module.check_slow(gait, checks, Path(scratch))
    checks.exit()


if __name__ == "__main__":
    main()
