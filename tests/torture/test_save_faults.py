"""Every kind of save with every fault of a disk at each of its calls."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.test_save_faults import check, figure, pytestmark, tries

__all__ = ["pytestmark"]


@pytest.mark.fault(7)
@pytest.mark.parametrize("kind", ["save", "npz", "safetensors", "import", "checkpoint"])
def test_every_fault_at_every_call(
    tmp_path: Path, kind: str, record_property: Callable[[str, str], None]
) -> None:
    faults = [
        *(f"{error}/once" for error in ("ENOSPC", "EIO", "EACCES", "EINTR", "EROFS", "EDQUOT")),
        *(f"{error}/from then on" for error in ("ENOSPC", "EIO", "EACCES")),
        "ENOSPC/short",
        "ENOSPC/short, then full",
        "EIO/short, then full",
        "FSIZE/997",
    ]
    tried = tries(tmp_path, *(f"{kind}/{fault}" for fault in faults))
    for one in tried:
        check(one)
    assert sum(one["error"] is None for one in tried) >= len(faults)
    record_property("figure", f"{kind}: {figure(tried)}")
