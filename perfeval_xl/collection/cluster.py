"""Files are examined on the machines of a Dask cluster that runs already; the ledger stays with whoever collects.

The machines run the same function as this one (`examining.examined`), in processes that can be stopped as here. Before
anything is sent, and again with each file, a machine says what it would judge with: another version of this program, or
other schemes, could give other results, and are refused.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import perfeval_xl
from perfeval_xl.collection.examining import Examined, examined
from perfeval_xl.collection.sources import Found
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.scheme.files import scheme_files

__all__ = ["Cluster", "Setup", "cluster_at"]

_log = logging.getLogger(__name__)
# Addresses of schedulers, with and without encryption
_SCHEMES = ("tcp://", "tls://")
# Of waiting for a scheduler
_SECONDS = 10
_INSTALL = "请先在本软件的文件夹里运行 pip install '.[cluster]'，或者去掉 --scheduler，在本机上收集。"
_CHECK = "请检查地址和端口、调度器是否在运行、网络是否相通；也可以去掉 --scheduler，在本机上收集。"
_AGAIN = "已经登记的都已保存；请检查集群后再运行一次同样的命令，接着做完。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a machine judges with: the versions of this program and of Python, and a digest of all its schemes."""

    program: str
    python: str
    schemes: str

    @classmethod
    @cache
    def here(cls) -> Setup:
        """Return that of this machine."""
        # Schemes of one's own count: they decide what is scored
        digest = hashlib.sha256()
        for name, files in scheme_files().items():
            for file in files:
                digest.update(name.encode() + b"\0" + file.path.read_bytes() + b"\0")
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return cls(
            program=perfeval_xl.__version__, python=python, schemes=digest.hexdigest()
        )

    def refusal(self, theirs: Setup, machine: str) -> EnvironmentMissing | None:
        """Return why a machine with that setup may not judge for this one; `None` where it may."""
        # Versions first: with another one the digests need not agree
        for name, own, other in (
            ("perfeval-xl 的版本", self.program, theirs.program),
            ("Python 的版本", self.python, theirs.python),
        ):
            if own != other:
                return EnvironmentMissing(
                    f"集群里的{machine}与本机{name}不同：本机是{own}，它是{other}。",
                    "请把集群的每台机器（含调度器）装成与本机相同的版本后重新收集。",
                )
        if self.schemes != theirs.schemes:
            return EnvironmentMissing(
                f"集群里的{machine}与本机的评价方案不同，评出的分可能不一样。",
                "请把自己的评价方案（PERFEVAL_SCHEMES 指的文件夹）原样放到每台机器上。",
            )
        return None


class Cluster:
    """A cluster that somebody runs, seen from here. `size` is how many files it can examine at a time."""

    def __init__(self, client: Any, size: int) -> None:
        # Its methods state no types
        self._client = client
        self._asked: set[Any] = set()
        self.size = size

    def examined(self, item: Found, key: bytes | None) -> Examined:
        """Examine an item on some machine; asked by several threads at once.

        A machine that is lost meanwhile is replaced by another one; an item that several machines were lost with is
        examined here. Raises `EnvironmentMissing` where the cluster is gone.
        """
        # Loaded only here: most collections run without a cluster
        from distributed import KilledWorker

        # Never from the memory of the scheduler: what was asked twice is done twice
        future = self._client.submit(
            _examined_there,
            item,
            key,
            Setup.here(),
            pure=False,
        )
        self._asked.add(future)
        try:
            return self._answer(future)
        except KilledWorker:
            # Several machines were lost with it: this one has limits that stop it
            _log.warning("%s is examined here: machines were lost with it", item.origin)
            return examined(item, key)
        finally:
            self._asked.discard(future)

    def _answer(self, future: Any) -> Examined:
        from distributed import CancelledError

        try:
            found: Examined = future.result()
        except (CancelledError, OSError, TimeoutError) as failure:
            raise EnvironmentMissing(
                f"与集群的连接中断（{type(failure).__name__}）。", _AGAIN
            ) from failure
        return found

    def give_up(self) -> None:
        """Let everybody go who waits for an answer; nothing more is asked."""
        self._client.cancel(list(self._asked), force=True)


@contextmanager
def cluster_at(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at `tcp://…` or `tls://…`.

    Raises `UsageError` for another address, and `EnvironmentMissing` where the library is not installed, nobody answers,
    no machine is ready, or one of them would judge with something else than this one.
    """
    if not address.lower().startswith(_SCHEMES):
        raise UsageError(
            f"“{address}”不是 Dask 调度器的地址。",
            "请写成 tcp://机器:端口（加密的写 tls://），如 tcp://10.0.0.5:8786。",
        )
    # Machines are looked at before anything is sent
    client = _connected(address)
    try:
        yield Cluster(client, _size(client, address))
    finally:
        client.close()


def _connected(address: str) -> Any:
    try:
        import distributed
    except ModuleNotFoundError as failure:
        raise EnvironmentMissing(
            f"没有安装连接集群的程序包（{failure.name}）。", _INSTALL
        ) from failure
    connect: Any = distributed.Client
    # Dask warns of files as large as mails are, and of versions that it can do with; those that matter are compared here.
    warnings.filterwarnings("ignore", module=r"distributed\..*")
    try:
        return connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        raise EnvironmentMissing(
            f"连接不上 Dask 调度器“{address}”（{type(failure).__name__}）。", _CHECK
        ) from failure


def _size(client: Any, address: str) -> int:
    """Return how many files the machines can examine at a time, once they were found to judge as this one does."""
    threads: dict[str, int] = client.nthreads()
    if not threads:
        raise EnvironmentMissing(
            f"Dask 调度器“{address}”下面没有工作进程。",
            "请先在各台机器上启动 dask worker，再重新收集。",
        )
    # A machine that has no such function answers with the failure
    told: dict[str, Any] = client.run(_setup_there, on_error="return")
    for machine, setup in told.items():
        if not isinstance(setup, Setup):
            raise EnvironmentMissing(
                f"集群里的{machine}没有装 perfeval-xl，或者装的版本太旧（{setup}）。",
                "请在集群的每台机器（含调度器）上安装与本机相同的版本。",
            )
        refusal = Setup.here().refusal(setup, machine)
        if refusal is not None:
            raise refusal
    return sum(threads.values())


def _setup_there() -> Setup:
    return Setup.here()


def _examined_there(item: Found, key: bytes | None, expected: Setup) -> Examined:
    """Examine an item on a machine of the cluster, which may have joined since the others were looked at."""
    refusal = expected.refusal(Setup.here(), "一台机器")
    if refusal is not None:
        raise refusal
    # Dask runs us in a process that is to end with its parent; such a one may start no others unless it says otherwise.
    multiprocessing.current_process().daemon = False
    return examined(item, key)
