"""The clipboard of this laptop itself, where the system has one for every program (Windows); elsewhere a text goes to
the clipboard through the terminal.

A Windows console sets nothing by which a program could tell what it takes, so nothing is asked of it. What is copied is
marked so that it is kept in no history of the clipboard, and sent to no other machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from time import sleep
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr

if TYPE_CHECKING:
    import ctypes

_TEXT = 13
_NOT_TO_BE_KEPT = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""What Windows asks of a copy before it is kept or sent, by the names under which nothing is the answer."""
_TRIES, _PAUSE = 20, 0.05


def is_system_wide(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a program gives a text to the clipboard by itself here; not for whoever sits at another machine."""
    return platform == "win32" and not environ.get("SSH_CONNECTION")


def hand_over(text: str, by_terminal: Callable[[str], None]) -> None:
    """Puts a text on the clipboard: the system's own, or what the terminal has. Raises OSError where another program
    keeps it to itself."""
    if is_system_wide():
        put_on_clipboard(text)
    else:
        by_terminal(text)


if sys.platform == "win32":

    def put_on_clipboard(text: str) -> None:
        """Puts a text on the clipboard of Windows, in place of what is there. Raises OSError."""
        import ctypes
        from ctypes import wintypes

        user = ctypes.WinDLL("user32", use_last_error=True)
        user.CreateWindowExW.restype = wintypes.HWND
        user.OpenClipboard.argtypes = user.DestroyWindow.argtypes = [wintypes.HWND]
        only_for_messages = wintypes.HWND(-3)  # Windows takes nothing from nobody's window, and this one is never seen
        window = user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, only_for_messages, None, None, None)
        try:
            for _ in range(_TRIES):
                if user.OpenClipboard(window):
                    break
                sleep(_PAUSE)
            else:
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                _fill(user, "\r\n".join(text.split("\n")))
            finally:
                user.CloseClipboard()
        finally:
            user.DestroyWindow(window)

    def _fill(user: ctypes.WinDLL, text: str) -> None:
        """Into the open clipboard, in place of what is there."""
        import ctypes
        from ctypes import wintypes

        user.SetClipboardData.restype = wintypes.HANDLE
        user.SetClipboardData.argtypes = [wintypes.UINT, wintypes.HANDLE]
        user.EmptyClipboard()
        if not user.SetClipboardData(_TEXT, _in_memory(text.encode("utf-16-le") + b"\0\0")):
            raise ctypes.WinError(ctypes.get_last_error())
        for name in _NOT_TO_BE_KEPT:
            user.SetClipboardData(user.RegisterClipboardFormatW(name), _in_memory(bytes(4)))

    def _in_memory(content: bytes) -> int | None:
        """A piece of memory that the clipboard may keep."""
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GlobalAlloc.restype, kernel.GlobalAlloc.argtypes = wintypes.HGLOBAL, [wintypes.UINT, ctypes.c_size_t]
        kernel.GlobalLock.restype, kernel.GlobalLock.argtypes = wintypes.LPVOID, [wintypes.HGLOBAL]
        kernel.GlobalUnlock.argtypes = [wintypes.HGLOBAL]
        memory: int | None = kernel.GlobalAlloc(0x0002, len(content))
        ctypes.memmove(kernel.GlobalLock(memory), content, len(content))
        kernel.GlobalUnlock(memory)
        return memory

else:

    def put_on_clipboard(text: str) -> None:
        """There is none here but the terminal's."""
        raise OSError(tr("this system has no clipboard for every program"))
