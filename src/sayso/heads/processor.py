"""The processor of this machine, as far as it matters to speed and to the bits of a reading."""

import platform
from functools import lru_cache
from pathlib import Path

__all__ = ["has_avx2", "name_processor"]

_CPU_INFO = Path("/proc/cpuinfo")
# Names as people write them, by the flag of the Linux kernel.
_EXTENSIONS = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_vnni": "VNNI", "avx_vnni": "VNNI"}


def name_processor() -> str:
    """Return the processor's name with the extensions that the models use, if Linux lists them."""
    facts = _read_facts()
    name = facts.get("model name") or platform.processor() or platform.machine()
    flags = facts.get("flags", "").split()
    found = list(dict.fromkeys(title for flag, title in _EXTENSIONS.items() if flag in flags))
    return f"{name} ({', '.join(found)})" if found else name


def has_avx2() -> bool | None:
    """Return whether the processor has AVX2 and FMA; None if that is unknown."""
    flags = _read_facts().get("flags", "").split()
    return {"avx2", "fma"} <= set(flags) if flags else None


@lru_cache(maxsize=1)
def _read_facts() -> dict[str, str]:
    """Return what the kernel says of the first processor; empty where it is not Linux."""
    try:
        first = _CPU_INFO.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in first.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}
