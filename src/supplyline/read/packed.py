"""Which table is in this packed file?

`unpacked(data, name, most)` gives the bytes of the one file in a gzip file (as Eurostat's bulk TSV and CSV come) or a 7z archive (its
monthly files of Comext), and any other bytes as they are. A 7z archive is read here, since Python has no reader of its own: headers
plain or packed, and LZMA, LZMA2 or stored data, which is all that 7-Zip makes of text. Promises: sizes are those that the archive
names, no more than `most`, and held against its checksums; what is packed in another way, locked or damaged is a BadInput with the mend.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from supplyline.model import BadInput

GZIP = b"\x1f\x8b"
SEVEN = b"7z\xbc\xaf\x27\x1c"
_COPY, _LZMA, _LZMA2 = b"\x00", b"\x03\x01\x01", b"\x21"
_END, _HEADER, _STREAMS, _FILES, _PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER, _CODERS, _COUNTS = 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
_EMPTY, _PACKED_HEADER = 14, 23


def is_packed(start: bytes) -> bool:
    """Do a file's first bytes say that it is packed?"""
    return start[:2] == GZIP or start[:6] == SEVEN


def unpacked(data: bytes, name: str, most: int) -> bytes:
    try:
        if data[:2] == GZIP:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                found = file.read(most + 1)
            if len(found) > most:
                raise _too_much(name, most)
            return found
        if data[:6] == SEVEN:
            return _only(_seven(data, name, most), name)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, struct.error, IndexError, ValueError, MemoryError) as error:
        raise BadInput(f"{name}: a damaged archive ({error}); download it again") from error
    return data


def size(path: Path) -> int:
    """How many bytes a packed file says that it unpacks to; 0 where it does not say (who unpacks it says what is wrong)."""
    try:
        with path.open("rb") as file:
            start = file.read(32)
            if start[:2] == GZIP:
                file.seek(-4, 2)
                return int(struct.unpack("<I", file.read(4))[0])  # of more than 4 GB what is over them
            offset, length, _ = struct.unpack("<QQI", start[12:32])
            file.seek(32 + offset)
            reader = _Reader(file.read(length))
            if reader.byte() == _PACKED_HEADER:
                position, sizes, folders = _streams(reader, path.name)
                file.seek(32 + position)
                reader = _Reader(_block(file.read(sizes[0]), folders[0], path.name))
                reader.byte()
            reader.byte()
            return sum(folder.size for folder in _streams(reader, path.name)[2])
    except (OSError, struct.error, ValueError, IndexError, lzma.LZMAError, MemoryError, BadInput):
        return 0


def _too_much(name: str, most: int) -> BadInput:
    return BadInput(f"{name}: unpacks to more than {most:,} bytes; unpack it, keep the goods and years that matter, and add that table")


def _only(found: list[bytes], name: str) -> bytes:
    if len(found) != 1:
        raise BadInput(f"{name}: {len(found)} files in the archive, one table is expected; unpack it and add the tables")
    return found[0]


@dataclass(slots=True)
class _Folder:
    """One packed block: how it is packed, and the sizes and checksums of the files in it."""

    coder: bytes
    properties: bytes
    size: int
    crc: int | None = None
    parts: list[int] | None = None


def _seven(data: bytes, name: str, most: int) -> list[bytes]:
    offset, size, crc = struct.unpack("<QQI", data[12:32])
    head = data[32 + offset : 32 + offset + size]
    if len(head) != size or zlib.crc32(head) != crc:
        raise ValueError("its end is missing")
    reader = _Reader(head)
    kind = reader.byte()
    if kind == _PACKED_HEADER:
        (head,) = _blocks(data, *_streams(reader, name), name, most)
        reader = _Reader(head)
        kind = reader.byte()
    if kind != _HEADER or reader.byte() != _STREAMS:
        raise ValueError("no list of its contents")
    found: list[bytes] = []
    position, sizes, folders = _streams(reader, name)
    for folder, block in zip(folders, _blocks(data, position, sizes, folders, name, most), strict=True):
        start = 0
        for length in folder.parts if folder.parts is not None else [folder.size]:
            found.append(block[start : start + length])
            start += length
    return found


def _blocks(data: bytes, position: int, sizes: list[int], folders: list[_Folder], name: str, most: int) -> list[bytes]:
    if sum(f.size for f in folders) > most:
        raise _too_much(name, most)
    out, start = [], 32 + position
    for folder, size in zip(folders, sizes, strict=True):
        block = _block(data[start : start + size], folder, name)
        if len(block) != folder.size or (folder.crc is not None and zlib.crc32(block) != folder.crc):
            raise ValueError("a checksum does not fit")
        out.append(block)
        start += size
    return out


