"""Files and folders to reports: ``receive`` gives each report with the bytes it came in, or says why it cannot.

Each form has its file: article.py (web pages), text.py (plain text), jsonfile.py, jsonlines.py. What they share: decode.py
(encodings), records.py (JSON objects), page.py (what a page says of itself), days.py, language.py, debris.py.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rashomon.errors import InputError, Refusal
from rashomon.ingest import jsonfile, jsonlines, walk
from rashomon.ingest.article import report_from_page
from rashomon.ingest.days import Window
from rashomon.ingest.decode import decode
from rashomon.ingest.language import READABLE
from rashomon.ingest.records import report_from_record
from rashomon.ingest.text import report_from_text
from rashomon.model import Report, content_id
from rashomon.profile import Profile

__all__ = ["MOST_BYTES", "MOST_FILE_BYTES", "READABLE", "Arrival", "receive", "same_content"]

MOST_BYTES = 16 * 2**20
"""Bytes that one report may have: a text, a page or a line of JSON. A book of a thousand pages has three million."""
MOST_FILE_BYTES = 512 * 2**20
"""Bytes that a .json file with a list of reports may have, since it is held in memory; .jsonl has no such bound."""

_FORMS = {
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
}  # fmt: skip
_MEDIA = {"json": "application/json", "jsonl": "application/json", "text": "text/plain", "html": "text/html"}
# File names that a browser or a program gives, which name no report: "index.html", "article (3).html", "20201003.txt"
_GENERIC = re.compile(
    r"(?:index|article|page|default|untitled|download|document|file|new|news|report|story|text|print|main|home|input|output|out|test|tmp|temp|stdin)"
    r"?[\s_-]*(?:\(?\d*\)?)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report with the bytes that it came in: a file's, or its line's in a JSON lines file, or its object's in a list."""

    report: Report
    raw: bytes
    media_type: str


def receive(
    paths: Iterable[str | Path], *, profile: Profile | None = None, most_bytes: int = MOST_BYTES
) -> Iterator[Arrival | Refusal]:
    """Reads files and folders (with all within, in order of name) and gives an Arrival for each report.

    In: paths of .json (one report or a list), .jsonl/.ndjson, .txt/.md and .html/.htm/.xhtml files; another ending is told
    by its content; "-" is standard input. ``profile`` settles dates such as 03/10/2020 by the days of its conflict;
    ``most_bytes`` is the longest that one report may be. Out: lazily, one Arrival a report, and one Refusal, a sentence that
    says what, where and what to do, for each input that gives none. Nothing is raised for a bad input. The same content
    twice in one run is given once (``same_content``).
    """
    run = _Run(window=(profile.start, profile.end) if profile else (None, None), most=most_bytes)
    named: list[str | Path] = []
    for path in paths:
        if str(path) == "-":
            yield from _files(named, run)
            named = []
            yield from run.take(_standard_input(run))
        else:
            named.append(path)
    yield from _files(named, run)


def same_content(one: Report, other: Report) -> bool:
    """Whether two reports are one: the same text, and nothing that says that two outlets carried it.

    Wire copy under the names of two outlets, or of two sites where no outlet is given, is two reports.
    """
    if one.text != other.text:
        return False
    if one.outlet and other.outlet:
        return one.outlet.casefold() == other.outlet.casefold()
    return _site(one) is None or _site(other) is None or _site(one) == _site(other)


def _site(report: Report) -> str | None:
    return urlsplit(report.url).hostname if report.url else None


@dataclass(slots=True)
class _Run:
    """What one call of ``receive`` knows: the window for dates, the limit, and what it has given so far."""

    window: Window
    most: int
    ids: set[str] = field(default_factory=set)
    texts: dict[bytes, list[Report]] = field(default_factory=dict)

    def take(self, found: Iterable[Arrival | Refusal]) -> Iterator[Arrival | Refusal]:
        """Passes on what was found, each content once and each id once."""
        for one in found:
            if isinstance(one, Refusal):
                yield one
                continue
            key = hashlib.sha256(one.report.text.encode()).digest()
            known = self.texts.setdefault(key, [])
            if any(_one_outlet(one.report, k) for k in known):
                continue
            known.append(dataclasses.replace(one.report, text="", debris=()))  # the texts themselves are not held
            id_ = one.report.id
            if id_ in self.ids:
                id_ = content_id(f"{one.report.text}\x1f{one.report.outlet}\x1f{one.report.url}")
            self.ids.add(id_)
            yield dataclasses.replace(one, report=dataclasses.replace(one.report, id=id_))


def _one_outlet(one: Report, known: Report) -> bool:
    """``same_content`` of two reports whose texts are known to be equal."""
    return same_content(dataclasses.replace(one, text=""), known)


def _files(paths: list[str | Path], run: _Run) -> Iterator[Arrival | Refusal]:
    for found in walk.files(paths):
        if isinstance(found, Refusal):
            yield found
        else:
            yield from run.take(_file(*found, run))


def _file(path: Path, origin: str, run: _Run) -> Iterator[Arrival | Refusal]:
    form = _FORMS.get(path.suffix.lower())
    try:
        if form == "jsonl":
            walk.check(path, sys.maxsize)
            with path.open("rb") as stream:
                yield from _lines(stream, origin, run)
            return
        raw = walk.read(path, MOST_FILE_BYTES if form == "json" else run.most)
    except InputError as err:
        yield _refusal(origin, err)
    except OSError as err:
        yield _refusal(origin, InputError(f"cannot be read ({err.strerror or err}); check the file"))
    else:
        yield from _bytes(raw, form, origin, run, stem=path.stem)


