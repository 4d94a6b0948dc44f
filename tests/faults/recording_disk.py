"""A disk that writes down what SQLite does to it, and what of that is there after a power cut.

What was synced stays. Of what was not, each sector of 512 bytes stays or goes by chance, and so do
files that were made or removed. That is harsher than any file system.
"""

import random
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import apsw

SECTOR = 512


class Done(NamedTuple):
    """One thing that was done to the disk, or `told`: somebody was told that `name` is saved."""

    what: str
    name: str
    place: int = 0
    data: bytes = b""


class Disk(apsw.VFS):
    """Passes everything on to the real one."""

    def __init__(self) -> None:
        self.name, self.done = f"recording-{uuid4().hex}", list[Done]()
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802
        return _File(self.done, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        super().xDelete(name, sync)
        self.done.append(Done("delete", _ending(name)))
        if sync:
            self.done.append(Done("sync-names", ""))


class _File(apsw.VFSFile):
    def __init__(self, done: list[Done], name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._done, self._name = done, _ending(path or "temporary")

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._done.append(Done("write", self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._done.append(Done("truncate", self._name, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._done.append(Done("sync", self._name))


class Cut(NamedTuple):
    """The files after a power cut, by the ends of their names, and what had been told till then."""

    files: dict[str, bytes]
    told: list[str]


def cuts(first: bytes, done: list[Done], times: int, chance: random.Random) -> Iterator[Cut]:
    """So many power cuts, at any moments; `first` is the database file at the beginning."""
    moments = sorted(chance.randrange(1, len(done) + 1) for _ in range(times))
    files, gone, told = {"": _Kept(bytearray(first), [], True)}, dict[str, _Kept](), list[str]()
    at = 0
    for moment in moments:
        for each in done[at:moment]:
            _do(each, files, gone, told)
        at = moment
        survived = {**{name: file for name, file in gone.items() if chance.random() < 0.5}, **files}
        left = {
            name: _after(file, chance)
            for name, file in survived.items()
            if file.is_named or chance.random() < 0.5
        }
        yield Cut(left, list(told))


class _Kept:
    """What of a file is safe, and what was done to it since."""

    def __init__(self, safe: bytearray, open_: list[Done], is_named: bool) -> None:
        self.safe, self.open, self.is_named = safe, open_, is_named


def _do(each: Done, files: dict[str, _Kept], gone: dict[str, _Kept], told: list[str]) -> None:
    if each.what == "told":
        told.append(each.name)
    elif each.what == "delete":
        if each.name in files:
            gone[each.name] = files.pop(each.name)
    elif each.what == "sync-names":
        gone.clear()
        for file in files.values():
            file.is_named = True
    else:
        file = files.setdefault(each.name, _Kept(bytearray(), [], False))
        if each.what == "sync":
            for one in file.open:
                _apply(file.safe, one.place, one.data, is_cut=one.what == "truncate")
            file.open, file.is_named = [], True
        else:
            file.open.append(each)


def _after(file: _Kept, chance: random.Random) -> bytes:
    """Nothing of what is not safe stays, or all, or some."""
    share = chance.choice([0.0, 1.0, chance.random(), chance.random(), chance.random()])
    there = bytearray(file.safe)
    for one in file.open:
        if one.what == "truncate":
            if chance.random() < share:
                _apply(there, one.place, b"", is_cut=True)
            continue
        for begin in range(0, len(one.data), SECTOR):
            if chance.random() < share:
                _apply(there, one.place + begin, one.data[begin : begin + SECTOR], is_cut=False)
    return bytes(there)


def _apply(there: bytearray, place: int, data: bytes, *, is_cut: bool) -> None:
    if len(there) < place:
        there.extend(bytes(place - len(there)))
    if is_cut:
        del there[place:]
    else:
        there[place : place + len(data)] = data


def _ending(path: str) -> str:
    return next((end for end in ("-journal", "-wal", "-shm") if path.endswith(end)), "")
