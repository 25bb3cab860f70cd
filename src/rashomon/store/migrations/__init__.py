"""How a ledger of an older schema becomes one of the newest: numbered steps, each applied once and recorded."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def script() -> ScriptDirectory:
    """Alembic's view of the steps in ``versions/``."""
    return ScriptDirectory.from_config(_config())


def upgrade(connection: Connection) -> None:
    """Applies every step that the ledger has not had, within the connection's open transaction."""
    steps = script()
    with EnvironmentContext(_config(), steps, fn=lambda have, _: steps._upgrade_revs("head", have)) as env:
        env.configure(connection=connection)
        env.run_migrations()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
