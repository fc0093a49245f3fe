"""What every table of the Standards has in common: nothing unknown in it, and nothing left out.

Built on first use, and then once, by the table that holds it. Without `from __future__ import annotations`, here and
where tables and bodies are: what a class says of its fields would be text, of which pydantic makes types again
(benchmarks/commands.py; domain/entries/entry.py).
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

import carelist_tui.domain.pydantic_plugins  # noqa: F401 - none is looked for


class Table(BaseModel):
    """One table of the file: frozen, nothing extra, values never shown in a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, hide_input_in_errors=True, defer_build=True)


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=60)]
