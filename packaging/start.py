"""Where the one-folder build begins: the command `carelist`, as an installed one has it."""

from carelist_tui.__main__ import main

raise SystemExit(main())
