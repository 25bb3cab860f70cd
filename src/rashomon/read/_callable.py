"""Lets ``rashomon.read`` be both the room of that name and the function that users call.

``rashomon.read`` is a package, and once anything imports one of its modules Python sets the attribute ``rashomon.read`` to
that package. So that ``rashomon.read("text")`` works before and after, the package itself can be called. In ``read/__init__.py``::

    import sys
    from rashomon.read._callable import CallableRoom
    sys.modules[__name__].__class__ = CallableRoom

Inside the program ``from rashomon.read import read`` stays the plain function on one Report.
"""

from __future__ import annotations

import types
from typing import Any


class CallableRoom(types.ModuleType):
    """A module that hands a call on to ``rashomon.face.read``."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from rashomon.face import read

        return read(*args, **options)
