"""Every lexicon file is named a schema and fits it; what does not is said in one sentence."""

from __future__ import annotations

import pytest

from rashomon import lexicon, lexicon_check
from rashomon.errors import LexiconError


@pytest.mark.parametrize("file", lexicon.files())
def test_every_file_holds_together(file: str) -> None:
    assert lexicon_check.entries(file)


def test_a_file_without_a_schema_is_named() -> None:
    with pytest.raises(LexiconError, match=r"new\.toml: no schema is named"):
        lexicon_check.schema("new.toml")


def test_every_schema_named_has_a_file() -> None:
    import fnmatch

    for pattern in lexicon_check.SCHEMAS:
        assert fnmatch.filter(lexicon.files(), pattern), pattern
