"""Inputs that are broken: each is named in one clear message, and everything readable is read."""

import json
import os
import random
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from checks import Checks
from gait_program import Gait, document, gz, ndjson, put, record

GOOD = 20  # records around what is broken
RSS_MIB_MAX = 256  # a scan of little, whatever is wrong with it
DEPTH = 100_000
TROUBLES_MAX = 2  # messages for one file: what is wrong with its packing, and with its text


@dataclass
class Broken:
    files: dict[str, bytes]
    says: str  # pattern of the message; empty: there is nothing to complain about
    activities: int  # that can be read
    code: int = 0


def good(count: int = GOOD, start: int = 0) -> bytes:
    return ndjson(record(start + i) for i in range(count))


def noise(count: int) -> bytes:
    return random.Random(1).randbytes(count)


def one_byte_off(needle: bytes, replacement: bytes) -> bytes:
    return ndjson([record(900)]).replace(needle, replacement)


def deep_records() -> bytes:
    nested = b'{"a":' * DEPTH + b"1" + b"}" * DEPTH
    return (b"[" * DEPTH + b"]" * DEPTH + b"\n"
            + one_byte_off(b'"requestParameters":null', b'"requestParameters":' + nested))


def broken_inputs() -> dict[str, Broken]:
    zipped = gz(ndjson(record(i, userAgent=noise(20).hex()) for i in range(20)))  # of 6,000 bytes
    offset = r" at byte \d+"
    return {
        "a gzip file that is cut off": Broken(
            {"a.json.gz": gz(good(1000))[:-300], "b.ndjson": good(start=1100)},
            r"truncated gzip data: the file ends at byte \d+", GOOD),
        "a gzip file with a flipped byte": Broken(
            {"a.json.gz": flipped(zipped), "b.ndjson": good()}, r"gzip", GOOD, None),
        "half a JSON document": Broken(
            {"a.json": document(record(i) for i in range(GOOD + 1))[:-300]},
            "ends inside a record" + offset, GOOD),
        "a last line that is half there": Broken(
            {"a.ndjson": good(GOOD + 1)[:-200]}, "ends inside a record" + offset, GOOD),
        "a line of 20 MiB": Broken(
            {"a.ndjson": good() + ndjson([record(800, userAgent="x" * (20 << 20))]) + good(5, 100)},
            "longer than 16 MiB" + offset, GOOD + 5),
        "text that is not UTF-8": Broken(
            {"a.ndjson": good() + one_byte_off(b"aws-cli", b"aws\xff\xfe") + good(5, 100)},
            "not UTF-8" + offset, GOOD + 5),
        "100,000 brackets": Broken({"a.ndjson": good() + deep_records() + good(5, 100)},
                                   "at byte", GOOD + 5, 0),
        "a line that is no JSON": Broken(
            {"a.ndjson": good() + b"Traceback (most recent call last):\n" + good(5, 100)},
            "JSON.*" + offset, GOOD + 5),
        "a zero byte in a line": Broken(
            {"a.ndjson": good() + one_byte_off(b"aws-cli", b"aws\0cli") + good(5, 100)},
            "at byte", GOOD, None),
        "a folder with nothing in it": Broken({}, "empty folder", 0, 3),
        "an empty file": Broken({"a.json": b""}, "empty", 0, 3),
        "a binary file": Broken({"a.bin": noise(100_000)}, "not a log: binary data" + offset, 0, 3),
        "a binary file beside a log": Broken(
            {"a.bin": noise(100_000), "b.ndjson": good()}, "not a log: binary data" + offset, GOOD, 3),
        "a log of something else": Broken(
            {"a.json": json.dumps({"hello": "world"}).encode() + b"\n"}, "at byte", 0, 3),
        "a gzip bomb's little brother": Broken(
            {"a.json.gz": gz(good() + ndjson([record(800, userAgent="x" * (64 << 20))]))},
            "longer than 16 MiB" + offset, GOOD),
    }


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1:]


def summary(done) -> dict:
    lines = done.lines()
    return lines[0] if lines else {}


def judge(gait: Gait, checks: Checks, name: str, folder: Path, broken: Broken) -> None:
    done = gait.run("scan", folder, "--format", "json")
    problems = []
    if done.crashed():
        problems.append(f"it crashed with code {done.code}: {done.err[-1500:]}")
    elif broken.code is not None and done.code != broken.code:
        problems.append(f"code {done.code}, want {broken.code}")
    complaints = [line for line in done.err.splitlines() if line.startswith("gait: ")]
    if broken.says and not re.search(broken.says, done.err):
        problems.append(f"`{broken.says}` is not said: {done.err[-500:]}")
    if len(complaints) > TROUBLES_MAX * max(1, len(broken.files)):
        problems.append(f"that is too much talk: {complaints}")
    read = summary(done).get("activities", -1)
    if read < broken.activities:
        problems.append(f"{read} activities, want {broken.activities}")
    if done.rss_mib > gait.rss_mib_max(RSS_MIB_MAX):
        problems.append(f"it took {done.rss_mib:.0f} MiB")
    checks.expect(f"{name} is survived and named", problems)


