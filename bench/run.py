#!/usr/bin/env python3
"""Measures speed and memory against the targets, and holds the one gate: instructions.

    bench/run.py                 everything; what `make bench` runs, after building build/bench
    bench/run.py scan threads    only these figures
    bench/run.py --update        accept the instructions counted now
    bench/run.py --rounds 9      more turns for each contestant

Speeds are ratios to a reference that takes turns with us in the same run: on a shared machine the
rates of one run mean little by themselves. With one thread the ratio is of processor time, since
that is what a busy machine leaves alone; with two it is of the wall clock. Both are kept.

Prints a table and writes results/speed.json. A missed target is told, not punished; the exit code
is 1 only when a gate fails: over 3 % more instructions per activity than were accepted
(results/instructions.json), or other findings with other numbers of threads. It is 2 when a bench
program could not run.
"""

import argparse
import datetime
import json
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import figures
from inputs import Inputs
from tools import Unavailable, build, top

results = top / "bench/results"


@dataclass
class Row:
    """One figure as it is printed and kept."""
    name: str
    what: str
    target: str
    measured: str
    verdict: str  # met, not met, gate failed, skipped: why


def measure(figure: figures.Figure, inputs: Inputs, options: argparse.Namespace) -> list[Row]:
    print(f"-- {figure.name}: {figure.what}", flush=True)
    try:
        outcomes = figure.measure(inputs, options)
    except Unavailable as why:
        return [Row(figure.name, figure.what, "", "", f"skipped: {why}")]
    rows = []
    for outcome in outcomes:
        verdict = "met" if outcome.met else "gate failed" if outcome.gate else "not met"
        if outcome.unclear:
            verdict = f"skipped: {outcome.unclear}"
        rows.append(Row(figure.name, outcome.what, outcome.target, outcome.measured, verdict))
    return rows


def machine() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def commit() -> str:
    shown = subprocess.run(["git", "-C", str(top), "describe", "--always", "--dirty"],
                           capture_output=True, text=True)
    return shown.stdout.strip() or "unknown"


def print_table(rows: list[Row]) -> None:
    header = Row("", "figure", "target", "measured", "")
    widths = [max(len(getattr(row, field)) for row in [header, *rows])
              for field in ("what", "target", "measured")]
    for row in [header, *rows]:
        cells = (row.what, row.target, row.measured)
        padded = [cell.ljust(width) for cell, width in zip(cells, widths)]
        print("  ".join([*padded, row.verdict]))


def keep(rows: list[Row], options: argparse.Namespace) -> None:
    results.mkdir(exist_ok=True)
    kept = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "rounds": options.rounds,
        "figures": [asdict(row) for row in rows],
    }
    (results / "speed.json").write_text(json.dumps(kept, indent=2) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures speed and memory against the targets.")
    names = [figure.name for figure in figures.all_figures]
    parser.add_argument("figure", nargs="*", metavar="FIGURE", help=f"of {', '.join(names)}")
    parser.add_argument("--update", action="store_true", help="accept the instructions counted now")
    parser.add_argument("--rounds", type=int, default=5, help="turns for each contestant (5)")
    options = parser.parse_args()
    unknown = sorted(set(options.figure) - set(names))
    if unknown:
        parser.error(f"`{unknown[0]}` is no figure; use {', '.join(names)}")
    if not (build / "scan_bench").exists():
        print(f"run: `{build}` has no benches; run `make bench`", file=sys.stderr)
        return 2

    inputs = Inputs()
    chosen = [f for f in figures.all_figures if not options.figure or f.name in options.figure]
    rows = [row for figure in chosen for row in measure(figure, inputs, options)]
    print()
    print_table(rows)
    if not options.figure:
        keep(rows, options)
    return 1 if any(row.verdict == "gate failed" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
