"""One JSON object as a report: what the JSON and JSON lines forms share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rashomon.errors import InputError
from rashomon.ingest.days import Window, day_in_address, day_of, note_on
from rashomon.ingest.debris import find_debris
from rashomon.ingest.language import language_of
from rashomon.model import PublishedFrom, Report, content_id


def report_from_record(record: Any, *, window: Window = (None, None)) -> Report:
    """A report from an object with the keys ``text`` (needed), ``id``, ``url``, ``outlet``, ``author``, ``published``, ``title``.

    Other keys are left alone, so an annotated report is an input too. Raises InputError, a fragment that follows the name of
    the input: "has no text; …".
    """
    if not isinstance(record, dict):
        raise InputError('is not an object; write a report as {"id": …, "text": …}')
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError('has no text; give the report\'s words under the key "text"')
    if not encodable(text):
        raise InputError("holds half of a character (a lone surrogate), which no file can spell; mend the escape \\ud8…–\\udf…")
    published, note = _published(record.get("published"), window)
    url = _words(record.get("url"))
    origin: PublishedFrom | None = "metadata" if published else None
    if published is None and url:
        published = day_in_address(url)
        origin = "address" if published else None
    return Report(
        id=_id(record.get("id")) or content_id(text),
        text=text,
        title=_words(record.get("title")),
        outlet=_words(record.get("outlet")),
        author=_words(record.get("author")),
        url=url,
        published=published,
        published_from=origin,
        language=language_of(text),
        debris=find_debris(text),
        note=note if published is None else "",
    )


def encodable(text: str) -> bool:
    """Whether a text can be written as UTF-8; JSON's escapes can spell halves of characters that cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _published(raw: Any, window: Window) -> tuple[dt.date | None, str]:
    if raw is None or raw == "":
        return None, ""
    day = day_of(raw, window) if isinstance(raw, str) else None
    return (day, "") if day else (None, note_on(str(raw)))


def _words(raw: Any) -> str | None:
    return raw.strip() or None if isinstance(raw, str) and encodable(raw) else None


def _id(raw: Any) -> str | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    words = _words(raw)
    return " ".join(words.split()) if words else None
