#!/usr/bin/env python3
"""Tells Gait the stories in tests/cases and compares what it says with what stands below the line.

    tests/case_runner.py [--gait build/dev/gait] [--update] [--keep FOLDER] [WORD...]

`--update` accepts what Gait says now: it rewrites what stands below the line, and review reads the
diff. `--keep` leaves the logs of the stories in a folder, one folder per case.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from case_cloudtrail import write
from case_language import ACCOUNT, CaseError, read_story
from checks import Checks, top

LINE = "----"
SECONDS_MAX = 300


def split_case(text: str) -> tuple[str, str]:
    """What happened, and what Gait must say of it; the second is empty until it is accepted."""
    above, line, below = text.partition(f"\n{LINE}\n")
    if not line:
        raise CaseError(f"there is no line `{LINE}` between what happened and what Gait says")
    return above + "\n", below.strip("\n")


def people_text(text: str) -> str:
    """Without what is the same in every case."""
    return text.replace(f"aws:{ACCOUNT}/", "")


def render_finding(finding: dict) -> list[str]:
    """The words of a finding; its numbers are the business of the unit tests and of bench/quality."""
    lines = [f"finding  {finding['severity']}  {finding['kind']}  {finding['identity']}"]
    lines += [f"{d['question']}  {d['seen']}" for d in finding.get("deviations", [])]
    lines += [f"rule  {rule}" for rule in finding.get("rules", [])]
    if finding.get("chain"):
        lines.append("chain  " + " > ".join(str(link) for link in finding["chain"]))
    for change in finding.get("changes_considered", []):
        effect = re.sub(r": [-+]?[\d.]+ bits?$", "", change.get("effect", ""))
        lines.append(f"change  {change.get('id', '')}: {effect}")
    if finding.get("members"):
        lines.append("members  " + ", ".join(finding["members"]))
    first, *rest = (people_text(line) for line in lines)
    return [first, *(" " * 9 + line for line in rest)]


def render(findings: list[dict]) -> str:
    lines = [line for finding in findings for line in render_finding(finding)]
    return "\n".join(lines) or "nothing"


def scan(gait: Path, text: str, folder: Path) -> str:
    """What Gait says of a story."""
    story = read_story(text)
    out = folder / "findings.ndjson"
    command = [str(gait), "scan", *write(story, folder), "--findings", str(out)]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, timeout=SECONDS_MAX,
                          stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1) or not out.exists():
        raise CaseError(f"`{' '.join(command)}` ended with code {done.returncode}\n"
                        f"{done.stderr[-3000:] or 'and wrote no findings'}")
    return render([json.loads(line) for line in out.read_text().splitlines() if line.strip()])


def run_case(path: Path, gait: Path, update: bool, keep: Path | None) -> tuple[str, str]:
    """`pass`, `skip` or `fail`, and why."""
    try:
        above, truth = split_case(path.read_text())
        read_story(above)
        if not truth and not update:
            return "skip", f"nothing accepted yet; look at it with `tests/case_runner.py --update {path.stem}`"
        if not gait.exists():
            return "fail", f"there is no `{gait}`; run `make test` or name one with --gait"
        with tempfile.TemporaryDirectory() as scratch:
            said = scan(gait, above, (keep or Path(scratch)) / path.stem)
    except CaseError as wrong:
        return "fail", f"{path.name}: {wrong}"
    except subprocess.TimeoutExpired:
        return "fail", f"{path.name}: gait took more than {SECONDS_MAX} s"
    if said == truth:
        return "pass", ""
    if update:
        path.write_text(f"{above}{LINE}\n{said}\n")
        return "pass", "updated"
    return "fail", "\n".join(difflib.unified_diff(truth.splitlines(), said.splitlines(),
                                                  f"{path.name}, below the line", "what gait says",
                                                  lineterm=""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gait", type=Path, default=top / "build/dev/gait")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()

    paths = [path for path in sorted((top / "tests/cases").glob("*.case"))
             if not options.words or any(word in path.stem for word in options.words)]
    checks = Checks("cases")
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        verdicts = pool.map(lambda path: run_case(path, options.gait, options.update, options.keep),
                            paths)
        for path, (verdict, why) in zip(paths, verdicts):
            if verdict == "pass":
                checks.expect(path.stem + (f" ({why})" if why else ""), [])
            elif verdict == "skip":
                checks.skip(path.stem, why)
            else:
                checks.fail(path.stem, why)
    checks.exit()


if __name__ == "__main__":
    main()
