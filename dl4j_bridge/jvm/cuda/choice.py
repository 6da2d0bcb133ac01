"""Card or processor: what `auto` stands for, whether a named CUDA backend can run."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import BackendError
from ..jars.backends import jar_set, plan
from ..variables import of_user
from .finding import Found, find
from .rule import Verdict, judge, visible

AUTO = "auto"
_CUDA = "cuda-11.6"


def is_cuda(backend: str) -> bool:
    """Whether a jar set computes on a card."""
    return backend.startswith("cuda-")


def automatic(look: Callable[[], Found] = find) -> tuple[str, str]:
    """The backend that `auto` stands for on this machine, and why; downloads nothing."""
    verdict = judge(look())
    if verdict.obstacle:
        return "cpu", verdict.obstacle
    try:
        missing = plan(jar_set(_CUDA)).missing_size
    except BackendError as error:
        return "cpu", str(error)
    if missing:
        return "cpu", (
            f"{_cards(verdict)} could be used, but {missing / 1e6:.0f} MB of jars are not here: "
            f"`dl4j-bridge backends fetch {_CUDA}` gets them"
        )
    return _CUDA, f"{_cards(verdict)} can be used"


def check(backend: str, look: Callable[[], Found] = find) -> None:
    """Refuse a CUDA backend that could not run, before anything is downloaded or started.

    Raises:
        BackendError: no card that Deeplearning4j can use, its driver or CUDA's libraries are not
            as needed.
    """
    if is_cuda(backend) and (obstacle := judge(look()).obstacle):
        raise BackendError(
            f"The backend {backend} cannot run here: {obstacle}. Take the backend cpu, or auto."
        )


def environment(backend: str, look: Callable[[], Found] = find) -> dict[str, str]:
    """Variables that CUDA reads: cards are numbered as nvidia-smi does, unfit ones are hidden."""
    if not is_cuda(backend):
        return {}
    found = look()
    verdict = judge(found)
    chosen = {"CUDA_DEVICE_ORDER": of_user().get("CUDA_DEVICE_ORDER", "PCI_BUS_ID")}
    if verdict.usable and len(verdict.refused) < len(visible(found)) and verdict.refused:
        chosen["CUDA_VISIBLE_DEVICES"] = ",".join(verdict.usable)
    return chosen


def _cards(verdict: Verdict) -> str:
    return " and ".join(verdict.names)
