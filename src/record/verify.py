#!/usr/bin/env python3
"""Checks a case that was exported from a record, with nothing but Python's standard library.

    python3 -I verify.py [FOLDER] [--vkey KEY]

FOLDER: the one of this file, unless given. KEY: the log's, as you got it some other way, else log.vkey.
It checks that the log's key signed MANIFEST, and the files are those; that it signed the size and root in
checkpoint, and the witnesses of policy.txt; that each of entries/ leads by its proof from its bytes to that
root and says its own index; that events.ndjson and session.json are of these entries; and with log/, that
all entries of a range lead to the root, every tile is theirs, and none that was asked for is left out.
Exit code 0: all of it is right. 4: something is not, and the first such thing is named.
Formats: RFC 6962, RFC 8032; c2sp.org signed-note, tlog-checkpoint, -policy, -tiles, -proof."""
import base64, functools, hashlib, json, pathlib, sys

def need(condition, what):
    if not condition:
        raise ValueError(what)

def unbase64(text):
    need(base64.b64encode(base64.b64decode(text)).decode() == text, "base64 in an unusual spelling")
    return base64.b64decode(text)

# --- Ed25519 (RFC 8032), verification alone --------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)

def point(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if v * x * x % P == u else x * I % P
    need(y < P and v * x * x % P == u and (x or not sign), "a key that is none")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(scalar, p):
    result = (0, 1, 1, 0)
    while scalar:
        result, p, scalar = add(result, p) if scalar & 1 else result, add(p, p), scalar >> 1
    return result

BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def is_signed(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    need(len(signature) == 64 and s < L, "a signature that is none")
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    a, b = times(s, BASE), add(point(r), times(k, point(key)))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0

# --- Signed notes, policies, checkpoints -----------------------------------------------------
def parse_vkey(text):
    name, key_hash, data = text.strip().split("+", 2)
    data = unbase64(data)
    key_id = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    need(len(data) == 33 and key_id.hex() == key_hash, f"the key `{name}` is damaged")
    return name, key_id, data[0], data[1:]

def open_note(raw, keys):
    """The text of a note, and those of the keys that signed it. A wrong signature is refused."""
    text, gap, lines = raw.decode().rpartition("\n\n")
    need(gap and lines.endswith("\n"), "a note without signatures")
    text, signers = text + "\n", set()
    for mark, name, data in (line.split(" ", 2) for line in lines[:-1].split("\n")):
        data = unbase64(data) if mark == "\u2014" else need(False, "a line that is no signature")
        for key in keys:
            if (name, data[:4]) == key[:2]:
                body, signature = text.encode(), data[4:]
                if key[2] == 4:  # a cosignature: the time in eight bytes, then the signature
                    seconds, signature = int.from_bytes(data[4:12], "big"), data[12:]
                    body = f"cosignature/v1\ntime {seconds}\n".encode() + body
                need(is_signed(key[3], body, signature), f"the signature of `{name}` is wrong")
                signers.add(key)
    return text, signers

def read_policy(text):
    """The keys of the witnesses, and a function that says whether they are enough."""
    parts, quorum = {"none": ["0"]}, None
    for kind, name, *rest in (line.split() for line in text.split("\n") if line and line[0] != "#"):
        if kind == "witness":
            parts[name] = parse_vkey(rest[0])
        elif kind == "group":
            parts[name] = rest
        elif kind == "quorum":
            quorum = name
        else:
            need(kind == "log", f"policy.txt: what is `{kind}`?")
    need(quorum in parts, "policy.txt: no quorum")

    def holds(name, signers):
        if isinstance(parts[name], tuple):
            return parts[name] in signers
        least, *members = parts[name]
        return sum(holds(one, signers) for one in members) >= int({"any": 1, "all": len(members)}.get(least, least))
    return [part for part in parts.values() if isinstance(part, tuple)], lambda signers: holds(quorum, signers)

def read_checkpoint(raw, log, policy):
    text, signers = open_note(raw, [log, *policy[0]])
    origin, size, root, *_ = text.split("\n")
    need(log in signers and origin == log[0], "the checkpoint is not signed by this log")
    need(policy[1](signers), "the witnesses that policy.txt asks for did not sign the checkpoint")
    need(str(int(size)) == size, "the size of the checkpoint is no number")
    return int(size), unbase64(root)

# --- The tree (RFC 6962) ---------------------------------------------------------------------
leaf_hash = lambda entry: hashlib.sha256(b"\0" + entry).digest()
node_hash = lambda left, right: hashlib.sha256(b"\1" + left + right).digest()

def root_of(hashes):
    split = 1 << ((len(hashes) - 1).bit_length() - 1) if len(hashes) > 1 else 0
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:])) if split else hashes[0]

def root_by_path(leaf, index, size, path):
    """Where the path of a leaf leads. Its two halves say on which side each sibling stands."""
    if size == 1:
        need(not path, "a proof that is too long")
        return leaf
    need(path and 0 <= index < size, "a proof that is too short, or an index behind the end")
    split, sibling = 1 << ((size - 1).bit_length() - 1), path[-1]
    if index < split:
        return node_hash(root_by_path(leaf, index, split, path[:-1]), sibling)
    return node_hash(sibling, root_by_path(leaf, index - split, size - split, path[:-1]))

def check_proof(text, entry, checkpoint):
    head, note = text.split("\n\n", 1)
    lines = [line for line in head.split("\n") if not line.startswith("extra ")]
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "no tlog-proof")
    index, (size, root) = int(lines[1][6:]), checkpoint(note.encode())
    path = [unbase64(line) for line in lines[2:]]
    need(root_by_path(leaf_hash(entry), index, size, path) == root, "the proof leads elsewhere")
    return index

