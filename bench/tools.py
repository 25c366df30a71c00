"""Running the bench programs and reading what they say."""

import json
import subprocess
import sys
from pathlib import Path

top = Path(__file__).resolve().parent.parent
build = top / "build/bench"


class Unavailable(Exception):
    """A figure cannot be measured here; the text says why."""


def run(*command: object, cwd: Path | None = None) -> str:
    """The standard output of a program that must succeed."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd)
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        print(f"run: `{' '.join(words)}` ended with {done.returncode}", file=sys.stderr)
        sys.exit(2)
    return done.stdout


def contest(*command: object) -> dict:
    """The results of a bench in turns (timing.h), its table shown; contestants by name."""
    *table, last = run(*command).strip().splitlines()
    print("\n".join("   " + line for line in table), flush=True)
    result = json.loads(last)
    result["contestants"] = {c["name"]: c for c in result["contestants"]}
    return result


class Turns:
    """A program that does its work once per line of input and answers `WALL CPU` in seconds. Its
    start is not measured."""

    def __init__(self, *command: object, cwd: Path | None = None):
        self.program = subprocess.Popen([str(word) for word in command], cwd=cwd, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)

    def take(self) -> tuple[float, float]:
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline().split()
        if len(answer) != 2:
            raise Unavailable(f"`{self.program.args[0]}` does not answer")
        return float(answer[0]), float(answer[1])

    def __enter__(self) -> "Turns":
        return self

    def __exit__(self, *_) -> None:
        self.program.stdin.close()
        self.program.wait()
