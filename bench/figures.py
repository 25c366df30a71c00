"""The figures: what is measured, against what, and the target."""

import argparse
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inputs import Inputs, counted_records
from tools import Turns, Unavailable, build, contest, run, top

accepted_path = top / "bench/results/instructions.json"
instructions_tolerance = 1.03
gib, kib = 2**30, 2**10


@dataclass
class Outcome:
    """What came out of one target of a figure."""
    what: str
    target: str
    measured: str
    met: bool
    gate: bool = False  # missing it fails the run
    unclear: str = ""  # why nothing can be said, whatever was measured


@dataclass
class Figure:
    name: str
    what: str
    measure: Callable[[Inputs, argparse.Namespace], list[Outcome]]


def ratio(what: str, least: float, measured: float, other: str) -> Outcome:
    return Outcome(what, f">= {least:.2f}", f"{measured:.2f} ({other})", measured >= least)


def one_thread(what: str, least: float, contestant: dict) -> Outcome:
    return ratio(what, least, contestant["ratio_cpu"], f"wall {contestant['ratio_wall']:.2f}")


def extract(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    result = contest(build / "extract_bench", inputs.ndjson(), options.rounds)
    return [one_thread("field extraction / On-Demand full iterate", 1.2,
                       result["contestants"]["extract"])]


def scan(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    result = contest(build / "scan_bench", "iterate", inputs.ndjson(), options.rounds)
    return [one_thread("whole scan / On-Demand full iterate", 0.5, result["contestants"]["scan"])]


def gunzip(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    result = contest(build / "scan_bench", "gunzip", inputs.gz(), options.rounds)
    return [one_thread("whole scan of gz / libdeflate alone", 0.55, result["contestants"]["scan"])]


def install_duckdb() -> Path:
    """A folder of the build in which node finds DuckDB."""
    folder = build / "duckdb"
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Unavailable(f"`{tool}` is not installed")
    shutil.copytree(top / "bench/duckdb", folder, dirs_exist_ok=True)
    if not (folder / "node_modules/@duckdb/node-api").exists():
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock",
                               "--ignore-scripts"], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable("`npm install` of @duckdb/node-api failed; is there a registry?")
    return folder


def duckdb(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    folder, path = install_duckdb(), inputs.ndjson()
    with Turns(build / "scan_bench", "turns", path) as ours, \
         Turns("node", "group.mjs", path, cwd=folder) as theirs:
        ours.take(), theirs.take()  # fills the page cache, and is not counted
        pairs = [(ours.take(), theirs.take()) for _ in range(options.rounds)]
    wall, cpu = (statistics.median(their[clock] / our[clock] for our, their in pairs)
                 for clock in (0, 1))
    return [ratio("whole scan / DuckDB grouping by identity, action, hour", 2.0, cpu,
                  f"wall {wall:.2f}")]


def output_hash(path: Path, threads: int) -> str:
    """Of the findings and the scores that a scan writes."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "findings.ndjson", Path(folder) / "scores.ndjson"]
        run(build / "gait", "scan", path, "--threads", threads, "--findings", files[0], "--scores",
            files[1])
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.read_bytes())
        return digest.hexdigest()


def threads(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    path = inputs.ndjson()
    contestants = contest(build / "scan_bench", "threads", path, options.rounds)["contestants"]
    two, offered = contestants["scan_2"], contestants["spin_2"]["cores"]
    speed = ratio("two threads / one", 1.8, two["ratio_wall"], f"on {two['cores']:.2f} cores")
    if not speed.met and offered < 1.9:
        speed.unclear = f"needs a quiet machine; two busy threads got {offered:.2f} cores"
    hashes = {output_hash(path, count) for count in (1, 2, 4)}
    return [speed,
            Outcome("different outputs of 1, 2 and 4 threads", "1", str(len(hashes)),
                    len(hashes) == 1, gate=True)]


def count_instructions(what: str, path: Path) -> tuple[int, str]:
    """Instructions per record, and the compiler that made them."""
    if shutil.which("valgrind") is None:
        raise Unavailable("`valgrind` is not installed")
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no",
         "--toggle-collect=gait_bench_counted", str(build / "instructions_bench"), what, str(path)],
        capture_output=True, text=True)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or collected is None:
        raise Unavailable("callgrind failed")
    return round(int(collected[1]) / counted_records), json.loads(done.stdout)["compiler"]


def instructions(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    path = inputs.counted()
    counted = {"input_sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    for what in ("extract", "scan"):
        counted[what], counted["compiler"] = count_instructions(what, path)
    if options.update:
        accepted_path.parent.mkdir(exist_ok=True)
        accepted_path.write_text(json.dumps(counted, indent=2, sort_keys=True) + "\n")
    accepted = json.loads(accepted_path.read_text()) if accepted_path.exists() else {}
    for same in ("compiler", "input_sha256"):
        # Another compiler makes other code, another simulator another log: no change of ours.
        if accepted.get(same) != counted[same]:
            raise Unavailable(f"nothing is accepted for this {same} (extract {counted['extract']}, "
                              f"scan {counted['scan']}); `bench/run.py --update instructions`")
    outcomes = []
    for what in ("extract", "scan"):
        most = accepted[what] * instructions_tolerance
        outcomes.append(Outcome(f"instructions per activity: {what}", f"<= {most:.0f}",
                                str(counted[what]), counted[what] <= most, gate=True))
    return outcomes


def memory(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    *table, last = run(build / "memory_bench").strip().splitlines()
    print("\n".join("   " + line for line in table), flush=True)
    result = json.loads(last)
    resident, largest = result["resident_bytes"], result["profile_max"]
    return [Outcome("resident memory with 1,000,000 identities", "<= 1.00 GiB",
                    f"{resident / gib:.2f} GiB", resident <= gib),
            Outcome("largest profile", "<= 4.0 KiB",
                    f"{largest / kib:.1f} KiB (mean {result['profile_mean']} B)",
                    largest <= 4 * kib)]


quiet_load_max = 1.5
append_sizes = ((300, 0.25), (1260, 0.35))  # bytes of an entry, the least share of a plain file


def record_append(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    outcomes = []
    load = os.getloadavg()[0]
    for entry_bytes, least in append_sizes:
        contestants = contest(build / "record_bench", "append", build / "record", entry_bytes,
                              options.rounds)["contestants"]
        log = contestants["log"]["ratio_wall"]
        use = contestants["log in use"]["ratio_wall"]
        outcomes.append(ratio(f"durable append of {entry_bytes} B / plain file, same syncs", least,
                              log, f"with new segments {use:.2f}"))
        if rocksdb := contestants.get("rocksdb"):
            cpu = contestants["log"]["ratio_cpu"] / rocksdb["ratio_cpu"]
            outcomes.append(ratio(f"durable append of {entry_bytes} B / RocksDB, same batches", 4.0,
                                  log / rocksdb["ratio_wall"], f"cpu {cpu:.2f}"))
    for outcome in outcomes:  # three threads of ours against one
        if not outcome.met and load > quiet_load_max:
            outcome.unclear = f"needs a quiet machine; the load was {load:.1f}"
    return outcomes


def record_read(inputs: Inputs, options: argparse.Namespace) -> list[Outcome]:
    *table, last = run(build / "record_bench", "read", build / "record", 300, gib).splitlines()
    print("\n".join("   " + line for line in table), flush=True)
    result = json.loads(last)
    recovery, proof, check = result["recovery_s"], result["proof_ms"], result["verify_per_s"] / 1e6
    return [Outcome("recovery of a log of 1 GiB", "<= 3.0 s", f"{recovery:.2f} s", recovery <= 3),
            Outcome(f"proof from a log of {result['entries']} entries", "<= 1.0 ms",
                    f"{proof:.2f} ms (p99 {result['proof_p99_ms']:.2f})", proof <= 1),
            Outcome("full check, million entries of 300 B per second and core", ">= 1.00",
                    f"{check:.2f} (hashing alone {result['hash_per_s'] / 1e6:.2f})", check >= 1)]


all_figures = [
    Figure("extract", "field extraction of CloudTrail, in memory, one thread", extract),
    Figure("scan", "scan without output, one thread", scan),
    Figure("gunzip", "the same from gz files", gunzip),
    Figure("duckdb", "the same file grouped by DuckDB, one thread each", duckdb),
    Figure("threads", "scan with two threads, and that threads change nothing", threads),
    Figure("instructions", "instructions per activity, counted by callgrind", instructions),
    Figure("memory", "a million identities", memory),
    Figure("record_append", "entries of the record, durable, one writer", record_append),
    Figure("record_read", "recovery, proofs and a full check of the record", record_read),
]
