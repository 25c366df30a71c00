#!/usr/bin/env python3
"""Shows Gait records of every log format and compares what it makes of them with what is expected.

    tests/formats_test.py [--gait build/dev/gait] [--update] [WORD...]

`tests/formats/<format>/<story>.ndjson` (or .json, .log) has records, `<story>.expected` beside it
what `gait doctor --show` must say of them. `--update` accepts what it says now; read the diff, it is
a claim about every field.
"""

import argparse
import difflib
import subprocess
from pathlib import Path

from checks import Checks, top

SECONDS_MAX = 60


def shown(gait: Path, story: Path) -> str:
    command = [str(gait), "doctor", "--show", "--scope", "prod", str(story.relative_to(top))]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, timeout=SECONDS_MAX,
                          stdin=subprocess.DEVNULL)
    talk = "".join(f"! {line}\n" for line in done.stderr.splitlines())
    return done.stdout + talk + (f"! code {done.returncode}\n" if done.returncode not in (0, 3) else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gait", type=Path, default=top / "build/dev/gait")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()

    checks = Checks("formats")
    stories = [path for path in sorted((top / "tests/formats").glob("*/*"))
               if path.suffix in (".ndjson", ".json", ".log")]
    for story in stories:
        name = f"{story.parent.name}/{story.stem}"
        if options.words and not any(word in name for word in options.words):
            continue
        truth = story.with_suffix(".expected")
        said = shown(options.gait.resolve(), story)
        if options.update:
            truth.write_text(said)
        expected = truth.read_text() if truth.exists() else ""
        checks.expect(name, list(difflib.unified_diff(expected.splitlines(), said.splitlines(),
                                                      str(truth.relative_to(top)), "gait says",
                                                      lineterm="")))
    checks.exit()


if __name__ == "__main__":
    main()
