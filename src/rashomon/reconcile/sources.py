"""When two names stand for one source: a ministry and its spokesman are one, an army and its ministry of defence are one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rashomon.reconcile.statements import folded

_MILITARY = re.compile(
    r"\b(ministry of (national )?defen[cs]e|defen[cs]e (ministry|army|forces?)|(armed|defen[cs]e|security) forces"
    r"|general staff|army|military)\b"
)
"""The names of a party's armed forces as a source, each put for the others."""
_SPEAKING = re.compile(r"\b(spokes(man|woman|person|people)|press (office|service|cent(re|er))) (for|of) (the )?")
"""What comes before the body that a spokesman speaks for."""


def source_key(name: str | None, institutions: Mapping[str, str] | None = None) -> str:
    """The key under which one source's counts are put together; "" for a report's own voice.

    ``institutions`` gives the body for which a named person speaks, by the person's name.

    >>> source_key("Armenia Ministry of Defence") == source_key("Spokeswoman for the Armenia Defence Ministry")
    True
    >>> source_key("Armenia Ministry of Defence") == source_key("Armenia Ministry of Health")
    False
    """
    if not name:
        return ""
    plain = _SPEAKING.sub("", folded((institutions or {}).get(name, name)))
    return " ".join(_MILITARY.sub("military", plain).split())
