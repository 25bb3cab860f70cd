"""Paths to files: folders walked in order, hidden files passed over, and the bytes read."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from rashomon.errors import InputError, Refusal

# What lies beside reports in a folder and is none: the files of saved pages, programs, profiles, archives of another kind.
PASSED_OVER = frozenset(
    {".7z", ".bmp", ".bz2", ".c", ".cfg", ".css", ".csv", ".db", ".doc", ".docx", ".eot", ".gif", ".go", ".gz", ".ico", ".ini",
    ".jpeg", ".jpg", ".js", ".lock", ".log", ".map", ".mjs", ".mov", ".mp3", ".mp4", ".ods", ".odt", ".ogg", ".otf", ".pdf", ".png",
    ".pptx", ".py", ".pyc", ".rar", ".rs", ".rtf", ".sh", ".sqlite", ".svg", ".tar", ".tif", ".tiff", ".toml", ".ts", ".tsv", ".ttf",
    ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".xz", ".yaml", ".yml", ".zip", ".zst"}
)  # fmt: skip
# About the folder, not in it.
_ABOUT = ("authors", "changelog", "contributing", "copying", "credits", "licence", "license", "notice", "readme")


def files(paths: Iterable[str | Path]) -> Iterator[tuple[Path, str] | Refusal]:
    """Every file under the paths with its name for messages; folders in order of name.

    A folder gives its files and those of its folders, without hidden ones, without README and LICENSE files and without
    those whose ending says that they are no report (``PASSED_OVER``). A file named by the user is always given.
    """
    for given in paths:
        path = Path(given)
        try:
            kind = path.stat()
        except OSError as err:
            yield Refusal(str(given), f"{given} {_why(err)}.")
            continue
        if not stat.S_ISDIR(kind.st_mode):
            yield path, str(given)
            continue
        empty = True
        for found in _folder(path, set()):
            empty = False
            yield found
        if empty:
            yield Refusal(str(given), f"{given} is a folder with no report in it; reports end in .json, .jsonl, .txt, .md or .html.")


def _folder(folder: Path, seen: set[tuple[int, int]]) -> Iterator[tuple[Path, str] | Refusal]:
    try:
        kind = folder.stat()
        if (kind.st_dev, kind.st_ino) in seen:
            return  # a link back to a folder that was walked already
        seen.add((kind.st_dev, kind.st_ino))
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as err:
        yield Refusal(str(folder), f"{folder} {_why(err)}.")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.suffix.lower() in PASSED_OVER or entry.stem.lower() in _ABOUT:
            continue
        try:
            is_folder = entry.is_dir()
        except OSError as err:
            yield Refusal(str(entry), f"{entry} {_why(err)}.")
            continue
        if is_folder:
            yield from _folder(entry, seen)
        else:
            yield entry, str(entry)


def check(path: Path, limit: int) -> None:
    """Raises InputError for what is no plain file, is empty, or is longer than ``limit`` bytes."""
    try:
        kind = path.stat()
    except OSError as err:
        raise InputError(_why(err)) from err
    if not stat.S_ISREG(kind.st_mode):
        raise InputError("is not a file (a pipe or a device); give a file, or - for standard input")
    if kind.st_size == 0:
        raise InputError("is empty; it may not have been saved whole")
    if kind.st_size > limit:
        raise InputError(too_long(kind.st_size, limit))


def read(path: Path, limit: int) -> bytes:
    """The bytes of a file. Raises InputError, a fragment that follows the file's name."""
    check(path, limit)
    try:
        return path.read_bytes()
    except OSError as err:
        raise InputError(_why(err)) from err


def too_long(size: int, limit: int) -> str:
    """What to say of an input of ``size`` bytes where ``limit`` are allowed."""
    return f"is {size / 2**20:.0f} MB long, more than the {limit / 2**20:.0f} MB that one report may have; split it"


def _why(err: OSError) -> str:
    if isinstance(err, FileNotFoundError):
        return "is not there; check the path"
    if isinstance(err, PermissionError):
        return "may not be read; ask its owner for permission to read it"
    return f"cannot be read ({err.strerror or err}); check the path"
