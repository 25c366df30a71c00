#!/usr/bin/env python3
"""Falsifies exported cases at random, and holds verify.py to refusing every one.

    tests/record_tamper.py [--cases 2000] [--seed 1] [--large]

Half of the falsifiers can also sign MANIFEST anew, so that what lies below it must hold alone.
`--large` adds forged entries in a log of three levels of tiles, which takes a minute.
"""

import argparse
import contextlib
import functools
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from checks import Checks, top

sys.path.insert(0, str(top / "src/record"))
import record_reference as reference  # noqa: E402
import verify  # noqa: E402

KEY = reference.Key("gait.local/test", bytes(range(32)))
OTHER_KEY = reference.Key("gait.local/test", bytes(range(1, 33)))
WITNESS = reference.Key("witness.example/w", bytes(range(2, 34)), reference.COSIGNATURE)
POLICY = f"witness w {WITNESS.vkey}\nquorum w\n"
ASKED = {"session": "s3"}

# Pure, and slow in Python: most falsified cases hold the signatures of the true one.
verify.is_signed = functools.cache(verify.is_signed)

Files = dict[str, bytes]


def made_log(size: int, key: reference.Key = KEY, version: int = 0) -> reference.Log:
    return reference.Log(key, [
        reference.entry(i, t=f"2026-01-01T00:{i // 60 % 60:02}:{i % 60:02}Z", session=f"s{i % 97}",
                        raw='{"n":%d,"version":%d}' % (i, version)) for i in range(size)])


