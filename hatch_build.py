"""Makes src/rashomon/data/gazetteer.sqlite when the package is built, unless it is there already.

The file is ignored by git and carried by the sdist and the wheel, so whoever installs either needs no gazetteer packages.
Set RASHOMON_REBUILD_GAZETTEER=1 to make it anew after tools/build_gazetteer.py has changed.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

REBUILD = "RASHOMON_REBUILD_GAZETTEER"


class GazetteerHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        out = root / "src" / "rashomon" / "data" / "gazetteer.sqlite"
        if out.is_file() and not os.environ.get(REBUILD):
            return
        script = root / "tools" / "build_gazetteer.py"
        spec = importlib.util.spec_from_file_location("build_gazetteer", script)
        if spec is None or spec.loader is None or not script.is_file():
            raise RuntimeError(f"Neither a built gazetteer nor {script.name} is here; build from a whole source tree.")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.app.display_info("Making the gazetteer…")
        module.build(out)
