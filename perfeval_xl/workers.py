"""Work on one received file in a process of its own, which can be stopped: a thread that hangs cannot.

The process lives on from file to file, so that a file costs a pipe and not a start; it is ended when it takes too long,
and when it needs more memory than it may. The next file gets a new one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from perfeval_xl.errors import EnvironmentMissing, TookTooLong, TookTooMuch
from perfeval_xl.limits import LIMITS

__all__ = [
    "Worker",
    "bounded",
    "cores",
    "ignoring_interrupts",
    "in_order",
    "took_too_long",
    "took_too_much",
    "worker",
]

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Item = TypeVar("_Item")
# Of waiting for a process to start, and to load what the work needs
_START_SECONDS = 120
# Of computing; then the system ends a process whose parent is gone
_MORE_SECONDS = 10
# Where Linux says how much memory this process has
_STATM = Path("/proc/self/statm")
_WAITING = 4
"""How many items a core may have in front of it: enough to keep it busy, few enough to keep memory small."""
# Objects after which Python looks for circles of them; after every 700, it costs a twentieth of the time
_OBJECTS = 20_000
# What a process says before its answer
_BEGUN = "begun"
# How work ended
_DONE, _FAILED, _STOPPED, _NO_TIME, _NO_MEMORY = (
    "done",
    "failed",
    "stopped",
    "no time",
    "no memory",
)
_REMEDY = "请用下发的自评表重新填写后报送；内容正常而仍然如此的，请把文件交给维护人员。"


def took_too_long(file: str) -> TookTooLong:
    """Return the error of a file on which work was stopped after its time."""
    return TookTooLong(f"处理“{file}”超过{LIMITS.work_seconds}秒，已停止。", _REMEDY)


def took_too_much(file: str) -> TookTooMuch:
    """Return the error of a file that needed more memory than it may, or ended whoever worked on it."""
    told = f"处理“{file}”所需的内存超过{LIMITS.work_bytes // 2**20}MB，或者处理它的进程意外中止，已停止。"
    return TookTooMuch(told, _REMEDY)


class Worker:
    """One process that does work for this one. Not for several threads at once."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False

    def start(self) -> None:
        """Start the process where there is none; it gets ready while the caller goes on."""
        if self._process is not None and self._process.is_alive():
            return
        # One that has ended is cleared away first
        self.stop()
        # Spawned, so that nothing of this process is in it
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with ignoring_interrupts():
            self._process.start()
        # The end that the other process holds: only so does a read end when it dies
        theirs.close()
        self._ready = False

    def stop(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def interrupt(self) -> None:
        """End the process while another thread waits for its answer, which then gets none."""
        process = self._process
        if process is not None:
            process.kill()

    def run(
        self, file: str, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
    ) -> _T:
        """Return what `work` returns for these arguments, or raise what it raises; both travel between processes.

        `work` is a function of a module. `file` is the name for messages. Raises `TookTooLong` or `TookTooMuch` where the
        process had to be ended, and `EnvironmentMissing` where none can be started.
        """
        self.start()
        # Stopped, unless an answer says otherwise: so it is after an interruption, too
        state = _STOPPED
        answer: Any = None
        try:
            state, answer = self._answer(work, arguments, named)
        except (EOFError, OSError):
            # A pipe that breaks means that the process is gone: memory is the usual reason
            state = _NO_MEMORY
        finally:
            if state in {_STOPPED, _NO_TIME, _NO_MEMORY}:
                # What it still answers would be taken for the answer about the next file
                self.stop()
        if state == _NO_TIME:
            raise took_too_long(file)
        if state == _NO_MEMORY:
            raise took_too_much(file)
        if state == _FAILED:
            raise answer
        result: _T = answer
        return result

    def _answer(
        self, work: object, arguments: object, named: object
    ) -> tuple[str, Any]:
        assert self._pipe is not None
        self._wait_until_ready(self._pipe)
        # The work may look at the environment and the folder: they travel with it
        self._pipe.send((dict(os.environ), str(Path.cwd()), work, arguments, named))
        # The first file of a process waits for the modules that the work needs, which is no fault of the file.
        if not self._pipe.poll(_START_SECONDS) or self._pipe.recv() != _BEGUN:
            return _NO_TIME, None
        if not self._pipe.poll(LIMITS.work_seconds):
            return _NO_TIME, None
        answer: tuple[str, Any] = self._pipe.recv()
        return answer

    def _wait_until_ready(self, pipe: Connection) -> None:
        if self._ready:
            return
        # The process says once that it has started
        try:
            self._ready = pipe.poll(_START_SECONDS) and pipe.recv() == _DONE
        except (EOFError, OSError):
            self._ready = False
        if not self._ready:
            self.stop()
            raise EnvironmentMissing(
                "无法启动处理文件的进程。",
                "请重新运行；仍然如此的，请重新启动计算机后再试。",
            )


_idle: list[Worker] = []
_lent: list[Worker] = []


@contextmanager
def worker() -> Iterator[Worker]:
    """Lend a worker; it is kept for the next one who asks, and ends with this process."""
    try:
        lent = _idle.pop()
    except IndexError:
        lent = Worker()
    lent.start()
    _lent.append(lent)
    try:
        yield lent
    finally:
        _lent.remove(lent)
        _idle.append(lent)


def cores() -> int:
    """Return how many cores this process may use."""
    # A container may have fewer cores than the machine
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[_Item], _T],
    items: Iterable[_Item],
    at_once: int | None = None,
    *,
    give_up: Callable[[], None] | None = None,
) -> Generator[_T]:
    """Yield what `work` returns for every item, in the order of the items; `at_once` at a time, by default all cores.

    `work` runs in a thread, and lends a `worker` for whatever takes long. Items are taken as they are needed, so that
    memory stays the same however many there are. What `work` raises is raised when its turn comes. Where the work is
    done elsewhere, `give_up` lets the threads go that wait for it, once nobody wants the answers any more.
    """
    # Threads only wait; the work is done by processes
    processes = at_once or cores()
    waiting: deque[Future[_T]] = deque()
    threads = ThreadPoolExecutor(processes)
    finished = False
    try:
        for item in items:
            # Only so many wait, and the oldest is asked for first: order and memory are both kept
            if len(waiting) >= processes * _WAITING:
                yield waiting.popleft().result()
            if give_up is None:
                _start_idle(min(processes, len(waiting) + 1))
            waiting.append(threads.submit(work, item))
        # What is still on its way when the items have ended
        while waiting:
            yield waiting.popleft().result()
        finished = True
    finally:
        if not finished:
            # Else the threads would wait for their answers first.
            _end_lent()
            if give_up is not None:
                give_up()
        # Nothing that has not begun will begin
        threads.shutdown(cancel_futures=True)


