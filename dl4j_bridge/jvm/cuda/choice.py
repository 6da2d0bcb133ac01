"""Card or processor: what `auto` stands for, whether a named CUDA backend can run."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import BackendError
from ..jars.backends import JarSet, available, jar_set, plan
from ..variables import of_user
from .finding import CUDNN, Found, find
from .rule import Verdict, judge, visible

AUTO = "auto"


def is_cuda(backend: str) -> bool:
    """Whether a jar set computes on a card."""
    return backend.startswith("cuda-")


def automatic(look: Callable[[], Found] = find) -> tuple[str, str]:
    """The backend that `auto` stands for on this machine, and why; downloads nothing."""
    names = dict.fromkeys(one.backend for one in available() if is_cuda(one.backend))
    if not names:
        return "cpu", "there is no CUDA backend for this platform"
    verdicts = {name: _verdict(jar_set(name), look()) for name in names}
    able = [name for name, verdict in verdicts.items() if not verdict.obstacle]
    if not able:
        return "cpu", next(iter(verdicts.values())).obstacle
    cards = " and ".join(verdicts[able[0]].names)
    missing = {name: plan(jar_set(name)).missing_size for name in able}
    best = min(able, key=lambda name: missing[name])
    if not missing[best]:
        return best, f"{cards} can be used"
    return "cpu", (
        f"{cards} could be used, but {missing[best] / 1e6:.0f} MB of jars are not here: "
        f"`dl4j-bridge backends fetch {best}` gets them"
    )


def check(jars: JarSet, look: Callable[[], Found] = find) -> None:
    """Refuse a CUDA backend that could not run, before anything is downloaded or started.

    Raises:
        BackendError: no card that Deeplearning4j can use, its driver or CUDA's libraries are not
            as needed.
    """
    if is_cuda(jars.backend) and (obstacle := _verdict(jars, look()).obstacle):
        raise BackendError(
            f"The backend {jars.backend} cannot run here: {obstacle}. "
            "Take the backend cpu, or auto."
        )


def check_cards(backend: str, wanted: int, look: Callable[[], Found] = find) -> None:
    """Refuse a training on more cards than Deeplearning4j can use here.

    Raises:
        BackendError: the backend computes on the processor, or fewer cards are there.
    """
    if not is_cuda(backend):
        raise BackendError(
            f"{wanted} graphics cards were asked for, but the backend {backend} computes on the "
            "processor. Take --backend cuda-11.6 where cards are, or leave --gpus out."
        )
    verdict = judge(look())
    if len(verdict.usable) < wanted:
        usable = ", ".join(verdict.names) or "none"
        others = f" ({'; '.join(verdict.refused)})" if verdict.refused else ""
        raise BackendError(
            f"{wanted} graphics cards were asked for, but Deeplearning4j can use "
            f"{len(verdict.usable)} here: {verdict.obstacle or usable + others}. "
            "Ask for as many as there are; `dl4j-bridge doctor` shows them."
        )


def environment(backend: str, look: Callable[[], Found] = find) -> dict[str, str]:
    """Variables that CUDA reads: cards are numbered as nvidia-smi does, unfit ones are hidden."""
    if not is_cuda(backend):
        return {}
    found = look()
    verdict = judge(found)
    chosen = {"CUDA_DEVICE_ORDER": of_user().get("CUDA_DEVICE_ORDER", "PCI_BUS_ID")}
    if verdict.refused and len(verdict.refused) < len(visible(found)):
        chosen["CUDA_VISIBLE_DEVICES"] = ",".join(verdict.usable)
    return chosen


def _verdict(jars: JarSet, found: Found) -> Verdict:
    if jars.backend.endswith("-redist"):
        return judge(found)  # the jars have CUDA's libraries
    cudnn = jars.classifier.endswith("-cudnn")
    return judge(found, [name for name in found.missing if cudnn or name not in CUDNN])
