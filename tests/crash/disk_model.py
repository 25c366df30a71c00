"""A disk that forgets: files and folders as they are, and as they would be after a failing power."""

import random
import struct
from dataclasses import dataclass, field
from pathlib import Path

header = struct.Struct("<cQQII")
sector_bytes = 512


@dataclass
class Operation:
    what: str  # a letter of shim_trace.h
    inode: int
    offset: int
    path: str
    data: bytes


def read_trace(path: Path) -> list[Operation]:
    raw, at, operations = path.read_bytes(), 0, []
    while at < len(raw):
        what, inode, offset, path_bytes, data_bytes = header.unpack_from(raw, at)
        at += header.size
        name = raw[at:at + path_bytes].decode()
        data = raw[at + path_bytes:at + path_bytes + data_bytes]
        at += path_bytes + data_bytes
        operations.append(Operation(what.decode(), inode, offset, name, data))
    return operations


@dataclass
class File:
    """The bytes that are safe, and what was written since, in order."""
    safe: bytearray = field(default_factory=bytearray)
    since: list[Operation] = field(default_factory=list)


def apply(content: bytearray, operation: Operation) -> None:
    if operation.what == "T":
        del content[operation.offset:]
        content.extend(bytes(operation.offset - len(content)))
        return
    end = operation.offset + len(operation.data)
    content.extend(bytes(max(0, end - len(content))))
    content[operation.offset:end] = operation.data


def sectors(operation: Operation) -> list[Operation]:
    """The write in pieces that reach the disk whole or not at all."""
    if operation.what != "W":
        return [operation]
    pieces, at = [], 0
    while at < len(operation.data):
        room = sector_bytes - (operation.offset + at) % sector_bytes
        pieces.append(Operation("W", operation.inode, operation.offset + at, "",
                                operation.data[at:at + room]))
        at += room
    return pieces


class Disk:
    def __init__(self, root: Path):
        self.root = str(root)
        self.files: dict[int, File] = {}
        self.names: dict[str, int] = {}  # as the program sees them
        self.safe_names: dict[str, int] = {}
        self.since: list[Operation] = []  # changes of names that are not synced, in order
        self.acknowledged = 0
        self.published = b""  # the latest checkpoint that anybody could have read

    def do(self, operation: Operation) -> None:
        what = operation.what
        if what == "A":
            self.acknowledged = int.from_bytes(operation.data, "little")
        elif what in "WT":
            self.files.setdefault(operation.inode, File()).since.append(operation)
        elif what == "S":
            self.sync(self.files.setdefault(operation.inode, File()))
        elif what == "L":
            self.files.setdefault(operation.inode, File()).since.clear()
        elif what == "D":
            self.sync_folder(operation.path)
        else:
            if what == "C":
                self.files[operation.inode] = File()
            self.since.append(operation)
            rename(self.names, operation)
            if what == "R" and operation.data.decode() == self.root + "/checkpoint":
                self.published = bytes(self.seen(self.names[operation.data.decode()]))

    @staticmethod
    def sync(file: File) -> None:
        for operation in file.since:
            apply(file.safe, operation)
        file.since.clear()

    def sync_folder(self, folder: str) -> None:
        here = [operation for operation in self.since if parent(operation.path) == folder]
        for operation in here:
            rename(self.safe_names, operation)
        self.since = [operation for operation in self.since if parent(operation.path) != folder]

    def seen(self, inode: int) -> bytearray:
        content = bytearray(self.files[inode].safe)
        for operation in self.files[inode].since:
            apply(content, operation)
        return content

    def write_what_is_left(self, folder: Path, chance: random.Random) -> None:
        """One of the many disks that this moment could leave."""
        names = dict(self.safe_names)
        for operation in some_of(self.since, chance):
            rename(names, operation)
        for name, inode in names.items():
            if not all(up in names for up in parents(name, self.root)):
                continue
            target = folder / name[len(self.root):].lstrip("/")
            if inode == folder_inode:
                target.mkdir(parents=True, exist_ok=True)
                continue
            content = bytearray(self.files[inode].safe)
            pieces = [piece for operation in self.files[inode].since for piece in sectors(operation)]
            for piece in some_of(pieces, chance):
                apply(content, piece)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


folder_inode = 0


def rename(names: dict[str, int], operation: Operation) -> None:
    if operation.what == "C":
        names[operation.path] = operation.inode
    elif operation.what == "M":
        names[operation.path] = folder_inode
    elif operation.what == "U":
        names.pop(operation.path, None)
    elif operation.what == "R" and operation.path in names:
        names[operation.data.decode()] = names.pop(operation.path)


def some_of(operations: list[Operation], chance: random.Random) -> list[Operation]:
    """None, all, a beginning, all but one, or any of them; in their order."""
    kind = chance.randrange(5)
    if kind == 0 or not operations:
        return []
    if kind == 1:
        return operations
    if kind == 2:
        return operations[:chance.randrange(len(operations) + 1)]
    if kind == 3:
        gone = chance.randrange(len(operations))
        return operations[:gone] + operations[gone + 1:]
    share = chance.random()
    return [operation for operation in operations if chance.random() < share]


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def parents(path: str, root: str) -> list[str]:
    """The folders above it, below the root."""
    found = []
    while len(path := parent(path)) > len(root):
        found.append(path)
    return found
