"""What the Python tests share: a verdict per check, in lines that tests/run_all.py adds up.

    pass NAME
    skip NAME: why
    fail NAME: what is wrong
         more lines, indented
    info NAME: a number that was measured; no verdict
"""

import sys
from pathlib import Path

top = Path(__file__).resolve().parent.parent


class Checks:
    """The verdicts of one program. Every check is named by a sentence about the tree."""

    def __init__(self, group: str, failed: int = 0):
        self.group = group
        self.failed = failed

    def expect(self, name: str, problems: list[str]) -> None:
        """The check holds when there are no problems; each problem is a line for a person."""
        if problems:
            self.fail(name, "\n".join(problems))
        else:
            print(f"pass {self.group}: {name}")

    def fail(self, name: str, what: str) -> None:
        self.failed += 1
        first, *rest = what.splitlines() or [""]
        print(f"fail {self.group}: {name}: {first}")
        for line in rest:
            print(f"     {line}")

    def skip(self, name: str, why: str) -> None:
        print(f"skip {self.group}: {name}: {why}")

    def info(self, text: str) -> None:
        """A measured number, for people; no verdict."""
        print(f"info {self.group}: {text}")

    def exit(self) -> None:
        sys.exit(1 if self.failed else 0)
