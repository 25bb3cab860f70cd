"""The Python face: what goes into ``rashomon.read`` and ``rashomon.open``, what comes out, and what is refused."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rashomon
from rashomon.errors import InputError, LedgerError, ProfileError
from rashomon.model import Reading, Report

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Two soldiers were killed in shelling near Fuzuli on 3 October 2020, Azerbaijan's Defence Ministry said."
PROFILE = ROOT / "examples" / "karabakh-2020" / "karabakh-2020.toml"


def test_a_text_gives_a_reading_whose_claims_spell_their_evidence() -> None:
    reading = rashomon.read(TEXT)
    assert isinstance(reading, Reading)
    assert reading.report.text == TEXT
    assert [figure.value for figure in reading.figures] == [2]
    for claim in (*reading.figures, *reading.events):
        assert claim.anchor.within(TEXT)
        assert claim.span.covers(claim.anchor)


def test_text_mapping_and_report_give_the_same_claims() -> None:
    from_text = rashomon.read(TEXT)
    from_mapping = rashomon.read({"text": TEXT, "id": "mine", "anything": "else"})
    from_report = rashomon.read(Report(id="own", text=TEXT, language="en"))
    assert from_mapping.report.id == "mine"
    assert from_text.figures == from_mapping.figures == from_report.figures
    assert from_text.events == from_mapping.events == from_report.events


@pytest.mark.parametrize("day", [dt.date(2020, 10, 5), dt.datetime(2020, 10, 5, 12, 30), "2020-10-05"])
def test_the_day_of_publication_can_be_given(day: dt.date | str) -> None:
    assert rashomon.read("Two soldiers were killed on Sunday.", published=day).published == dt.date(2020, 10, 5)


def test_a_profile_is_given_as_itself_or_by_its_path() -> None:
    from rashomon import profile

    assert rashomon.read(TEXT, profile=PROFILE) == rashomon.read(TEXT, profile=profile.load(PROFILE))
    assert rashomon.read(TEXT, profile=str(PROFILE)).figures


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^The report has no text"):
        rashomon.read({"id": "r1"})
    with pytest.raises(InputError, match="'the 5th', which is no day"):
        rashomon.read(TEXT, published="the 5th")
    (tmp_path / "bad.toml").write_text("nonsense = 1")
    with pytest.raises(ProfileError):
        rashomon.read(TEXT, profile=tmp_path / "bad.toml")


def test_a_ledger_is_made_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "war.ledger"
    with pytest.raises(LedgerError):
        rashomon.open(path)
    with rashomon.open(path, create=True) as ledger:
        assert ledger.reports() == []
    with rashomon.open(str(path)) as ledger:
        assert ledger.report_ids() == []


@pytest.mark.parametrize("first", ["", "import rashomon.read.counts", "from rashomon.read import read", "from rashomon import read"])
def test_read_can_be_called_whatever_was_imported_before(first: str) -> None:
    call = "try: rashomon.read({'id': 'r1'})\nexcept InputError as error: print(error)"
    code = f"{first}\nimport rashomon\nfrom rashomon.errors import InputError\n{call}"
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.startswith("The report has no text"), done.stderr