def tile(folder, level, index, width):
    digits = f"{index % 1000:03}"
    while index := index // 1000:
        digits = f"x{index % 1000:03}/{digits}"
    path = folder / f"tile/{level}/{digits}{f'.p/{width}' if width < 256 else ''}"
    return path.read_bytes() if path.is_file() else None

def check_log(folder, size, root):
    """The entries that are there, all between two places. From them the root is computed anew, and
    each tile: lower tiles that agree with a forged entry do not help it. For entries that are not
    there the tile of level 1 speaks, which has to lead to the root as well."""
    entries, rows = {}, []
    for start in range(0, size, 256):
        width, index = min(256, size - start), start // 256
        data, leaves = tile(folder, "entries", index, width), []
        if data is None and width == 256:
            above = tile(folder, 1, index // 256, min(256, size // 256 - index // 256 * 256))
            rows.append(above[index % 256 * 32 :][:32])
            continue
        hashes = tile(folder, 0, index, width)
        while data:
            end = 2 + int.from_bytes(data[:2], "big")
            need(len(data) >= end > 2, "a bundle that is cut")
            entries[start + len(leaves)] = data[2:end]
            leaves, data = leaves + [leaf_hash(data[2:end])], data[end:]
        leaves = leaves or [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
        need(hashes == b"".join(leaves) and len(leaves) == width, f"tile 0/{index} is not of its entries")
        rows.append(root_of(leaves))
    need(rows and root_of(rows) == root, "the entries lead to another root")
    need(entries and len(entries) == max(entries) - min(entries) + 1, "a bundle is missing")
    level, hashes = 1, rows[: size // 256]
    while hashes:
        tiles = [hashes[at : at + 256] for at in range(0, len(hashes), 256)]
        for index, row in enumerate(tiles):
            need(tile(folder, level, index, len(row)) == b"".join(row), f"tile {level}/{index} is forged")
        level, hashes = level + 1, [root_of(row) for row in tiles if len(row) == 256]
    return entries

# --- The case --------------------------------------------------------------------------------
def check_manifest(folder, log):
    text, signers = open_note((folder / "MANIFEST").read_bytes(), [log])
    need(log in signers and text.startswith("gait-case/v1\n"), "MANIFEST is not signed by this log")
    listed = dict(reversed(line.split("  ", 1)) for line in text.split("\n")[1:-1])
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()} - {"MANIFEST"}
    need(found == set(listed), f"not what MANIFEST lists: {sorted(found ^ set(listed))[:3]}")
    for name, digest in listed.items():
        need(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"{name} was changed")

def fits(entry, asked):
    entry, time = json.loads(entry), lambda text: text.rstrip("Z")  # so that `.5` comes behind nothing
    return time(asked.get("from", "")) <= time(entry.get("t", "")) < time(asked.get("until", "~")) and all(
        entry.get(name) == value for name, value in asked.items() if name not in ("from", "until"))

def check_case(folder, vkey=None):
    read = lambda name: (folder / name).read_bytes()
    log, policy = parse_vkey(vkey or read("log.vkey").decode()), read_policy(read("policy.txt").decode())
    check_manifest(folder, log)
    checkpoint = functools.cache(lambda raw: read_checkpoint(raw, log, policy))
    size, root = checkpoint(read("checkpoint"))
    entries = {int(p.stem): p.read_bytes() for p in sorted((folder / "entries").iterdir())}
    for index, entry in entries.items():
        at, said = check_proof(read(f"proofs/{index}.tlog-proof").decode(), entry, checkpoint), json.loads(entry)
        need(at == index == said["i"], f"entry {index} stands at another place")
        if blob := said.get("blob"):
            need(hashlib.sha256(read(f"blobs/{blob['sha256']}")).hexdigest() == blob["sha256"], "a blob was changed")
    need(read("events.ndjson") == b"".join(entries[i] + b"\n" for i in sorted(entries)), "events.ndjson is not these entries")
    story, order = json.loads(read("session.json")), lambda i: (json.loads(entries[i]).get("t", "").rstrip("Z"), i)
    need(story["log_order"] == sorted(entries) != [] and story["event_order"] == sorted(entries, key=order),
         "session.json is not of these entries in their order")
    verdict = f"ok: {len(entries)} entries of {log[0]}, proven in a log of {size} with root {root.hex()}; "
    if not (folder / "log").is_dir():
        return verdict + "whether it has more of them cannot be seen without log/"
    whole, asked = check_log(folder / "log", size, root), story["asked"]
    need(all(whole.get(i) == entry for i, entry in entries.items()), "log/ lacks an entry of the case")
    wrong = [i for i, entry in whole.items() if asked and fits(entry, asked) != (i in entries)]
    need(not wrong, f"entries {wrong[:3]} were asked for and left out, or the reverse")
    return verdict + f"{min(whole)} to {max(whole)} were read" + ", there are no more" * bool(asked)

if __name__ == "__main__":
    words = sys.argv[1:]
    key = words.pop(words.index("--vkey") + 1) if "--vkey" in words else None
    folder = next((word for word in words if word != "--vkey"), pathlib.Path(__file__).parent)
    try:
        print(check_case(pathlib.Path(folder), key))
    except Exception as wrong:  # whatever a forged case breaks, it is not verified
        sys.exit(print(f"NOT VERIFIED: {wrong or type(wrong).__name__}") or 4)