def _standard_input(run: _Run) -> Iterator[Arrival | Refusal]:
    stream = sys.stdin.buffer
    start = stream.peek(1)[:1] if isinstance(stream, io.BufferedReader) else b""
    if start == b"{" and isinstance(stream, io.BufferedReader):
        yield from _lines(stream, "-", run)
        return
    raw = stream.read(MOST_FILE_BYTES + 1)
    if not raw.strip():
        yield Refusal("-", "Standard input is empty; pipe a report into it.")
    elif len(raw) > MOST_FILE_BYTES:
        yield _refusal("-", InputError(walk.too_long(len(raw), MOST_FILE_BYTES)))
    else:
        yield from _bytes(raw, None, "-", run, stem="")


def _bytes(raw: bytes, form: str | None, origin: str, run: _Run, *, stem: str) -> Iterator[Arrival | Refusal]:
    """The reports in the bytes of one whole file."""
    try:
        form = form or _sniffed(raw)
        if form != "json" and len(raw) > run.most:
            raise InputError(walk.too_long(len(raw), run.most))
        if form == "json":
            text, note = decode(raw)
            if not text.strip():
                raise InputError("holds nothing but white space; it may not have been saved whole")
        elif form == "html":
            yield _arrival(report_from_page(raw, window=run.window), raw, form, origin, stem=stem)
            return
        else:
            text, note = decode(raw)
            if not text.strip():
                raise InputError("holds nothing but white space; it may not have been saved whole")
            report = report_from_text(text, window=run.window)
            yield _arrival(_noted(report, note), raw, form, origin, stem=stem)
            return
    except InputError as err:
        yield _refusal(origin, err)
        return
    yield from _objects(text, raw, note, origin, run)


def _objects(text: str, raw: bytes, note: str, origin: str, run: _Run) -> Iterator[Arrival | Refusal]:
    """The reports of a .json file; a list in which nothing is a report is refused once, not item by item."""
    refused: list[Refusal] = []
    given = 0
    for n, found in enumerate(jsonfile.values(text), 1):
        if isinstance(found, str):
            refused.append(_refusal(origin, InputError(found)))
            break
        value, spelt, line = found
        whole = n == 1 and len(spelt) == len(text.strip())
        where = origin if whole else f"{origin}#{n}"
        try:
            if len(spelt) > run.most:
                raise InputError(walk.too_long(len(spelt), run.most))
            report = _noted(report_from_record(value, window=run.window), note)
        except InputError as err:
            refused.append(_refusal(where, err, at="" if whole else f" (line {line} of the file)"))
            continue
        given += 1
        yield from refused
        refused.clear()
        yield _arrival(report, raw if whole else spelt.encode(), "json", where)
    if given == 0 and len(refused) > 1:
        reason = f'{origin} holds {len(refused)} items and none is a report; a report is an object with its words under "text".'
        yield Refusal(origin, reason)
    elif given == 0 and not refused:
        yield Refusal(origin, f"{origin} is an empty list; there is no report in it.")
    else:
        yield from refused


def _lines(stream: io.BufferedReader, origin: str, run: _Run) -> Iterator[Arrival | Refusal]:
    """The reports of a JSON lines file, one line at a time."""
    empty = True
    for number, raw, length in jsonlines.lines(stream, run.most):
        empty = False
        where = f"{origin}#{number}"
        try:
            if not raw:
                raise InputError(walk.too_long(length, run.most))
            yield _arrival(_line(raw, run), raw, "jsonl", where)
        except InputError as err:
            yield _refusal(where, err, name=f"Line {number} of {origin}")
    if empty:
        yield Refusal(origin, f"{origin} holds no line; there is no report in it.")


def _line(raw: bytes, run: _Run) -> Report:
    text, note = decode(raw)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as err:
        if err.msg == "Extra data":
            raise InputError("holds more than one report; write each on a line of its own") from err
        raise InputError(f"is not JSON at column {err.colno} ({err.msg}); mend the line or take it out") from err
    except (RecursionError, ValueError) as err:  # nested too deep, or a number of too many digits
        raise InputError("holds JSON that is too deep or too long to be a report; take the line out") from err
    return _noted(report_from_record(value, window=run.window), note)


def _sniffed(raw: bytes) -> str:
    """The form of a file whose ending does not tell: by its first characters."""
    start = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ")):
        return "json"
    if re.match(rb"<(?:!doctype html|html|head|body|article|\?xml|!--)", start) and b"<" in start[1:]:
        return "html"
    return "text"


def _arrival(report: Report, raw: bytes, form: str, origin: str, *, stem: str = "") -> Arrival:
    """Completes a report with what is known of its receipt. A file's own name is the id of the one report in it."""
    received = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    id_ = report.id if not stem or _GENERIC.fullmatch(stem) else " ".join(stem.split())
    with contextlib.suppress(UnicodeEncodeError):  # a file name of broken bytes is no id
        id_.encode()
        report = dataclasses.replace(report, id=id_)
    done = dataclasses.replace(report, sha256=hashlib.sha256(raw).hexdigest(), received=received, origin=origin)
    return Arrival(done, raw, _MEDIA[form])


def _noted(report: Report, note: str) -> Report:
    return dataclasses.replace(report, note=" ".join(x for x in (note, report.note) if x)) if note else report


def _refusal(origin: str, err: InputError, *, name: str = "", at: str = "") -> Refusal:
    return Refusal(origin, f"{name or origin}{at} {err}.")
