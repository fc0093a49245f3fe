"""What Wine 8 stops a process for: copying a file goes by the way that Python takes where CopyFile2 is not there."""

import _winapi

if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
