"""A .jsonl or .ndjson file: one report a line, read line by line however long the file is."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BufferedReader

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def lines(stream: BufferedReader, limit: int) -> Iterator[tuple[int, bytes, int]]:
    """Each line that is not blank: its number from 1, its bytes without the line end, and its length in bytes.

    Of a line longer than ``limit`` no bytes are given (``b""``), only its length: it is never held in memory.
    """
    start = stream.peek(4)[:4]
    if start.startswith(_WIDE):
        yield from _wide(stream.read(), limit)
        return
    if start.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        length = len(line)
        more = line
        while length > limit and more and not more.endswith(b"\n"):
            more = stream.readline(1 << 20)
            length += len(more)
        if length > limit:
            yield number, b"", length
        elif line.strip():
            yield number, line.rstrip(b"\r\n"), length


def _wide(raw: bytes, limit: int) -> Iterator[tuple[int, bytes, int]]:
    """UTF-16 and UTF-32, where a line end is two or four bytes: decoded whole, and each line given as UTF-8."""
    name = "utf-32" if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) else "utf-16"
    for number, line in enumerate(raw.decode(name, errors="replace").split("\n"), 1):
        coded = line.rstrip("\r").encode()
        if len(coded) > limit:
            yield number, b"", len(coded)
        elif coded.strip():
            yield number, coded, len(coded)