def _block(packed: bytes, folder: _Folder, name: str) -> bytes:
    if folder.coder == _COPY:
        return packed[: folder.size]
    if folder.coder == _LZMA:
        (first, dictionary) = struct.unpack("<BI", folder.properties)
        rest, lc = divmod(first, 9)
        pb, lp = divmod(rest, 5)
        filters: list[dict[str, int]] = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": lc, "lp": lp, "pb": pb}]
    elif folder.coder == _LZMA2:
        bits = folder.properties[0]
        filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 0xFFFFFFFF if bits == 40 else (2 | bits & 1) << bits // 2 + 11}]
    else:
        raise BadInput(f"{name}: packed in a way that is not read here; unpack it with 7-Zip and add the table")
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(packed, folder.size)


class _Reader:
    """The numbers of a 7z header, one after another (7zFormat.txt of the LZMA SDK)."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        if not 0 <= count <= len(self._data) - self._at:
            raise ValueError("its header ends early")
        self._at += count
        return self._data[self._at - count : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """One to nine bytes: as many more as the first has ones in front."""
        first, value = self.byte(), 0
        for extra in range(8):
            mask = 0x80 >> extra
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * extra
            value |= self.byte() << 8 * extra
        return value

    def bits(self, count: int) -> list[bool]:
        packed = self.take((count + 7) // 8)
        return [bool(packed[i // 8] & 0x80 >> i % 8) for i in range(count)]

    def checksums(self, count: int) -> list[int | None]:
        known = [True] * count if self.byte() else self.bits(count)
        return [struct.unpack("<I", self.take(4))[0] if one else None for one in known]

    def count(self) -> int:
        number = self.number()
        if number > len(self._data):
            raise ValueError("its header counts more than it holds")
        return number


def _streams(reader: _Reader, name: str) -> tuple[int, list[int], list[_Folder]]:
    """Where the packed blocks begin, their sizes, and how each is packed."""
    position, sizes, folders = 0, list[int](), list[_Folder]()

    def pack(kind: int) -> None:
        if kind == _SIZE:
            sizes.extend(reader.number() for _ in range(count))
        elif kind == _CRC:
            reader.checksums(count)

    def unpack(kind: int) -> None:
        if kind == _FOLDER:
            number, external = reader.count(), reader.byte()
            if external:
                raise ValueError("a header in parts")
            folders.extend(_folder(reader, name) for _ in range(number))
        elif kind == _CODERS:
            for folder in folders:
                folder.size = reader.number()
        elif kind == _CRC:
            for folder, crc in zip(folders, reader.checksums(len(folders)), strict=True):
                folder.crc = crc

    def inside(kind: int) -> None:
        if kind == _COUNTS:
            for folder in folders:
                folder.parts = [0] * reader.count()
        elif kind == _SIZE:
            for folder in folders:
                parts = folder.parts if folder.parts is not None else [0]
                first = [reader.number() for _ in parts[1:]]
                folder.parts = [*first, folder.size - sum(first)] if parts else []
        elif kind == _CRC:
            counts = [1 if f.parts is None else len(f.parts) for f in folders]
            unknown = [n != 1 or f.crc is None for n, f in zip(counts, folders, strict=True)]
            found = iter(reader.checksums(sum(n for n, one in zip(counts, unknown, strict=True) if one)))
            for n, one, folder in zip(counts, unknown, folders, strict=True):
                given = [next(found) for _ in range(n)] if one else []
                if one and n == 1:
                    folder.crc = given[0]

    while (kind := reader.byte()) != _END:
        if kind == _PACK:
            position, count = reader.number(), reader.count()
            _each(reader, pack)
        elif kind == _UNPACK:
            _each(reader, unpack)
        elif kind == _SUBSTREAMS:
            _each(reader, inside)
            for folder in folders:
                if folder.parts == [0]:
                    folder.parts = None
        else:
            raise ValueError("a part of its header that is not known")
    return position, sizes, folders


def _each(reader: _Reader, read: Callable[[int], None]) -> None:
    while (kind := reader.byte()) != _END:
        read(kind)


def _folder(reader: _Reader, name: str) -> _Folder:
    if reader.number() != 1:
        raise BadInput(f"{name}: packed or locked in several steps, which is not read here; unpack it with 7-Zip and add the table")
    flags = reader.byte()
    coder = reader.take(flags & 15)
    if flags & 16:
        reader.number(), reader.number()
    return _Folder(coder, reader.take(reader.number()) if flags & 32 else b"", 0)
