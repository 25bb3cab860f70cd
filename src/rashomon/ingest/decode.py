"""Bytes to characters: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs

import charset_normalizer

from rashomon.errors import InputError

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first bytes of files that people take for text.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_SAMPLE = 64 * 1024


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text that the bytes spell, unchanged but for a byte order mark, and a note ("" where nothing was guessed).

    ``declared`` is the encoding that a page names for itself. UTF-8 is tried before it, since a text that is not UTF-8
    hardly ever passes for it, while pages often name a wrong encoding. Raises InputError when the bytes are not text.
    """
    for start, what in _MAGIC:
        if raw.startswith(start):
            raise InputError(f"is {what}, not text; save the report as text or as a web page")
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _whole(raw, name), ""
    try:
        return _text(raw.decode("utf-8")), ""
    except UnicodeDecodeError:
        pass
    wide = _wide(raw)
    if wide:
        return _whole(raw, wide), f"It was read as {wide.upper()}, which it does not say it is."
    mended = _damaged(raw)
    if mended is not None:
        return _text(mended), f"{mended.count(chr(0xFFFD))} places are not UTF-8 and stand as \N{REPLACEMENT CHARACTER}."
    for guess in (declared, _guess(raw), "cp1252"):
        found = _try(raw, guess)
        if guess and found is not None:
            return found, "" if guess == declared else f"It is not UTF-8; it was read as {codecs.lookup(guess).name}."
    raise InputError("is not text in any encoding that is known; save it as UTF-8")


def _whole(raw: bytes, name: str) -> str:
    try:
        return _text(raw.decode(name))
    except UnicodeDecodeError as err:
        raise InputError(f"starts as {name.upper()} but byte {err.start} does not fit; save it as UTF-8") from err


def _text(text: str) -> str:
    """The text itself, if it is one: control characters beyond white space make up less than one in a hundred."""
    sample = text[:_SAMPLE]
    strange = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\v\x1c\x1d\x1e\x1f") or c == "\x7f")
    if strange * 100 > len(sample):
        raise InputError("is a binary file, not text; save the report as text or as a web page")
    return text


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    sample = raw[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 8:
        return None
    even, odd = sample[::2], sample[1::2]
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _damaged(raw: bytes) -> str | None:
    """UTF-8 with a few broken characters, as a cut or a bad copy leaves it; None when it is something else."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for c in text if c > "\x7f") - broken
    return text if whole >= 10 * broken else None


def _guess(raw: bytes) -> str | None:
    best = charset_normalizer.from_bytes(raw[:_SAMPLE], preemptive_behaviour=False).best()
    return best.encoding if best is not None else None


def _try(raw: bytes, name: str | None) -> str | None:
    if not name:
        return None
    try:
        return _text(raw.decode(name))
    except (LookupError, UnicodeDecodeError, InputError):
        return None
