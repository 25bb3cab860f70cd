"""Every form that reports come in, and every way in which an input can be bad."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon.errors import Refusal
from rashomon.ingest import Arrival, language, receive, same_content, walk
from rashomon.ingest.days import day_in_address, day_of
from rashomon.model import Report, content_id
from rashomon.profile import Profile

STORY = "Two soldiers were killed near the town of Examplia on Saturday, the ministry said. Three others were wounded by the same shell."


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>A story</title>{head}</head><body><nav><a href='/'>Home</a></nav>{body}</body></html>"


PAGE = page(f"<article><h1>A story</h1><p>{STORY}</p></article>")


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def taken(paths: Iterable[str | Path], **options: Any) -> tuple[list[Arrival], list[Refusal]]:
    found = list(receive(paths, **options))
    return [x for x in found if isinstance(x, Arrival)], [x for x in found if isinstance(x, Refusal)]


def report(path: Path, **options: Any) -> Report:
    arrivals, refusals = taken([path], **options)
    assert not refusals
    assert len(arrivals) == 1
    return arrivals[0].report


def refused(*paths: str | Path, **options: Any) -> str:
    """The one sentence that is said of bad inputs that give no report."""
    arrivals, refusals = taken(paths, **options)
    assert not arrivals
    assert len(refusals) == 1
    reason = refusals[0].reason
    assert reason.endswith(".")
    assert "\n" not in reason
    assert refusals[0].origin in reason or refusals[0].origin.split("#")[0] in reason
    return reason


# --- forms


def test_a_text_is_kept_to_the_character(tmp_path: Path) -> None:
    content = f"  {STORY}\r\n\r\n\tIt was “quiet” since.\u2028 \n\n"
    path = put(tmp_path, "a-story.txt", content)
    got = report(path)
    assert got.text == content
    assert got.id == "a-story"
    assert (got.published, got.title, got.outlet, got.note) == (None, None, None, "")


def test_an_arrival_carries_the_bytes_their_hash_and_the_time(tmp_path: Path) -> None:
    path = put(tmp_path, "a-story.txt", STORY)
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    (arrival,), _ = taken([path])
    assert arrival.raw == STORY.encode()
    assert arrival.media_type == "text/plain"
    assert arrival.report.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert arrival.report.origin == str(path)
    received = arrival.report.received
    assert received is not None
    assert received.endswith("Z")
    assert before <= dt.datetime.fromisoformat(received) <= dt.datetime.now(dt.UTC)


def test_one_json_report_keeps_what_it_was_given(tmp_path: Path) -> None:
    record = {"id": "x-1", "url": "https://example.org/x", "outlet": "The Example", "published": "2020-10-03", "title": "T", "text": STORY,
              "figures": [], "nonsense": 1}  # fmt: skip
    path = put(tmp_path, "some.json", json.dumps(record, indent=1))
    got = report(path)
    assert (got.id, got.url, got.outlet, got.title, got.text) == ("x-1", "https://example.org/x", "The Example", "T", STORY)
    assert (got.published, got.published_from) == (dt.date(2020, 10, 3), "metadata")


def test_a_report_without_an_id_gets_that_of_its_content(tmp_path: Path) -> None:
    assert report(put(tmp_path, "one.json", json.dumps({"text": STORY}))).id == content_id(STORY)


def test_a_json_list_gives_each_report_with_its_own_bytes(tmp_path: Path) -> None:
    path = put(tmp_path, "many.json", '[{"id": "a", "text": "One. ' + STORY + '"},\n {"id": 7, "text": "Two. ' + STORY + '"}]')
    arrivals, refusals = taken([path])
    assert not refusals
    assert [a.report.id for a in arrivals] == ["a", "7"]
    assert [a.report.origin for a in arrivals] == [f"{path}#1", f"{path}#2"]
    assert json.loads(arrivals[1].raw) == {"id": 7, "text": f"Two. {STORY}"}


@pytest.mark.parametrize("name", ["lines.jsonl", "lines.ndjson", "lines.json"])
def test_json_lines_give_a_report_a_line(tmp_path: Path, name: str) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": f"{n}. {STORY}"}) for n in range(3)]
    arrivals, refusals = taken([put(tmp_path, name, "\n".join(lines) + "\n\n")])
    assert not refusals
    assert [a.report.id for a in arrivals] == ["r0", "r1", "r2"]
    assert [a.raw.decode() for a in arrivals] == lines


def test_the_bytes_of_a_line_are_that_line(tmp_path: Path) -> None:
    line = '{ "text" : "' + STORY + '" }'
    (arrival,), _ = taken([put(tmp_path, "lines.jsonl", line + "\r\n")])
    assert arrival.raw == line.encode()
    assert arrival.report.sha256 == hashlib.sha256(line.encode()).hexdigest()
    assert arrival.media_type == "application/json"


@pytest.mark.parametrize("name", ["border-7.html", "border-7.htm", "border-7.xhtml"])
def test_a_page_gives_its_article_without_the_page(tmp_path: Path, name: str) -> None:
    got = report(put(tmp_path, name, PAGE))
    assert got.text == STORY
    assert got.title == "A story"
    assert got.id == "border-7"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("story.asc", STORY, "text/plain"),
        ("story", PAGE, "text/html"),
        ("story.dat", json.dumps({"text": STORY}), "application/json"),
        ("story.article", json.dumps([{"text": STORY}]), "application/json"),
    ],
)
def test_an_unknown_ending_is_told_by_its_content(tmp_path: Path, name: str, content: str, form: str) -> None:
    (arrival,), refusals = taken([put(tmp_path, name, content)])
    assert not refusals
    assert arrival.media_type == form
    assert arrival.report.text == STORY


def test_standard_input_is_read_as_lines_or_as_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, ids in ((f'{{"id":"p","text":"{STORY}"}}\n{{"id":"q","text":"Q. {STORY}"}}\n', ["p", "q"]), (STORY, [content_id(STORY)])):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode()))))
        arrivals, refusals = taken(["-"])
        assert not refusals
        assert [a.report.id for a in arrivals] == ids


# --- folders


def test_a_folder_is_walked_in_order_of_name_without_what_is_no_report(tmp_path: Path) -> None:
    for name in "b/two.txt a.txt b/one.txt .hidden.txt b/.git/config.txt README.md profile.toml b/style.css LICENSE".split():
        put(tmp_path, name, f"{name}: {STORY}")
    arrivals, refusals = taken([tmp_path])
    assert not refusals
    assert [Path(a.report.origin or "").relative_to(tmp_path).as_posix() for a in arrivals] == ["a.txt", "b/one.txt", "b/two.txt"]


def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path: Path) -> None:
    assert report(put(tmp_path, "README.md", STORY)).text == STORY
    assert report(put(tmp_path, ".hidden.txt", STORY)).text == STORY


def test_a_link_back_to_a_folder_ends(tmp_path: Path) -> None:
    put(tmp_path, "a/one.txt", STORY)
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    arrivals, refusals = taken([tmp_path])
    assert not refusals
    assert len(arrivals) == 1


def test_a_link_that_leads_to_itself_is_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    put(tmp_path, "one.txt", STORY)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    arrivals, refusals = taken([tmp_path])
    assert len(arrivals) == 1
    assert [r.origin for r in refusals] == [str(tmp_path / "loop.txt")]


# --- ids and content


@pytest.mark.parametrize("name", ["index.html", "article (3).html", "page2.htm", "20201003.txt", "untitled.txt", "Text.txt"])
def test_a_name_that_says_nothing_is_no_id(tmp_path: Path, name: str) -> None:
    got = report(put(tmp_path, name, PAGE if "ht" in name else STORY))
    assert got.id == content_id(STORY)


def test_the_same_name_in_two_folders_gives_two_ids(tmp_path: Path) -> None:
    put(tmp_path, "a/border.txt", STORY)
    put(tmp_path, "b/border.txt", f"Later. {STORY}")
    arrivals, _ = taken([tmp_path])
    assert arrivals[0].report.id == "border"
    assert len({a.report.id for a in arrivals}) == 2


def test_the_same_content_twice_is_one_report(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)
    put(tmp_path, "b.txt", STORY)
    put(tmp_path, "c.json", json.dumps({"id": "c", "text": STORY, "outlet": "The Example"}))
    arrivals, refusals = taken([tmp_path, tmp_path])
    assert [a.report.id for a in arrivals] == ["a"]
    assert not refusals


def test_one_text_in_two_outlets_is_two_reports(tmp_path: Path) -> None:
    lines = [json.dumps({"outlet": outlet, "text": STORY}) for outlet in ("One", "Two", "two")]
    arrivals, _ = taken([put(tmp_path, "wire.jsonl", "\n".join(lines))])
    assert [a.report.outlet for a in arrivals] == ["One", "Two"]
    assert len({a.report.id for a in arrivals}) == 2


def test_two_sites_are_two_outlets_where_none_is_named() -> None:
    one = Report("a", STORY, url="https://one.example/x")
    assert not same_content(one, Report("b", STORY, url="https://two.example/x"))
    assert same_content(one, Report("b", STORY, url="https://one.example/x?from=feed"))
    assert same_content(one, Report("b", STORY))
    assert not same_content(one, Report("b", STORY + " "))


# --- headers of pasted texts


@pytest.mark.parametrize(
    "head",
    [
        "Border quiet\nThe Example\n3 October 2020\n\n",
        "Border quiet\n\nThe Example\nSaturday, October 3, 2020, 19:40\n\n",
        "Title: Border quiet\nSource: The Example\nPublished: 2020-10-03T10:00Z\n\n",
        "---\ntitle: Border quiet\noutlet: The Example\ndate: 2020-10-03\n---\n\n",
        "# Border quiet\r\nThe Example\r\n2020-10-03\r\n\r\n",
    ],
)
def test_a_header_gives_title_outlet_and_day_and_is_debris(tmp_path: Path, head: str) -> None:
    got = report(put(tmp_path, "border.txt", head + STORY))
    assert (got.title, got.outlet, got.published, got.published_from) == ("Border quiet", "The Example", dt.date(2020, 10, 3), "metadata")
    assert got.text == head + STORY
    left = list(got.text)
    for mark in got.debris:
        assert mark.kind == "header"
        left[mark.span.start : mark.span.end] = " " * (mark.span.end - mark.span.start)
    assert "".join(left).strip() == STORY


def test_a_title_alone_is_a_header_when_a_blank_line_follows(tmp_path: Path) -> None:
    assert report(put(tmp_path, "border.txt", f"The border is quiet\n\n{STORY}")).title == "The border is quiet"
    assert report(put(tmp_path, "border.txt", f"The border is quiet\n{STORY}")).title is None


@pytest.mark.parametrize(
    "text",
    [
        f"EXAMPLIA. 28 September 2020, 19:40\n\n{STORY}",
        f"EXAMPLIA, Sept 28 (Example) - {STORY}\n\nIt was quiet.",
        f"08:40 Army puts its dead at 104\n\n{STORY}",
        f"Two men were killed.\n\n{STORY}",
        "Two killed\nThree wounded\nOne missing",
        f"[ad_1]\n{STORY}",
        f"Anna Person\n\n{STORY}",
        f"Posted on by somebody\n\n{STORY}",
    ],
)
def test_what_the_report_says_is_no_header(tmp_path: Path, text: str) -> None:
    got = report(put(tmp_path, "border.txt", text))
    assert (got.title, got.outlet, got.published) == (None, None, None)
    assert "header" not in [d.kind for d in got.debris]


# --- what pages say of themselves


LINKED = '<script type="application/ld+json">%s</script>'
METADATA = {
    "linked data": LINKED
    % '''{"@type": "NewsArticle", "headline": "Border quiet", "datePublished": "2020-10-03T23:30:00+04:00",
         "author": [{"name": "A. Person"}], "publisher": {"name": "The Example"}, "mainEntityOfPage": "https://example.org/x"}''',
    "linked data in a graph": LINKED
    % '''{"@graph": [{"@type": "WebSite", "name": "no"}, {"@type": ["Article"], "headline": "Border quiet", "datePublished": "2020-10-03",
         "author": "A. Person", "publisher": {"name": "The Example"}, "url": "https://example.org/x"}]}''',
    "open graph": '''<meta property="og:title" content="Border quiet"><meta property="og:site_name" content="The Example">
        <meta name="author" content="A. Person"><meta property="article:published_time" content="2020-10-03T10:00:00Z">
        <link rel="canonical" href="https://example.org/x">''',
    "dublin core": '''<meta name="DC.title" content="Border quiet"><meta name="DC.publisher" content="The Example">
        <meta name="DC.creator" content="By A. Person"><meta name="DC.date" content="03 Oct 2020">
        <meta property="og:url" content="https://example.org/x">''',
}


@pytest.mark.parametrize("head", METADATA.values(), ids=METADATA)
def test_metadata_is_read_in_each_of_its_forms(tmp_path: Path, head: str) -> None:
    got = report(put(tmp_path, "border.html", page(f"<article><p>{STORY}</p></article>", head)))
    assert (got.title, got.outlet, got.author, got.url) == ("Border quiet", "The Example", "A. Person", "https://example.org/x")
    assert (got.published, got.published_from) == (dt.date(2020, 10, 3), "metadata")


@pytest.mark.parametrize(
    ("body", "head", "day", "source"),
    [
        ("<time datetime='2020-10-03T10:00'>today</time>", "", dt.date(2020, 10, 3), "metadata"),
        ("<time>Saturday, 3 October 2020</time>", "", dt.date(2020, 10, 3), "metadata"),
        ("<p class='entry-date'>Posted 3rd of October, 2020 | 12 comments</p>", "", dt.date(2020, 10, 3), "metadata"),
        ("<span itemprop='datePublished' content='2020-10-03'>today</span>", "", dt.date(2020, 10, 3), "metadata"),
        ("", "<link rel='canonical' href='https://example.org/2020/10/03/border'>", dt.date(2020, 10, 3), "address"),
        ("", "<meta property='article:modified_time' content='2020-10-09'>", None, None),
        ("<p>It was 3 October 2020.</p>", "", None, None),
    ],
)
def test_the_day_comes_from_the_page_or_its_address(tmp_path: Path, body: str, head: str, day: dt.date | None, source: str | None) -> None:
    got = report(put(tmp_path, "border.html", page(f"<article><h1>A story</h1>{body}<p>{STORY}</p></article>", head)))
    assert (got.published, got.published_from) == (day, source)


def test_the_title_loses_the_outlets_name(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="The Example"><meta property="og:title" content="A - B - The Example">'
    assert report(put(tmp_path, "border.html", page(f"<p>{STORY}</p>", head))).title == "A - B"
    bare = PAGE.replace("<title>A story", "<title>A story - The Example").replace("<h1>A story</h1>", "")
    assert report(put(tmp_path, "border.html", bare)).title == "A story"


def test_the_headline_and_the_writer_are_not_read_as_the_report(tmp_path: Path) -> None:
    head = '<meta name="author" content="A. Person"><meta property="og:title" content="Three killed at the border">'
    lead = "<p>LIVE</p><h1>Three killed at the border</h1><p>A. Person</p>"
    body = f"<article>{lead}<p>{STORY}</p><p>It was quiet afterwards, people there said.</p></article>"
    got = report(put(tmp_path, "border.html", page(body, head)))
    assert "Three killed" not in got.text
    assert [d.span.within(got.text) for d in got.debris] in ([], ["A. Person"])
    assert STORY in got.text


def test_broken_linked_data_is_passed_over(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle",}</script><meta name="date" content="2020-10-03">'
    assert report(put(tmp_path, "border.html", page(f"<p>{STORY}</p>", head))).published == dt.date(2020, 10, 3)


# --- days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-10-03", dt.date(2020, 10, 3)),
        ("2020-10-03T23:30:00+04:00", dt.date(2020, 10, 3)),
        ("20201003", dt.date(2020, 10, 3)),
        ("2020/10/03 10:00", dt.date(2020, 10, 3)),
        ("Sat, 03 Oct 2020 10:00:00 GMT", dt.date(2020, 10, 3)),
        ("October 3, 2020", dt.date(2020, 10, 3)),
        ("Sept. 3rd 2020", dt.date(2020, 9, 3)),
        ("03.10.2020 20:41", dt.date(2020, 10, 3)),
        ("23/10/2020", dt.date(2020, 10, 23)),
        ("10/23/2020", dt.date(2020, 10, 23)),
        ("10/10/2020", dt.date(2020, 10, 10)),
        ("03/10/2020", None),
        ("0000-10-03", None),
        ("0001-01-01", None),
        ("2020-02-30", None),
        ("2020-13-01", None),
        ("31 April 2020", None),
        ("yesterday", None),
    ],
)
def test_a_date_gives_its_day_or_none(written: str, day: dt.date | None) -> None:
    assert day_of(written) == day


def test_the_days_of_the_war_settle_a_date_that_reads_both_ways(tmp_path: Path) -> None:
    path = put(tmp_path, "one.json", json.dumps({"text": STORY, "published": "03/10/2020"}))
    assert report(path).published is None
    assert report(path, profile=Profile(start=dt.date(2020, 9, 27))).published == dt.date(2020, 10, 3)
    assert report(path, profile=Profile(start=dt.date(2020, 1, 1))).published is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2020/10/03/border", dt.date(2020, 10, 3)),
        ("https://example.org/world/2020/oct/3/border", dt.date(2020, 10, 3)),
        ("https://example.org/border-2020-10-03/", dt.date(2020, 10, 3)),
        ("https://example.org/2020/99/03/border", None),
        ("https://example.org/border-1234567", None),
    ],
)
def test_an_address_gives_its_day(url: str, day: dt.date | None) -> None:
    assert day_in_address(url) == day


@pytest.mark.parametrize("written", ["0000-10-03", "2020-02-31", "last Tuesday", 1601683200])
def test_a_report_with_an_impossible_date_is_kept_and_says_so(tmp_path: Path, written: object) -> None:
    got = report(put(tmp_path, "one.json", json.dumps({"text": STORY, "published": written})))
    assert got.published is None
    assert str(written) in got.note
    assert got.note.endswith(".")


def test_a_page_with_an_impossible_date_is_kept_and_says_so(tmp_path: Path) -> None:
    got = report(put(tmp_path, "border.html", page(f"<p>{STORY}</p>", '<meta name="date" content="0000-00-00">')))
    assert got.published is None
    assert "0000-00-00" in got.note


# --- languages

ARMENIAN = "Երկու զինծառայող է զոհվել սահմանին, հայտնում է պաշտպանության նախարարությունը։ Երեքը վիրավորվել են նույն արկից։"
RUSSIAN = "Двое военнослужащих погибли на границе, сообщило министерство обороны. Ещё трое были ранены тем же снарядом."
SPANISH = "Dos soldados murieron cerca de la frontera el sábado, dijo el ministerio. Otros tres resultaron heridos por el mismo proyectil."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (STORY, "en"),
        ("Ganja hit, 13 dead", "en"),
        ("Two killed", "en"),
        ("Stepanakert, Shusha, Martakert, Hadrut", "en"),
        (ARMENIAN, "hy"),
        (RUSSIAN, "ru"),
        (SPANISH, "es"),
        ("12, 13 …", "und"),
    ],
)
def test_the_language_is_detected(text: str, code: str) -> None:
    assert language.language_of(text) == code


def test_a_report_in_another_language_is_kept_and_says_so(tmp_path: Path) -> None:
    got = report(put(tmp_path, "border.txt", RUSSIAN))
    assert got.text == RUSSIAN
    assert got.language == "ru"
    assert got.language not in language.READABLE


# --- encodings

CURLY = f"“Quiet,” said Gülşən Məmmədova. {STORY}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_every_coat(tmp_path: Path, encoding: str) -> None:
    assert report(put(tmp_path, "border.txt", CURLY.encode(encoding))).text == CURLY


def test_western_bytes_are_read_and_it_is_said(tmp_path: Path) -> None:
    text = f"“Quiet,” said Jürgen Müller, 40 €. {STORY}"
    got = report(put(tmp_path, "border.txt", text.encode("cp1252")))
    assert STORY in got.text
    assert "not UTF-8" in got.note


def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    words = "Стороны обвинили друг друга в обстреле посёлка, сообщили в министерстве. " * 3
    content = page(f"<article><p>{words}</p></article>", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    got = report(put(tmp_path, "border.html", content.encode("cp1251")))
    assert words.strip() in got.text
    assert got.note == ""


def test_a_page_that_names_the_wrong_encoding_is_read_as_utf8(tmp_path: Path) -> None:
    got = report(put(tmp_path, "border.html", page(f"<p>{CURLY}</p>", '<meta charset="iso-8859-1">')))
    assert got.text == CURLY


def test_a_few_broken_bytes_are_shown_and_said(tmp_path: Path) -> None:
    raw = (CURLY * 3).encode()
    got = report(put(tmp_path, "border.txt", raw + b"\xe2\x80"))
    assert got.text.startswith(CURLY)
    assert got.text.endswith("\ufffd")
    assert "not UTF-8" in got.note


# --- bad input: one sentence each


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is not there; check the path" in refused(tmp_path / "none.txt")


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl", "a.html", "a"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "is empty" in refused(put(tmp_path, name, b""))


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl", "a.html"])
def test_a_file_of_blanks_is_refused(tmp_path: Path, name: str) -> None:
    refused(put(tmp_path, name, " \n\n\t\n"))


@pytest.mark.parametrize("raw", [bytes(range(256)) * 40, b"\x00" * 5000, os.urandom(1) + b"\x00\x01\x02\x03" * 900])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.bin"])
def test_a_binary_file_is_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    arrivals, refusals = taken([put(tmp_path, name, raw)])
    assert not arrivals
    assert refusals
    assert all(r.reason.endswith(".") and str(tmp_path / name) in r.reason for r in refusals)


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"%PDF-1.7 ", "a PDF"), (b"PK\x03\x04", "an office document"), (b"\x89PNG\r\n", "a picture"), (b"\x1f\x8b\x08", "gzip")],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, start: bytes, what: str) -> None:
    assert what in refused(put(tmp_path, "report.txt", start + STORY.encode()))


def test_a_long_line_is_refused_unread_and_the_rest_goes_in(tmp_path: Path) -> None:
    lines = [json.dumps({"id": id_, "text": text}) for id_, text in (("a", STORY), ("long", "x " * 25_000_000), ("b", f"B. {STORY}"))]
    arrivals, refusals = taken([put(tmp_path, "lines.jsonl", "\n".join(lines))])
    assert [a.report.id for a in arrivals] == ["a", "b"]
    assert len(refusals) == 1
    assert refusals[0].reason.startswith(f"Line 2 of {tmp_path / 'lines.jsonl'} is 48 MB long, more than the 16 MB")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json"])
def test_what_is_longer_than_the_setting_is_refused(tmp_path: Path, name: str) -> None:
    content = json.dumps({"text": STORY * 100}) if name.endswith("json") else STORY * 100
    assert "split it" in refused(put(tmp_path, name, content), most_bytes=1000)


def test_broken_json_is_refused_with_its_line(tmp_path: Path) -> None:
    path = put(tmp_path, "many.json", '[{"id": "a",\n  "text": "' + STORY + '"},\n {"id": "b",\n  "text" "oops"}]')
    arrivals, refusals = taken([path])
    assert [a.report.id for a in arrivals] == ["a"]
    assert [r.reason for r in refusals] == [f"{path} is not JSON at line 4, column 10 (Expecting ':' delimiter); mend it there."]


@pytest.mark.parametrize("cut", ["[", '[{"text": "x"}', '[{"text": "x"},', '{"text": "x', '{"text": "x"} {'])
def test_json_that_was_cut_off_is_refused(tmp_path: Path, cut: str) -> None:
    _, refusals = taken([put(tmp_path, "cut.json", cut)])
    assert len(refusals) == 1


def test_a_broken_line_is_refused_with_its_number_and_the_rest_goes_in(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": STORY})
    path = put(tmp_path, "lines.jsonl", f'{good}\n\n{{"text": \n"a text"\n{{"id": "n"}}\n[1, 2]\n{{"text": 5}}\n{good} {good}\n')
    arrivals, refusals = taken([path])
    assert [a.report.id for a in arrivals] == ["a"]
    assert [r.origin.rsplit("#")[1] for r in refusals] == ["3", "4", "5", "6", "7", "8"]
    reasons = [r.reason.removeprefix(f"Line {r.origin.rsplit('#')[1]} of {path} ") for r in refusals]
    assert reasons[0].startswith("is not JSON at column 10")
    assert reasons[1] == 'is not an object; write a report as {"id": …, "text": …}.'
    assert reasons[2] == 'has no text; give the report\'s words under the key "text".'
    assert reasons[3] == 'is not an object; write a report as {"id": …, "text": …}.'
    assert reasons[4].startswith("has no text")
    assert reasons[5] == "holds more than one report; write each on a line of its own."


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    assert "too deep" in refused(put(tmp_path, "deep.json", '{"text": ' + "[" * 200_000 + "]" * 200_000 + "}"))


def test_a_file_of_other_things_is_refused_once(tmp_path: Path) -> None:
    assert "holds 3 items and none is a report" in refused(put(tmp_path, "tolls.json", '[{"a": 1}, {"a": 2}, 3]'))
    assert "is an empty list" in refused(put(tmp_path, "none.json", "[]"))


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    assert "half of a character" in refused(put(tmp_path, "one.json", '{"text": "a \\ud83d b"}'))


@pytest.mark.parametrize(
    "content",
    [
        page(""),
        page("<form>Log in. <input name='user'> <button>Go</button></form>"),
        page("<ul><li><a href='1'>Two killed in shelling of town</a></li><li><a href='2'>Minister resigns over report</a></li></ul>"),
        "<html><body><img src='map.png'></body></html>",
        "<html>",
    ],
)
def test_a_page_without_an_article_is_refused(tmp_path: Path, content: str) -> None:
    assert "no article" in refused(put(tmp_path, "front.html", content))


def test_bytes_that_break_their_own_mark_are_refused(tmp_path: Path) -> None:
    assert "starts as UTF-16 but" in refused(put(tmp_path, "a.txt", b"\xff\xfe\x00\xd8\x41\x00"))


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    path = put(tmp_path, "closed.txt", STORY)
    monkeypatch.setattr(Path, "read_bytes", closed)
    assert "may not be read; ask its owner" in refused(path)


def test_a_folder_with_no_report_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "style.css", "p {}")
    assert "is a folder with no report in it" in refused(tmp_path)


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is not a file" in refused(tmp_path / "pipe.txt")


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    put(tmp_path, "1.txt", b"")
    put(tmp_path, "2.txt", f"Two. {STORY}")
    put(tmp_path, "3.bin", bytes(range(256)) * 40)
    put(tmp_path, "4.json", "{")
    put(tmp_path, "5.html", "<html>")
    put(tmp_path, "6.txt", f"Six. {STORY}")
    arrivals, refusals = taken([tmp_path, tmp_path / "none"])
    assert [a.report.text[:3] for a in arrivals] == ["Two", "Six"]
    assert len(refusals) == 5
    assert len({r.reason for r in refusals}) == 5


def test_what_is_passed_over_is_lower_case_and_no_form_of_ours() -> None:
    assert all(e.startswith(".") and e == e.lower() for e in walk.PASSED_OVER)
    assert not walk.PASSED_OVER & {".txt", ".md", ".json", ".jsonl", ".ndjson", ".html", ".htm", ".xhtml"}


PIECES = [
    b"{", b"}", b"[", b"]", b'"text": ', b'"', b",", b"\n", b"<html><body>", b"<p>", b"</p>", b"<script type='application/ld+json'>",
    b"<time>", b"\xff",
    b"\xff\xfe", b"\x00", b"\xef\xbb\xbf", b"<!--", b"&#0;", b"&#x110000;", b"---\n", b"Published: ", b"2020-13-45", STORY.encode(),
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=14), st.sampled_from("txt json jsonl html md x".split()))
def test_no_bytes_stop_a_run(tmp_path: Path, pieces: list[bytes], ending: str) -> None:
    path = put(tmp_path, f"any.{ending}", b"".join(pieces))
    for one in receive([path]):
        if isinstance(one, Arrival):
            assert one.report.text.strip()
            assert one.report.sha256 == hashlib.sha256(one.raw).hexdigest()
            assert all(one.report.text[d.span.start : d.span.end] for d in one.report.debris)
        else:
            assert one.reason.startswith((str(path), f"Line {one.origin.rsplit('#')[-1]} of {path}"))
            assert one.reason.endswith(".")
