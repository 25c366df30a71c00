"""The record a second time, slowly: straight from RFC 6962, RFC 8032 and the pages of c2sp.org.

Shares nothing with src/record/, nor with its verify.py. Tests compare the bytes that Gait writes
with these, and make logs and cases of their own, forged ones too.
"""

import base64
import functools
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

WIDTH = 256  # hashes of a tile, entries of a bundle


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# --- RFC 6962, 2.1 -----------------------------------------------------------------------------


def leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def split(n: int) -> int:
    """The largest power of two below n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) over hashes of leaves."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def inclusion(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m: int, leaves: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, leaves, True) if m else []


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


# --- Ed25519: RFC 8032, 5.1, in affine coordinates ---------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def plus(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)


def multiply(a: tuple[int, int], n: int) -> tuple[int, int]:
    total = (0, 1)
    for bit in bin(n)[2:]:
        total = plus(total, total)
        total = plus(total, a) if bit == "1" else total
    return total


def x_of(y: int) -> int:
    """The even one of the two."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    return x if x % 2 == 0 else P - x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y), BASE_Y)


def packed(a: tuple[int, int]) -> bytes:
    return (a[1] | (a[0] & 1) << 255).to_bytes(32, "little")


def number(data: bytes) -> int:
    return int.from_bytes(data, "little")


# --- Signed notes ------------------------------------------------------------------------------

NOTE, COSIGNATURE = b"\x01", b"\x04"


@dataclass(frozen=True)
class Key:
    """A private key with its name; each of the two types of c2sp.org/signed-note."""

    name: str
    seed: bytes
    type: bytes = NOTE

    @property
    def scalar(self) -> int:
        low = number(hashlib.sha512(self.seed).digest()[:32])
        return low & ((1 << 254) - 8) | 1 << 254

    @functools.cached_property
    def public(self) -> bytes:
        return packed(multiply(BASE, self.scalar))

    @functools.cached_property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.type + self.public)[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(self.type + self.public)}"

    @property
    def skey(self) -> str:
        return f"PRIVATE+KEY+{self.name}+{self.id.hex()}+{b64(self.type + self.seed)}"

    def sign(self, message: bytes) -> bytes:
        prefix = hashlib.sha512(self.seed).digest()[32:]
        r = number(hashlib.sha512(prefix + message).digest()) % ORDER
        commitment = packed(multiply(BASE, r))
        k = number(hashlib.sha512(commitment + self.public + message).digest()) % ORDER
        return commitment + ((r + k * self.scalar) % ORDER).to_bytes(32, "little")

    def line(self, text: bytes, seconds: int = 0) -> bytes:
        """A signature line under `text`."""
        if self.type == COSIGNATURE:
            signed = b"cosignature/v1\ntime %d\n" % seconds + text
            signature = seconds.to_bytes(8, "big") + self.sign(signed)
        else:
            signature = self.sign(text)
        return f"\u2014 {self.name} {b64(self.id + signature)}\n".encode()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def note(text: bytes, *lines: bytes) -> bytes:
    return text + b"\n" + b"".join(lines)


# --- A log -------------------------------------------------------------------------------------


def tile_name(level: int | str, n: int, width: int = WIDTH) -> str:
    """c2sp.org/tlog-tiles: `tile/<level>/x001/x234/067`, a partial one with `.p/<width>`."""
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def bundle(entries: list[bytes]) -> bytes:
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


@dataclass
class Log:
    key: Key
    entries: list[bytes] = field(default_factory=list)

    @property
    def leaves(self) -> list[bytes]:
        return [leaf(entry) for entry in self.entries]

    def checkpoint_text(self) -> bytes:
        return f"{self.key.name}\n{len(self.entries)}\n{b64(root(self.leaves))}\n".encode()

    def checkpoint(self, *witnesses: Key, seconds: int = 1_700_000_000) -> bytes:
        text = self.checkpoint_text()
        return note(text, self.key.line(text), *(one.line(text, seconds) for one in witnesses))

    def proof(self, index: int, checkpoint: bytes) -> bytes:
        path = "".join(b64(one) + "\n" for one in inclusion(index, self.leaves))
        return f"c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n".encode() + checkpoint

    def tiles(self, bundles: range) -> dict[str, bytes]:
        """Tiles and bundles of this size, by name. Below level 1 those of `bundles`, and the last."""
        files = {}
        for n in bundles:
            part = self.entries[n * WIDTH:(n + 1) * WIDTH]
            files[tile_name("entries", n, len(part))] = bundle(part)
        level, row = 0, self.leaves
        while row:
            tiles = [row[n:n + WIDTH] for n in range(0, len(row), WIDTH)]
            files |= {tile_name(level, n, len(tile)): b"".join(tile) for n, tile in enumerate(tiles)
                      if level > 0 or n in bundles or len(tile) < WIDTH}
            level, row = level + 1, [root(tile) for tile in tiles if len(tile) == WIDTH]
        return files


def entry(index: int, **members) -> bytes:
    """An entry as docs/formats/record.md spells it; `raw` is JSON text and comes last."""
    head = {"v": 1, "i": index, "src": "test", "seq": index + 1, **members}
    raw = head.pop("raw", '{"n":%d}' % index)
    return json.dumps(head, separators=(",", ":"), ensure_ascii=False)[:-1].encode() + f',"raw":{raw}}}'.encode()


# --- A case ------------------------------------------------------------------------------------


def manifest(files: dict[str, bytes], key: Key) -> bytes:
    rows = "".join(f"{sha256(data).hex()}  {name}\n" for name, data in sorted(files.items()))
    text = b"gait-case/v1\n" + rows.encode()
    return note(text, key.line(text))


def case_files(log: Log, indices: list[int], asked: dict | None = None, bundles: range | None = None,
               checkpoint: bytes = b"", policy: str = "quorum none\n") -> dict[str, bytes]:
    """What `gait record export` writes of these entries, but for MANIFEST and what is for people
    alone. Of `log/` those bundles, and no level 0 without a bundle but the last."""
    checkpoint = checkpoint or log.checkpoint()
    files = {"log.vkey": log.key.vkey.encode() + b"\n", "policy.txt": policy.encode(), "checkpoint": checkpoint}
    for index in indices:
        files[f"entries/{index}.json"] = log.entries[index]
        files[f"proofs/{index}.tlog-proof"] = log.proof(index, checkpoint)
    files["events.ndjson"] = b"".join(log.entries[index] + b"\n" for index in indices)
    by_time = sorted(indices, key=lambda index: json.loads(log.entries[index]).get("t", ""))
    files["session.json"] = json.dumps({"asked": asked or {"src": "none"}, "log_order": indices, "event_order": by_time}).encode()
    if bundles is not None:
        files |= {f"log/{name}": data for name, data in log.tiles(bundles).items()}
        files["log/checkpoint"] = checkpoint
    return files


def signed(files: dict[str, bytes], key: Key) -> dict[str, bytes]:
    """The case with its MANIFEST, in place of one that is there."""
    rest = {name: data for name, data in files.items() if name != "MANIFEST"}
    return rest | {"MANIFEST": manifest(rest, key)}


def put_all(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
