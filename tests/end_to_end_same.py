"""The same logs give the same bytes: whatever the files, their order, their packing, the threads."""

import hashlib
import json
import random
from pathlib import Path

from checks import Checks
from gait_program import Gait, document, gz, put, without_clock, zst

FLEET = ("--identities", "8", "--days", "8", "--scale", "0.1", "--scenario", "default", "--ndjson")


def tree_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def deal(lines: list[bytes], folder: Path, seed: int) -> None:
    """The lines in another order, in eight files of other names, shapes and packings."""
    dice = random.Random(seed)
    lines = list(lines)
    dice.shuffle(lines)
    spaced, lines = lines[:200], lines[200:]
    hands = [lines[i::7] for i in range(7)]
    packed = {
        "zz/later.json": b"".join(hands[0]), "a.ndjson.gz": gz(b"".join(hands[1])),
        "b/c/d.json.zst": zst(b"".join(hands[2])),
        "0.json": document(json.loads(line) for line in hands[3]),
        "m.json.gz": gz(document(json.loads(line) for line in hands[4])),
        "n.json": b"[" + b",".join(line.rstrip() for line in hands[5]) + b"]",
        "spaced.json": json.dumps([json.loads(line) for line in spaced]).encode(),
        "o.log": b"\n".join(hands[6]),
    }
    for name, data in packed.items():
        put(folder, name, data)


def scan(gait: Gait, logs: Path, fleet: Path, *more) -> tuple[str, str, str]:
    """Findings, scores, and the summary without names of folders."""
    scores = fleet.parent / "scores"
    done = gait.run("scan", logs, "--context", fleet / "context", "--geo", fleet / "networks.mmdb",
                    "--scores", scores, "--findings", "-", *more)
    return done.out, scores.read_text() if scores.exists() else "", done.err


def check_order(gait: Gait, checks: Checks, fleet: Path) -> None:
    log = fleet / "cloudtrail.ndjson"
    lines = log.read_bytes().splitlines(keepends=True)
    want = scan(gait, log, fleet, "--threads", "1")
    checks.expect("the fleet has findings to compare", [] if want[0] and want[1] else [str(want)[:300]])
    for threads in (2, 4):
        got = scan(gait, log, fleet, "--threads", threads)
        compare(checks, f"{threads} threads find what one finds", got, want)
    for seed, threads in ((1, 1), (2, 4)):
        folder = fleet.parent / f"dealt-{seed}"
        deal(lines, folder, seed)
        got = scan(gait, folder, fleet, "--threads", threads)
        compare(checks, f"shuffled, split and packed anew ({seed}), the findings are the same", got, want)
    halves = [put(fleet.parent, f"half-{i}.ndjson", b"".join(part)) for i, part in
              enumerate((lines[:len(lines) // 2], lines[len(lines) // 2:]))]
    pages = [without_clock(gait.run("scan", *order, "--format", "json").out)
             for order in (halves, halves[::-1])]
    checks.expect("the order of the paths does not matter", [] if pages[0] == pages[1] else ["it does"])


def compare(checks: Checks, name: str, got: tuple, want: tuple) -> None:
    problems = []
    for what, mine, theirs in zip(("findings", "scores", "complaints"), got, want):
        if mine == theirs:
            continue
        first = next((pair for pair in zip(mine.splitlines(), theirs.splitlines()) if pair[0] != pair[1]),
                     (f"{len(mine)} bytes", f"{len(theirs)} bytes"))
        problems += [f"{what} differ", f"got  {first[0][:300]}", f"want {first[1][:300]}"]
    checks.expect(name, problems)


def check_seeds(gait: Gait, checks: Checks, scratch: Path) -> None:
    digests = []
    for number, seed in enumerate((7, 7, 8)):
        folder = scratch / f"seed-{number}"
        gait.run("simulate", "--out", folder, "--seed", seed, "--identities", "8", "--days", "2",
                 "--scale", "0.1")
        digests.append(tree_digest(folder))
    checks.expect("the same seed is the same bytes", [] if digests[0] == digests[1] else ["it is not"])
    checks.expect("another seed is other bytes", [] if digests[0] != digests[2] else ["it is not"])


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    fleet = scratch / "fleet"
    made = gait.run("simulate", "--out", fleet, "--seed", "3", *FLEET)
    checks.expect("a fleet is simulated", [] if made.code == 0 else [made.talk[-500:]])
    if made.code == 0:
        check_order(gait, checks, fleet)
    check_seeds(gait, checks, scratch)
    again = gait.run("simulate", "--out", fleet)
    checks.expect("a folder with something in it is not written to",
                  [] if again.code in (2, 3) and "not empty" in again.err else [again.talk[-300:]])
