"""Runs Gait as a person or a script would, and makes the logs that the end to end tests feed it."""

import gzip
import json
import os
import re
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from checks import top

SECONDS_MAX = 600
NOBODY = 65534
FIRST = datetime(2026, 1, 5, tzinfo=timezone.utc)


@dataclass
class Outcome:
    code: int  # negative: killed by a signal
    out: str
    err: str
    rss_mib: float  # the most memory that was resident

    @property
    def talk(self) -> str:
        return self.out + self.err

    def crashed(self) -> bool:
        return self.code not in (0, 1, 2, 3, 4) or "Sanitizer" in self.err or "runtime error" in self.err

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines() if line]


class Gait:
    """One build of the program."""

    def __init__(self, path: Path):
        self.path = path.resolve()
        self.is_sanitized = b"__asan_init" in self.path.read_bytes() or self.links_sanitizer()

    def links_sanitizer(self) -> bool:
        linked = subprocess.run(["ldd", str(self.path)], capture_output=True, text=True).stdout
        return "libasan" in linked

    def rss_mib_max(self, plain: float) -> float:
        """What `plain` MiB are in this build: shadow memory and quarantine come on top."""
        return plain * 3 + 512 if self.is_sanitized else plain

    def run(self, *arguments, stdin=subprocess.DEVNULL, env=None, nobody=False) -> Outcome:
        """`stdin` may be bytes. With `nobody` the program runs without rights of its own."""
        command = [str(self.path), *map(str, arguments)]
        rights = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody else {}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, \
                tempfile.TemporaryFile() as given:
            if isinstance(stdin, bytes):
                given.write(stdin)
                given.seek(0)
                stdin = given
            process = subprocess.Popen(command, stdin=stdin, stdout=out, stderr=err, cwd=top,
                                       env={**os.environ, **(env or {})}, **rights)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return Outcome(process.returncode, out.read().decode(errors="replace"),
                           err.read().decode(errors="replace"), usage.ru_maxrss / 1024)


def record(number: int, **fields) -> dict:
    """An honest call of `user/bot`; each number is an event of its own, a minute after the last."""
    time = FIRST + timedelta(minutes=number)
    return {
        "eventVersion": "1.11",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLEEXAMPLEBOT",
                         "accountId": "111122223333", "userName": "bot",
                         "arn": "arn:aws:iam::111122223333:user/bot",
                         "accessKeyId": "AKIAIOSFODNN7EXAMPLE"},
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.10", "userAgent": "aws-cli/2.15.0", "requestParameters": None,
        "responseElements": None, "requestID": f"request-{number}",
        "eventID": f"00000000-0000-4000-8000-{number:012}", "readOnly": True,
        "eventType": "AwsApiCall", "managementEvent": True,
        "recipientAccountId": "111122223333", "eventCategory": "Management", **fields}


def ndjson(records) -> bytes:
    return "".join(json.dumps(entry, separators=(",", ":")) + "\n" for entry in records).encode()


def document(records) -> bytes:
    return json.dumps({"Records": list(records)}, separators=(",", ":")).encode()


def gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def zst(data: bytes) -> bytes:
    """A Zstandard frame of raw blocks: nothing is compressed, and no tool is needed."""
    block_bytes = 128 * 1024
    frame = struct.pack("<IBB", 0xFD2FB528, 0, 7 << 3)  # magic, no options, a window of 128 KiB
    pieces = [data[i:i + block_bytes] for i in range(0, len(data), block_bytes)] or [b""]
    for i, piece in enumerate(pieces):
        head = len(piece) << 3 | (i == len(pieces) - 1)
        frame += head.to_bytes(3, "little") + piece
    return frame


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def without_clock(text: str) -> str:
    """Output without how long it took."""
    return re.sub(r'"seconds":[\d.]+', "", text)
