"""Trials on the machines of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ..errors import BridgeError, SetupError
from .workers import Worker


class Cluster:
    """Runs orders where a Dask scheduler puts them; `Workers` does on this machine.

    Each of its workers needs this package and a file system that all of them share, because
    data and run folders are passed as paths. A run gets a process of its own there.

    Args:
        address: of the scheduler, such as `tcp://127.0.0.1:8786`.
        timeout: seconds to wait for it.

    Raises:
        SetupError: Dask is not installed, or no scheduler answers at the address.
    """

    def __init__(self, address: str, timeout: float = 10) -> None:
        try:
            from distributed import Client
        except ImportError as fault:
            raise SetupError(
                "--cluster needs Dask, which is not installed. "
                "Type: pip install 'dl4j-bridge[cluster]'"
            ) from fault
        try:
            self._client = Client(address, timeout=timeout)
        except (OSError, ValueError) as fault:
            raise SetupError(
                f"No Dask scheduler answers at {address} ({fault}). `dask scheduler` starts one, "
                "`dask worker ADDRESS` adds a machine to it."
            ) from fault

    def run(
        self,
        orders: Sequence[dict[str, Any]],
        on_row: Callable[[int, dict[str, Any]], None],
        on_end: Callable[[int, dict[str, Any]], None],
    ) -> None:
        """As `Workers.run`; rows come all at once when a run has ended."""
        from distributed import as_completed

        try:
            futures = {
                self._client.submit(_run, order, pure=False): number
                for number, order in enumerate(orders)
            }
            for future in as_completed(futures):
                number = futures[future]
                if future.exception() is not None:
                    on_end(number, {"status": "failed", "message": str(future.exception())})
                    continue
                rows, outcome = future.result()
                for row in rows:
                    on_row(number, row)
                on_end(number, outcome)
        finally:
            self._client.close()


def _run(order: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Run a trial in a process of its own: ND4J's random numbers belong to a main thread."""
    rows: list[dict[str, Any]] = []
    worker = Worker()
    try:
        return rows, worker.run(order, partial(_append, rows))
    except BridgeError as error:
        return rows, {"status": "failed", "message": str(error)}
    finally:
        worker.close()


def _append(rows: list[dict[str, Any]], row: dict[str, Any]) -> None:
    rows.append(row)
