"""Rashomon reads news reports of an armed conflict and keeps a ledger of claims.

    import rashomon

    reading = rashomon.read("The ministry said on 3 October 2020 that two soldiers were killed.")
    for figure in reading.figures:
        print(figure.value, figure.harm, figure.source)

    with rashomon.open("war.ledger") as ledger:
        ...

``read`` takes a text or a Report and gives a Reading (rashomon.model); ``open`` takes a path and gives a Ledger
(rashomon.store). See ``rashomon.face`` for both. Importing this package loads neither spaCy nor the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "open", "read"]

if TYPE_CHECKING:
    from rashomon.face import open, read


def __getattr__(name: str) -> Any:
    if name == "read":
        import importlib

        # The package can be called (read/_callable.py); it is given here because importing any module of it binds the name to it.
        return importlib.import_module("rashomon.read")
    if name == "open":
        from rashomon.face import open as open_ledger

        return open_ledger
    raise AttributeError(f"module 'rashomon' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
