"""What holds for all tests: no network, and the same examples on every run."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import settings

# The same examples each time, so that a red test is red for everyone; a slow machine is no failure.
settings.register_profile("check", derandomize=True, deadline=None)
settings.load_profile("check")

_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine fails the test that makes it."""

    def connect(self: socket.socket, address: Any) -> None:
        here = isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
        if here or self.family == getattr(socket, "AF_UNIX", None):
            return _connect(self, address)
        raise AssertionError(f"a test wanted the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
