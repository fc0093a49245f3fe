"""The clipboard of Windows takes a copy, and is told to keep it in no history."""

from __future__ import annotations

import sys

import pytest

from carelist_tui.exchange.clipboard import hand_over, is_system_wide

pytestmark = pytest.mark.windows


def on_the_clipboard() -> tuple[str, set[str]]:
    """The text that is there, and the names of all that is."""
    text = ""
    names: set[str] = set()
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
        user.GetClipboardData.restype, kernel.GlobalLock.restype = wintypes.HANDLE, wintypes.LPVOID
        kernel.GlobalLock.argtypes = kernel.GlobalUnlock.argtypes = [wintypes.HANDLE]
        assert user.OpenClipboard(None)
        try:
            memory = user.GetClipboardData(13)
            text = ctypes.wstring_at(kernel.GlobalLock(memory))
            kernel.GlobalUnlock(memory)
            form = 0
            while form := user.EnumClipboardFormats(form):
                name = ctypes.create_unicode_buffer(100)
                if user.GetClipboardFormatNameW(form, name, 100):
                    names.add(name.value)
        finally:
            user.CloseClipboard()
    return text, names


def test_a_copy_is_on_the_clipboard_of_the_system_and_asks_to_be_kept_nowhere() -> None:
    assert is_system_wide({})
    given: list[str] = []
    for text in ("Zoë Núñez, P-0042\nŁukasz rang\n", "🙂 second\n"):
        hand_over(text, given.append)
        told, names = on_the_clipboard()
        assert told == text.replace("\n", "\r\n")
        assert {"CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"} <= names
    assert given == [], "nothing goes through the terminal"
