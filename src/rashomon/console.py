"""What the command line shares: opening, progress, the words of a summary. Nothing here knows what a claim is."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rashomon import __version__
from rashomon.errors import InputError, Refusal

if TYPE_CHECKING:
    from rashomon.pipeline import Progress, Summary
    from rashomon.profile import Profile
    from rashomon.store import Ledger, Run


def profile(path: Path | None) -> tuple[Profile | None, Run]:
    """The profile in a file, and how the ledger accounts for a run with it. Raises ProfileError."""
    from rashomon import profile as profiles
    from rashomon.store import Run

    if path is None:
        return None, Run("add", __version__)
    loaded = profiles.load(path)
    return loaded, Run("add", __version__, loaded.name or path.stem, hashlib.sha256(path.read_bytes()).hexdigest())


@contextmanager
def ledger(path: Path, *, create: bool = False, run: Run | None = None) -> Iterator[Ledger]:
    """A ledger, open; with ``create`` a new one where there is none."""
    from rashomon.store import Ledger

    with Ledger.open(path, create=create) as opened:
        if run:
            opened.begin_run(run)
        yield opened


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """A progress bar on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("reports"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """A stream to write to: the file at ``path``, or standard output in UTF-8. Raises InputError for a path that cannot be written."""
    if path is None or str(path) == "-":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    try:
        stream = path.open("w", encoding="utf-8", newline="\n")
    except OSError as err:
        raise InputError(f"{path} cannot be written ({err.strerror}); give another path after -o.") from err
    with stream:
        yield stream


def write_lines(stream: TextIO, lines: Iterable[str]) -> int:
    """Writes each line as soon as it is made; out: how many."""
    written = 0
    for line in lines:
        stream.write(line + "\n")
        stream.flush()
        written += 1
    return written


def target(path: str | None) -> tuple[Path | None, bool]:
    """Where to export to, None for standard output; and whether that is a folder, there or, by its last "/", to be made."""
    if path is None or path == "-":
        return None, False
    return Path(path), Path(path).is_dir() or path.endswith(("/", os.sep))


def say(said: Sequence[Refusal]) -> None:
    """Lists on standard error what is to be said of single inputs, a line each."""
    for one in said:
        sys.stderr.write(" ".join(one.reason.split()) + "\n")


def summary(path: Path, done: Summary) -> str:
    """One line: what went in, what was there, what was refused."""
    parts = [f"{count(done.added, 'report')} added"]
    if done.unreadable:
        parts[0] += f" ({done.unreadable} kept but not read)"
    if done.known:
        parts.append(f"{done.known} already there")
    parts.append(f"{len(done.refusals)} refused" if done.refusals else "none refused")
    claims = f"{count(done.figures, 'figure')}, {count(done.events, 'event')}, {count(done.disputes, 'dispute')}"
    return f"{path}: {', '.join(parts)}; {claims} read."


def count(n: int, one: str, many: str | None = None) -> str:
    """count(1, "report") -> "1 report"; count(2, "entry", "entries") -> "2 entries"."""
    return f"{n} {one if n == 1 else many or one + 's'}"