def asked_in(log: reference.Log, bundles: range | None) -> list[int]:
    return [i for i, entry in enumerate(log.entries) if b'"session":"s3"' in entry
            and (bundles is None or i // reference.WIDTH in bundles)]


def case_of(log: reference.Log, bundles: range | None, checkpoint: bytes = b"") -> Files:
    """Without MANIFEST."""
    checkpoint = checkpoint or log.checkpoint(WITNESS)
    return reference.case_files(log, asked_in(log, bundles), ASKED, bundles, checkpoint, POLICY)


def signed_case(log: reference.Log, bundles: range | None) -> Files:
    return reference.signed(case_of(log, bundles), log.key)


def refusal(folder: Path) -> str | None:
    """Why verify.py refuses the case; None when it takes it."""
    try:
        verify.check_case(folder, KEY.vkey)
    except Exception as wrong:  # as verify.py does
        return str(wrong) or type(wrong).__name__
    return None


# --- What a falsifier does to files: each gives other files, or None when it cannot ------------


def flip(files: Files, chance: random.Random) -> Files | None:
    name = chance.choice(sorted(files))
    data = bytearray(files[name])
    if not data:
        return None
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return files | {name: bytes(data)}


def cut(files: Files, chance: random.Random) -> Files | None:
    name = chance.choice(sorted(files))
    return files | {name: files[name][:chance.randrange(len(files[name]))]} if files[name] else None


def grow(files: Files, chance: random.Random) -> Files | None:
    name = chance.choice(sorted(files))
    at = chance.randrange(len(files[name]) + 1)
    return files | {name: files[name][:at] + bytes([chance.randrange(256)]) + files[name][at:]}


def lift_out(files: Files, chance: random.Random) -> Files | None:
    """Bytes in the middle are taken out."""
    name = chance.choice(sorted(files))
    if len(files[name]) < 2:
        return None
    first = chance.randrange(len(files[name]) - 1)
    last = chance.randrange(first + 1, len(files[name]))
    return files | {name: files[name][:first] + files[name][last:]}


def lose(files: Files, chance: random.Random) -> Files | None:
    lost = chance.choice(sorted(files))
    return {name: data for name, data in files.items() if name != lost}


def swap(files: Files, chance: random.Random) -> Files | None:
    a, b = chance.sample(sorted(files), 2)
    return None if files[a] == files[b] else files | {a: files[b], b: files[a]}


def leave_out(files: Files, chance: random.Random) -> Files | None:
    """An entry that was asked for, with everything that speaks of it."""
    numbers = sorted(int(name[8:-5]) for name in files if name.startswith("entries/"))
    if len(numbers) < 2 or not any(name.startswith("log/") for name in files):
        return None
    lost = chance.choice(numbers)
    rest = {name: data for name, data in files.items()
            if name not in (f"entries/{lost}.json", f"proofs/{lost}.tlog-proof")}
    numbers.remove(lost)
    story = json.loads(files["session.json"])
    story |= {order: [i for i in story[order] if i != lost] for order in ("log_order", "event_order")}
    return rest | {"session.json": json.dumps(story).encode(),
                   "events.ndjson": b"".join(files[f"entries/{i}.json"] + b"\n" for i in numbers)}


def reorder(files: Files, chance: random.Random) -> Files | None:
    """Two entries of the case change places, each with the other's index."""
    numbers = sorted(int(name[8:-5]) for name in files if name.startswith("entries/"))
    a, b = chance.sample(numbers, 2)
    one, two = (json.loads(files[f"entries/{i}.json"]) for i in (a, b))
    changed = {f"entries/{a}.json": json.dumps(two | {"i": a}, separators=(",", ":")).encode(),
               f"entries/{b}.json": json.dumps(one | {"i": b}, separators=(",", ":")).encode()}
    return files | changed | {"events.ndjson": b"".join(
        changed.get(f"entries/{i}.json", files[f"entries/{i}.json"]) + b"\n" for i in numbers)}


def forge(log: reference.Log, honest: Files, bundles: range, chance: random.Random, levels: int) -> Files:
    """Another entry, with bundles, tiles and proofs that agree with it below level `levels`; above,
    and in the checkpoint, all is as the log signed it. The shape of CVE-2026-56865."""
    index = chance.randrange(bundles[0] * reference.WIDTH, min(bundles[-1] * reference.WIDTH + 256, len(log.entries)))
    forged = reference.Log(log.key, list(log.entries))
    forged.entries[index] = forged.entries[index].replace(b'"version":0', b'"version":1')
    files = case_of(forged, bundles, honest["checkpoint"])  # its paths lead to another root
    for name in files:
        level = name.split("/")[2] if name.startswith("log/tile/") else ""
        if level.isdigit() and int(level) >= levels:
            files[name] = honest[name]
    return files


TRICKS = (flip, flip, flip, flip, cut, grow, lift_out, lose, swap)
TRICKS_BELOW = (*TRICKS, leave_out, reorder)


class Falsifier:
    """Keeps a case on disk and writes only what differs."""

    def __init__(self, folder: Path):
        self.folder, self.there = folder, {}

    def put(self, files: Files) -> None:
        for name in self.there.keys() - files.keys():
            (self.folder / name).unlink()
        reference.put_all(self.folder, {name: data for name, data in files.items()
                                        if self.there.get(name) != data})
        self.there = files


@contextlib.contextmanager
def without_manifest():
    """As if MANIFEST had been signed anew, and faster."""
    manifest, verify.check_manifest = verify.check_manifest, lambda *_: None
    yield
    verify.check_manifest = manifest


def check_random(checks: Checks, falsifier: Falsifier, cases: int, chance: random.Random) -> None:
    log = made_log(600)
    honest = [signed_case(log, bundles) for bundles in (None, range(3), range(1, 2), range(1, 3))]
    taken, tried = [], Counter()
    for files in honest:
        falsifier.put(files)
        if why := refusal(falsifier.folder):
            taken.append(f"an honest case is refused: {why}")
    while tried.total() < cases:
        case, below = chance.choice(honest), chance.random() < 0.5
        if below:
            case = {name: data for name, data in case.items() if name != "MANIFEST"}
        trick = chance.choice(TRICKS_BELOW if below else TRICKS)
        files = trick(case, chance)
        if files is None or (below and means_the_same(case, files)):
            continue
        falsifier.put(files)
        tried[trick.__name__] += 1
        with without_manifest() if below else contextlib.nullcontext():
            is_taken = refusal(falsifier.folder) is None
        if is_taken:
            other = [name for name in files.keys() | case.keys() if files.get(name) != case.get(name)]
            taken.append(f"{trick.__name__} of {sorted(other)}, {'below MANIFEST' if below else 'all'}")
    checks.info(", ".join(f"{name} {count}" for name, count in sorted(tried.items())))
    checks.expect(f"{cases} falsified cases are refused", taken[:10])


def means_the_same(case: Files, files: Files) -> bool:
    """What only MANIFEST protects, since nothing is proven by it: names of witnesses in a policy,
    members of session.json that say nothing of entries, JSON white space, and copies of notes."""
    differ = {name for name in files.keys() | case.keys() if files.get(name) != case.get(name)}
    if differ <= {"log/checkpoint", "log.vkey"}:  # KEY came another way
        return True
    if differ == {"session.json"} and "session.json" in files:
        try:
            ours, theirs = json.loads(case["session.json"]), json.loads(files["session.json"])
            return all(ours[name] == theirs[name] for name in ("log_order", "event_order")) and (
                ours["asked"] == theirs["asked"] or "log/checkpoint" not in case)
        except (ValueError, KeyError, TypeError):
            return False
    return differ == {"policy.txt"} and "policy.txt" in files and same_policy(files["policy.txt"])


def same_policy(raw: bytes) -> bool:
    try:
        keys, holds = verify.read_policy(raw.decode())
        return keys == [verify.parse_vkey(WITNESS.vkey)] and holds(set(keys)) and not holds(set())
    except Exception:  # no policy at all
        return False


def check_forged(checks: Checks, falsifier: Falsifier, log: reference.Log, rounds: int, chance: random.Random) -> None:
    checkpoint, taken, last = log.checkpoint(WITNESS), [], (len(log.entries) - 1) // reference.WIDTH + 1
    heights = 1 + max(int(name.split("/")[1]) for name in log.tiles(range(0)) if name.split("/")[1].isdigit())
    for levels in range(heights + 1):
        for _ in range(rounds):
            first = chance.randrange(last)
            bundles = range(first, chance.randrange(first, min(last, first + 4)) + 1)
            honest = case_of(log, bundles, checkpoint)
            falsifier.put(forge(log, honest, bundles, chance, levels))
            with without_manifest():
                is_taken = refusal(falsifier.folder) is None
            if is_taken:
                taken.append(f"tiles below level {levels} agreed with the forged entry")
    checks.expect(f"forged entries with lower tiles that agree are refused, at {heights + 1} levels "
                  f"of a log of {len(log.entries)}", taken[:10])


def check_roots(checks: Checks, falsifier: Falsifier) -> None:
    """Whole other logs: forks, other keys, other pasts; and a mix of two that were both signed."""
    log, fork, foreign = made_log(300), made_log(300, version=1), made_log(300, OTHER_KEY)
    bundles, proof = range(2), "proofs/3.tlog-proof"
    honest, forked, swapped = (case_of(one, bundles) for one in (log, fork, foreign))
    shorter = case_of(reference.Log(KEY, log.entries[:290]), bundles)
    cases = {
        "a checkpoint of a fork over the entries of the log": honest | {"checkpoint": forked["checkpoint"]},
        "a proof under a fork's checkpoint of the same size": honest | {proof: honest[proof].split(b"\n\n")[0] + b"\n\n" + forked["checkpoint"]},
        "an older checkpoint over the tiles of today": honest | {"checkpoint": shorter["checkpoint"]},
        "today's checkpoint over older tiles": shorter | {"checkpoint": honest["checkpoint"]},
        "a checkpoint without the witness": case_of(log, bundles, log.checkpoint()),
        "a policy that asks for more than there is": honest | {"policy.txt": POLICY.replace("quorum w", "group g 2 w\nquorum g").encode()},
    }
    signed = {name: reference.signed(files, KEY) for name, files in cases.items()} | {
        "another key with the same name": reference.signed(swapped, OTHER_KEY),
        "another key that signs MANIFEST": reference.signed(honest, OTHER_KEY)}
    for name, files in signed.items():
        falsifier.put(files)
        checks.expect(f"refused: {name}", [] if refusal(falsifier.folder) else ["it was taken"])
    falsifier.put(reference.signed(honest, KEY))
    why = refusal(falsifier.folder)
    checks.expect("taken: the honest case of them", [why] if why else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    checks, chance = Checks("tamper"), random.Random(options.seed)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        def fresh(name: str) -> Falsifier:
            (Path(scratch) / name).mkdir()
            return Falsifier(Path(scratch) / name)

        check_random(checks, fresh("random"), options.cases, chance)
        check_forged(checks, fresh("forged"), made_log(600), 5, chance)
        if options.large:
            check_forged(checks, fresh("large"), made_log(66_000), 3, chance)
        check_roots(checks, fresh("roots"))
    checks.exit()


if __name__ == "__main__":
    main()