def check_types(gait: Gait, checks: Checks, scratch: Path) -> None:
    """Every field of a record in turn is of a wrong type; so is every field of its identity."""
    wrong = (5, -1.5e308, [1, [2]], {"a": {"b": 1}}, None, True, "", "x" * 70_000, "\u0000\u202e")
    bent = [record(i) for i in range(GOOD)]
    for value in wrong:
        for key in record(0):
            bent.append(record(len(bent), **{key: value}))
        for key in record(0)["userIdentity"]:
            bent.append(record(len(bent)))
            bent[-1]["userIdentity"][key] = value
    path = put(scratch, "types.ndjson", ndjson(bent))
    done = gait.run("scan", path, "--format", "json", "--scores", scratch / "scores",
                    "--html", scratch / "page.html")
    found = summary(done)
    counted = sum(found.get(key, 0) for key in ("activities", "ignored", "malformed"))
    problems = [] if done.code == 0 and not done.crashed() else [f"code {done.code}", done.err[-800:]]
    if found.get("records") != len(bent) or counted != len(bent):
        problems.append(f"{counted} of {len(bent)} records are accounted for")
    if found.get("activities", 0) < GOOD:
        problems.append(f"only {found.get('activities')} activities")
    checks.expect("fields of the wrong type are survived and counted", problems)


def check_dates(gait: Gait, checks: Checks, scratch: Path) -> None:
    absurd = ["0000-00-00T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-05T25:00:00Z",
              "99999-01-01T00:00:00Z", "-1", "", "now", "9999-12-31T23:59:59Z",
              "1969-12-31T23:59:59Z", "2262-04-12T00:00:00Z", "1677-09-21T00:12:44Z"]
    bent = [record(i, eventTime=time) for i, time in enumerate(absurd)]
    bent += [record(100 + i) for i in range(GOOD)]
    done = gait.run("scan", put(scratch, "dates.ndjson", ndjson(bent)), "--format", "json")
    found = summary(done)
    problems = [] if done.code == 0 else [f"code {done.code}", done.err[-500:]]
    if found.get("records") != len(bent):
        problems.append(f"{found.get('records')} of {len(bent)} records are counted")
    if not str(found.get("first", "")).startswith("2026-01-05"):
        problems.append(f"the log begins in {found.get('first')}")
    checks.expect("absurd dates are survived and counted", problems)


def check_rights(gait: Gait, checks: Checks, scratch: Path) -> None:
    name = "a folder and a file without permission are named, the rest is read"
    folder = scratch / "rights"
    put(folder, "open/a.ndjson", good())
    closed_file = put(folder, "closed.ndjson", good())
    closed = put(folder, "closed/a.ndjson", good()).parent
    as_root = os.geteuid() == 0
    if as_root:
        for parent in (scratch, folder):
            parent.chmod(0o755)
        reached = subprocess.run([str(gait.path), "--version"], user=65534, group=65534,
                                 extra_groups=[], capture_output=True)
        if reached.returncode != 0:
            checks.skip(name, "an unprivileged user cannot reach the program here")
            return
    closed_file.chmod(0)
    closed.chmod(0)
    done = gait.run("scan", folder, "--format", "json", nobody=as_root)
    closed.chmod(0o755)
    problems = [f"`{path}` is not named" for path in (closed, closed_file) if str(path) not in done.err]
    if done.code != 3 or summary(done).get("activities") != GOOD or "ermission" not in done.err:
        problems += [f"code {done.code}", done.talk[-500:]]
    checks.expect(name, problems)


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    for number, (name, broken) in enumerate(broken_inputs().items()):
        folder = scratch / f"{number}"
        folder.mkdir()
        for file, data in broken.files.items():
            put(folder, file, data)
        judge(gait, checks, name, folder, broken)
    check_types(gait, checks, scratch)
    check_dates(gait, checks, scratch)
    check_rights(gait, checks, scratch)
    nothing = gait.run("scan", scratch / "0", "/nowhere/at/all")
    checks.expect("a path that is not there does not stop the others",
                  [] if nothing.code == 3 and "/nowhere/at/all" in nothing.talk
                  and "activities  0" not in nothing.out else [nothing.talk[-500:]])
    blind = gait.run("scan", "/nowhere/at/all")
    checks.expect("a scan that read nothing praises nobody",
                  ["it says that every identity behaved"] if "behaved like itself" in blind.out else [])


def check_slow(gait: Gait, checks: Checks, scratch: Path) -> None:
    """A line of 2 GiB through a pipe, and one of 2 GiB of nothing in a sparse file."""
    head, tail = ndjson([record(800, userAgent="@")]).split(b"@")
    feeder = ("import sys; out = sys.stdout.buffer\n"
              f"out.write({good()!r} + {head!r})\n"
              "for _ in range(2048): out.write(b'x' * (1 << 20))\n"
              f"out.write({tail!r} + {good(5, 100)!r})\n")
    with subprocess.Popen(["python3", "-c", feeder], stdout=subprocess.PIPE) as source:
        done = gait.run("scan", "-", "--format", "json", stdin=source.stdout)
    problems = [] if summary(done).get("activities") == GOOD + 5 else [done.talk[-500:]]
    if done.rss_mib > gait.rss_mib_max(RSS_MIB_MAX):
        problems.append(f"it took {done.rss_mib:.0f} MiB")
    checks.expect("a line of 2 GiB is passed over", problems)
    sparse = put(scratch, "sparse/a.ndjson", good())
    os.truncate(sparse, 2 << 30)
    done = gait.run("scan", sparse, "--format", "json")
    problems = [f"it took {done.rss_mib:.0f} MiB"] if done.rss_mib > gait.rss_mib_max(RSS_MIB_MAX) else []
    checks.expect("a sparse file of 2 GiB is survived",
                  problems + ([f"code {done.code}"] if done.crashed() else []))
