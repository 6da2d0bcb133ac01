"""Run as a program of its own: which of CUDA's libraries load, what the driver's says of the cards.

A library can hang or crash while it loads; here that ends nothing but this.
"""

from __future__ import annotations

import ctypes
import json
import sys
import uuid

# Of CUdevice_attribute.
_MAJOR, _MINOR = 75, 76
# Where ND4J's libraries look themselves (their RUNPATH; JavaCPP's preload path).
_FOLDERS = {
    "linux": "/usr/local/cuda-11.6/lib64/",
    "win32": "C:/Program Files/NVIDIA GPU Computing Toolkit/CUDA/v11.6/bin/",
}


def loads(name: str) -> bool:
    """Whether a library is found where ND4J would look, with all that it needs."""
    for folder in ("", _FOLDERS.get(sys.platform, "")):
        try:
            # As Java does, and unlike Python's default, Windows is to look into PATH.
            ctypes.CDLL(folder + name, winmode=0)
        except OSError:
            continue
        return True
    return False


def capabilities() -> dict[str, str]:
    """Compute capability of each card by its UUID; empty without a driver."""
    name = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    if not loads(name):
        return {}
    driver = ctypes.CDLL(name)
    count = ctypes.c_int()
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return {}
    return dict(_capability(driver, index) for index in range(count.value))


def _capability(driver: ctypes.CDLL, index: int) -> tuple[str, str]:
    device, major, minor = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    identity = ctypes.create_string_buffer(16)
    driver.cuDeviceGet(ctypes.byref(device), index)
    driver.cuDeviceGetUuid(identity, device)
    driver.cuDeviceGetAttribute(ctypes.byref(major), _MAJOR, device)
    driver.cuDeviceGetAttribute(ctypes.byref(minor), _MINOR, device)
    return f"GPU-{uuid.UUID(bytes=identity.raw)}", f"{major.value}.{minor.value}"


if __name__ == "__main__":
    words = sys.argv[1:]
    answer = {name: loads(name) for name in words} if words else capabilities()
    print(json.dumps(answer))
