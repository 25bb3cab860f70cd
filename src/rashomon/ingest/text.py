"""A .txt or .md file: one report as people paste it, perhaps with its title, outlet and date on top."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from rashomon.ingest.days import Window, day_of, note_on
from rashomon.ingest.debris import find_debris
from rashomon.ingest.language import language_of
from rashomon.model import Debris, Report, Span, content_id

# "Published: 2020-10-03", "title: Ganja hit again"
_LABEL = re.compile(
    r"(?P<key>title|headline|published(?: on| at)?|updated|issued|date|posted(?: on)?|"
    r"outlet|publication|publisher|source|site|author|by|url|link)"
    r"\s*:\s*(?P<value>\S.*)",
    re.I,
)
_KEYS = {
    "headline": "title", "published on": "published", "published at": "published", "issued": "published", "date": "published",
    "posted": "published", "posted on": "published", "publication": "outlet", "publisher": "outlet", "source": "outlet",
    "site": "outlet", "by": "author", "link": "url",
}  # fmt: skip
# "https://example.org/ganja-hit"
_URL = re.compile(r"https?://\S+")
# "By Anna Person", "by the Yerevan desk"
_BYLINE = re.compile(r"by\s+(?P<name>\S+(?:\s+\S+){0,5})", re.I)
# "Saturday, 3 October 2020, 19:40 GMT+4", "October 3, 2020"
_BARE_DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})"
    r"(?:[\s,T|-]+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,4}|Z)?(?:[+-]\d{1,2}(?::?\d\d)?)?)?)?\.?",
    re.I,
)
# "… broke out.", "… he said.”"
_SENTENCE_END = re.compile(r"[.;:,…][\"”’')\]]*$")
# "BAKU. 28 September 2020, 19:40", "STEPANAKERT. - The army", "Sept 27 (Tarvos) -", "08:40 Karabakh army"
_DATELINE = re.compile(r"^[A-Z][A-Z/ -]+[.,]\s|\(\w[\w ]*\)\s*[-–—]|^\d{1,2}[:.]\d\d\b|\d{1,2} [A-Z][a-z]+ \d{4}, \d{1,2}:\d\d")
_LEAST_TITLE = 4
"""Words in a first line that is a title with nothing else to show it."""
_BLANK_LINE = re.compile(r"[ \t\r]*\n[ \t\r]*\n")
_FENCE = "---"
_MOST_LINES = 10
_MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the report in a pasted text, and the lines that it takes up."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: dt.date | None = None
    note: str = ""
    debris: tuple[Debris, ...] = ()


def report_from_text(text: str, *, window: Window = (None, None)) -> Report:
    """A report from a plain text; its header lines stay in the text and are marked as debris of kind "header".

    The id is that of the content; the caller may know a better one.
    """
    header = header_of(text, window=window)
    found = [d for d in find_debris(text) if not any(d.span.overlaps(h.span) for h in header.debris)]
    return Report(
        id=content_id(text),
        text=text,
        title=header.title,
        outlet=header.outlet,
        author=header.author,
        url=header.url,
        published=header.published,
        published_from="metadata" if header.published else None,
        language=language_of(text),
        debris=tuple(sorted((*header.debris, *found), key=lambda d: d.span)),
        note=header.note,
    )


def header_of(text: str, *, window: Window = (None, None)) -> Header:
    """Reads title, outlet, author, address and date from the lines above the report, where they are clear.

    ```
    Ganja hit again
    Tarvos Newswire
    4 October 2020

    Rockets hit Ganja on Sunday, …
    ```
    A block of short lines counts as a header when one of them is a date, an address or labelled ("Published: …"), or when it is
    a single line that does not end like a sentence and a blank line follows. A dateline ("BAKU, Oct 4 (Tarvos) -") is no header:
    it belongs to the report, and the reader reads it.
    """
    lines = _front_matter(text) or _block(text)
    got: dict[str, str] = {}
    loose: list[str] = []
    for line in lines:
        told = _told(line.words)
        if told:
            got.setdefault(*told)
        elif line.words != _FENCE:
            loose.append(line.words)
    for key in ("title", "outlet"):
        if loose and key not in got:
            got[key] = loose.pop(0).lstrip("# ").strip()
    if loose or not lines:  # a line that nobody knows: then it may be no header at all
        return Header()
    day = day_of(got["published"], window) if "published" in got else None
    note = note_on(got["published"]) if "published" in got and day is None else ""
    return Header(
        title=got.get("title"), outlet=got.get("outlet"), author=got.get("author"), url=got.get("url"), published=day, note=note,
        debris=tuple(Debris(line.span, "header") for line in lines),
    )  # fmt: skip


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else: "Saturday, 3 October 2020, 19:40", "Published: 2020-10-03"."""
    told = _told(re.sub(r"^(?P<word>published|updated|posted|issued)(?:\s+on)?\s+(?=\S)", r"\g<word>: ", line.strip(), flags=re.I))
    return bool(told and told[0] in ("published", "updated") and _BARE_DATE.fullmatch(told[1]))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the white space around it, and where that stands in the text."""

    words: str
    span: Span


def _lines(text: str) -> list[_Line]:
    """The first lines of a text."""
    out, at = [], 0
    for raw in text.split("\n", 2 * _MOST_LINES)[: 2 * _MOST_LINES]:
        bare = raw.strip()
        start = at + raw.find(bare)
        out.append(_Line(bare, Span(start, start + len(bare))))
        at += len(raw) + 1
    return out


def _told(line: str) -> tuple[str, str] | None:
    """What a line says of itself: ("published", "3 October 2020") for a bare date, or for "Date: 3 October 2020"."""
    label = _LABEL.fullmatch(line)
    if label:
        key = " ".join(label["key"].lower().split())
        return _KEYS.get(key, key), label["value"].strip().strip("\"'")
    if _URL.fullmatch(line):
        return "url", line
    if _BARE_DATE.fullmatch(line):
        return "published", line
    byline = _BYLINE.fullmatch(line)
    return ("author", byline["name"]) if byline else None


def _front_matter(text: str) -> list[_Line]:
    """The labelled lines between two lines of "---" at the head of a Markdown file, those two included."""
    lines = _lines(text)
    fences = [n for n, line in enumerate(lines) if line.words == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        return []
    matter = [line for line in lines[: fences[1] + 1] if line.words]
    return matter if all(_told(line.words) for line in matter[1:-1]) else []


def _block(text: str) -> list[_Line]:
    """The header lines above the first paragraph, or nothing where it is not clear that they are one."""
    head: list[_Line] = []
    lines = _lines(text)
    for n, line in enumerate(lines):
        if not line.words:
            continue
        if not _told(line.words) and not _like_a_title(line.words):
            break  # the report begins
        if not _told(line.words) and head and not lines[n - 1].words and any(_told(h.words) for h in head):
            break  # a heading of the report's own, after a header that is whole
        head.append(line)
    else:
        return []  # nothing but short lines: they are the report
    while head and not _told(head[-1].words) and (len(head) > 1 or not _BLANK_LINE.match(text, head[-1].span.end)):
        head.pop()
    if len(head) == 1 and not _told(head[0].words) and len(head[0].words.split()) < _LEAST_TITLE:
        return []  # two or three words may be the writer's name
    return head


def _like_a_title(line: str) -> bool:
    """A short line that does not end like a sentence, and is no dateline, list item or time of day."""
    if len(line.split()) > _MOST_WORDS or find_debris(line) or not (line[0].isalnum() or line[0] in "#\"'“‘"):
        return False
    return not _SENTENCE_END.search(line) and not _DATELINE.search(line)
