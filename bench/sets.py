"""The sets of annotated reports that the bench knows, and how they are loaded."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.model import Report

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PROFILE = ROOT / "examples" / "karabakh-2020" / "karabakh-2020.toml"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A named folder of annotated reports. ``ours`` says that the texts are the project's and may be quoted in a commit."""

    name: str
    folder: Path
    profile: Path | None = None
    ours: bool = False


def known_sets() -> list[GoldSet]:
    """The sets that are there: the bundled war always, the others where ../shared/gold is."""
    bundled = ROOT / "tests" / "gold" / "karabakh-2020"
    if not bundled.is_dir():
        bundled = SHARED / "corpora" / "karabakh-2020"
    profile = PROFILE if PROFILE.is_file() else None
    sets = [
        GoldSet("karabakh", bundled, profile, ours=True),
        GoldSet("seeds", SHARED / "gold" / "seeds", profile),
        GoldSet("dev", SHARED / "gold" / "dev"),
    ]
    return [one for one in sets if one.folder.is_dir()]


def load(folder: Path) -> dict[str, dict[str, Any]]:
    """The annotated reports of a folder by the name of their file without ``.json``."""
    annotated = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
    return {name: row for name, row in annotated.items() if isinstance(row, dict) and "text" in row}


def report_of(name: str, row: dict[str, Any]) -> Report:
    """The bare report of an annotated one: what a reader may see."""
    published = dt.date.fromisoformat(row["published"]) if row.get("published") else None
    return Report(
        id=name,
        text=row["text"],
        title=row.get("title"),
        outlet=row.get("outlet"),
        url=row.get("url"),
        published=published,
        published_from="metadata" if published else None,
        language=row.get("language"),
    )
