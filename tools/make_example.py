"""Writes examples/karabakh-2020 from tests/gold/karabakh-2020: each report in a form that people have reports in.

    python tools/make_example.py

Eleven reports become web pages, one for each of the eleven invented outlets, in its own template (example_pages/); eight
become text files as people paste them; the other nine go into one JSON lines file. Text files hold no more than a reader
would copy, so their days of publication stand in a header, in a dateline, or nowhere. Running it again changes nothing.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from email.utils import format_datetime
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
GOLD = HERE.parent / "tests" / "gold" / "karabakh-2020"
OUT = HERE.parent / "examples" / "karabakh-2020"

PAGES = ("03", "05", "06", "07", "10", "13", "16", "20", "21", "23", "25")
TEXTS = {
    "01": "{title}\n{outlet}\n{day_words}\n\n{text}\n",
    "02": "{text}\n",  # its dateline has day, month and year
    "08": "{text}\n",  # no day anywhere: it is worked out
    "11": "Title: {title}\nSource: {outlet}\nPublished: {day}\nLink: {url}\n\n{text}\n",
    "12": "{text}\n",  # its dateline has day and month
    "14": "{title}\n\nBy Aragil24 newsroom\nTuesday, {day_words}, 20:15\n\n{text}\n",
    "19": "{text}",
    "27": "---\ntitle: {title}\noutlet: {outlet}\ndate: {day}\n---\n\n{text}\n",
}


def main() -> None:
    reports = {path.stem[-2:]: json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))}
    for folder in ("pages", "texts"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    for number in PAGES:
        report = reports[number]
        slug = re.sub(r"\W+", "-", report["outlet"].lower()).strip("-")
        page = Template((HERE / "example_pages" / f"{slug}.html").read_text("utf-8")).substitute(page_words(report))
        encoding = "cp1252" if "windows-1252" in page else "utf-8"
        (OUT / "pages" / f"{report['id']}.html").write_bytes(page.encode(encoding))
    for number, form in TEXTS.items():
        report = reports[number]
        ending = "md" if form.startswith("---") else "txt"
        filled = form.format(**{**report, "day": report["published"], "day_words": day_words(report["published"])})
        (OUT / "texts" / f"{report['id']}.{ending}").write_bytes(filled.encode())
    keys = ("id", "url", "outlet", "published", "title", "text")
    rest = [reports[n] for n in reports if n not in PAGES and n not in TEXTS]
    lines = [json.dumps({key: report[key] for key in keys}, ensure_ascii=False) for report in rest]
    (OUT / "wire.jsonl").write_bytes("".join(line + "\n" for line in lines).encode())


def page_words(report: dict[str, Any]) -> dict[str, str]:
    """What the templates ask for; ``body_1`` and ``body_2`` are the halves around an advertisement."""
    blocks = [f"<p>{html.escape(line, quote=False)}</p>" for line in report["text"].split("\n") if line.strip()]
    half = len(blocks) // 2
    day = dt.date.fromisoformat(report["published"])
    evening = dt.datetime(day.year, day.month, day.day, 21, 5, tzinfo=dt.timezone(dt.timedelta(hours=4)))
    return {
        "title": html.escape(report["title"]),
        "title_json": json.dumps(report["title"], ensure_ascii=False),
        "url": report["url"],
        "day": report["published"],
        "day_words": day_words(report["published"]),
        "day_dots": f"{day:%d.%m.%Y}",
        "day_rfc": format_datetime(evening),
        "body": "\n".join(blocks),
        "body_1": "\n".join(blocks[:half]),
        "body_2": "\n".join(blocks[half:]),
    }


def day_words(day: str | None) -> str:
    """ "2020-10-03" → "3 October 2020"."""
    return f"{int(day[8:])} {dt.date.fromisoformat(day):%B %Y}" if day else ""


if __name__ == "__main__":
    main()
