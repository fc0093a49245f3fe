"""No plugin of pydantic is looked for: one would be given whatever is read or recorded, and none is ours.

Looking imports how packages are installed, `importlib.metadata` with `email` and `zipfile`, and reads what each of
them says of itself: a tenth of what `show` took (benchmarks/commands.py). What pydantic imports for it is a module that
knows of none, put in its place before the first model is made. tests/cli/test_what_a_command_imports.py fails where a
later pydantic goes another way.
"""

from __future__ import annotations

import sys
from types import ModuleType

_LOADER = "pydantic.plugin._loader"


def _no_plugins() -> tuple[()]:
    return ()


_loader = ModuleType(_LOADER)
vars(_loader)["get_plugins"] = _no_plugins
sys.modules.setdefault(_LOADER, _loader)