def _start_idle(count: int) -> None:
    """Have so many workers, lent ones included: started from a thread, one would hear Ctrl+C while it imports."""
    while len(_idle) + len(_lent) < count:
        fresh = Worker()
        fresh.start()
        _idle.insert(0, fresh)


def _end_lent() -> None:
    """End the processes of all workers that are at something; who waits for one is told that it has ended."""
    for lent in _lent:
        lent.interrupt()


class _TimeIsUp(BaseException):
    """Nothing on the way may take this for a failure of its own."""


@contextmanager
def bounded(file: str) -> Iterator[None]:
    """Hold what is done about one file in this very process to the limits of a worker, as far as the system lets it.

    For commands about a single file, which need not wait for another process to start. On Linux memory is limited too;
    on Windows, in a browser, and outside the main thread, nothing is. Raises `TookTooLong` or `TookTooMuch`.
    """
    # Only the main thread of a system with alarms can be interrupted
    if (
        sys.platform in {"win32", "emscripten"}
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    import resource

    def ring(*_signal: object) -> None:
        raise _TimeIsUp

    # All that is changed is put back, as it was found
    memory = resource.getrlimit(resource.RLIMIT_AS)
    _limit_memory()
    rung = signal.signal(signal.SIGALRM, ring)
    left, again = signal.setitimer(signal.ITIMER_REAL, LIMITS.work_seconds)
    # Whoever works inside may not swallow the alarm: it is no Exception
    try:
        yield
    except _TimeIsUp:
        raise took_too_long(file) from None
    except MemoryError:
        raise took_too_much(file) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)
        signal.signal(signal.SIGALRM, rung)
        resource.setrlimit(resource.RLIMIT_AS, memory)


@contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """What is started in this block ignores Ctrl+C from its first moment, while it still imports; the parent ends it.

    Python lets the main thread alone change this; elsewhere nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(pipe: Connection) -> None:
    """Do what is asked until nobody asks any more."""
    # Ctrl+C reaches every process of the terminal: the parent decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    gc.set_threshold(_OBJECTS)
    pipe.send(_DONE)
    while True:
        try:
            environment, folder, work, arguments, named = pipe.recv()
        except EOFError:
            return
        # Surroundings and time are those of this piece of work
        _surround(environment, folder)
        _limit_time()
        pipe.send(_BEGUN)
        state, answer = _done(work, arguments, named)
        # An answer that cannot be sent is told in words, so that nobody waits for it
        _answer(pipe, state, answer)
        # A process that ran out of memory is of no more use
        if state == _NO_MEMORY:
            return


def _done(
    work: Callable[..., object], arguments: tuple[Any, ...], named: dict[str, Any]
) -> tuple[str, object]:
    try:
        return _DONE, work(*arguments, **named)
    except MemoryError:
        return _NO_MEMORY, None
    except Exception as failure:  # noqa: BLE001 - the caller decides what it means
        # The traceback does not travel: it is added as a note
        failure.add_note("".join(traceback.format_exception(failure)))
        return _FAILED, failure


def _answer(pipe: Connection, state: str, answer: object) -> None:
    """Send the answer; what cannot travel is told by its words."""
    try:
        pipe.send((state, answer))
    except MemoryError:
        pipe.send((_NO_MEMORY, None))
    except (TypeError, ValueError, AttributeError) as failure:
        pipe.send(
            (_FAILED, RuntimeError(f"{type(answer).__name__}: {answer} ({failure})"))
        )


def _surround(environment: dict[str, str], folder: str) -> None:
    """Put the surroundings of the caller around the work: keys and folders of schemes are looked up there."""
    if environment != dict(os.environ):
        os.environ.clear()
        os.environ.update(environment)
    if folder != str(Path.cwd()):
        os.chdir(folder)


def _limit_memory() -> None:
    """Let this process take so much more than it has now; only Linux says how much that is."""
    if sys.platform != "linux":
        return
    import resource

    # The first figure are all pages
    taken = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = taken + LIMITS.work_bytes
    # A lower limit of the system stays
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _limit_time() -> None:
    """Have the system end this process should it still compute long after the caller has given up, or is gone."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    # What was computed for earlier files does not count
    most = int(usage.ru_utime + usage.ru_stime) + LIMITS.work_seconds + _MORE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
