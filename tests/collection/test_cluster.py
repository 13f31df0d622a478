"""On a Dask cluster and from addresses, collecting ends as it does on one machine; a machine may be lost meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from distributed import Client, LocalCluster

from perfeval_xl import workers
from perfeval_xl.collection.cluster import Setup, cluster_at
from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.errors import EnvironmentMissing, UsageError
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter
from tests.collection.test_kills import everything
from tests.collection.troubles import trouble_mails

Make = Callable[..., bytes]
_MAILS = 16


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two worker processes, shared by all."""
    # Any free port for its pages: somebody else's cluster may run here
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def troubled(mailbox: Mailbox, form: Make, document: Make) -> Mailbox:
    """A mailbox with mails of every kind of trouble, and what one core makes of it in `一核.sqlite`."""
    for name, data in trouble_mails(_MAILS, form, document):
        mailbox.put(name, data)
    return mailbox


def beside(mailbox: Mailbox, name: str) -> str:
    """Return the path of another ledger for the same mails."""
    return str(mailbox.folder.parent / name)


def test_one_core_all_cores_and_a_cluster_give_the_same_ledger(
    troubled: Mailbox, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many, cluster = (beside(troubled, name) for name in ("1.db", "n.db", "c.db"))
    monkeypatch.setattr(workers, "cores", lambda: 1)
    told = collect([troubled.folder], one)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert collect([troubled.folder], many) == told
    assert collect([troubled.folder], cluster, scheduler=scheduler) == told
    assert everything(one) == everything(many) == everything(cluster)


def test_a_machine_that_is_lost_in_the_middle_loses_nothing(
    mailbox: Mailbox, form: Make, scheduler: str
) -> None:
    for number in range(12):
        mailbox.put(f"{number:02}.xlsx", form(project=f"项目{number}"))
    undisturbed = beside(mailbox, "一次.db")
    collect([mailbox.folder], undisturbed)
    lost: list[int] = []

    def lose(done: int, _total: int, _place: str) -> None:
        if not lost:
            lost.append(done)
            with Client(scheduler, set_as_default=False) as client:
                process = next(iter(client.run(os.getpid).values()))
            os.kill(process, signal.SIGKILL)

    # Few are recorded at once, so that the machine is lost while others are still under way.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("perfeval_xl.collection.collecting._AT_ONCE", 2)
        collect([mailbox.folder], mailbox.ledger, lose, scheduler=scheduler)
    assert lost
    assert everything(mailbox.ledger) == everything(undisturbed)


def test_sources_and_originals_at_addresses_give_the_same_and_come_out_again(
    mailbox: Mailbox, form: Make, document: Make, scheduler: str
) -> None:
    for name, data in trouble_mails(8, form, document):
        mailbox.put(name, data)
    mailbox.put("部门/表.xlsx", form(project="在文件夹里"))
    mailbox.put("部门/.隐藏.xlsx", form(project="隐藏的"))
    mailbox.put("信箱/cur/1.host:2,S", letter(("表.json", document(project="看过"))))
    mailbox.put("信箱/new/2.host", letter(("表.json", document(project="新的"))))
    mailbox.put("信箱/列表.txt", b"x")
    here, there = beside(mailbox, "本地.db"), beside(mailbox, "远处.db")
    memory = fsspec.filesystem("memory")
    memory.put(f"{mailbox.folder}/", "/收件", recursive=True)
    told = collect([mailbox.folder], here)
    found = collect(
        ["memory://收件"], there, scheduler=scheduler, originals="memory://原件"
    )
    assert [(one.origin, one.state, one.message) for one in found.verdicts] == [
        (one.origin, one.state, one.message) for one in told.verdicts
    ]
    local, remote = open_ledger(here), open_ledger(there)
    for one, other in zip(local.arrivals(), remote.arrivals(), strict=True):
        assert remote.original(other.sha256) == local.original(one.sha256)
        mail = local.whole_mail(one.envelope)
        assert remote.whole_mail(other.envelope) == mail
        if mail is not None:
            assert remote.original(mail) == local.original(mail)
    with closing(sqlite3.connect(there)) as ledger:
        assert ledger.execute("SELECT count(bytes) FROM content").fetchone() == (0,)
        assert ledger.execute("SELECT count(*) FROM piece").fetchone() == (0,)
    # The ledger remembers where originals are kept.
    memory.pipe("/收件/又一份.json", document(project="又一份"))
    assert collect(["memory://收件"], there).new == 1
    assert remote.original(remote.arrivals()[-1].sha256) == document(project="又一份")


def test_a_file_address_is_a_path_of_this_machine(
    mailbox: Mailbox, document: Make, tmp_path: Path
) -> None:
    mailbox.put("表.json", document())
    outside = tmp_path / "别处.json"
    outside.write_bytes(document(project="别处"))
    (mailbox.folder / "链接.json").symlink_to(outside)
    run = collect([f"file://{mailbox.folder}"], mailbox.ledger)
    assert (run.new, run.unreadable) == (1, 1)


def test_an_original_that_was_written_in_part_is_written_again(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("表.json", document())
    collect([mailbox.folder], mailbox.ledger)
    (arrival,) = open_ledger(mailbox.ledger).arrivals()
    store = mailbox.folder.parent / "原件"
    broken = store / arrival.sha256[:2] / arrival.sha256
    broken.parent.mkdir(parents=True)
    broken.write_bytes(document()[:10])
    again = beside(mailbox, "再.db")
    collect([mailbox.folder], again, originals=f"file://{store}")
    assert broken.read_bytes() == document()
    shutil.rmtree(store)
    assert open_ledger(again).original(arrival.sha256) is None


@pytest.mark.parametrize(
    ("address", "kind", "said"),
    [
        ("10.0.0.5:8786", UsageError, "不是 Dask 调度器的地址"),
        ("http://10.0.0.5:8786", UsageError, "不是 Dask 调度器的地址"),
        ("tcp://127.0.0.1:9", EnvironmentMissing, "连接不上 Dask 调度器"),
    ],
)
def test_a_scheduler_that_is_none_or_does_not_answer_is_told(
    address: str,
    kind: type[Exception],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("perfeval_xl.collection.cluster._SECONDS", 0.3)
    with pytest.raises(kind, match=said), cluster_at(address):
        pass


def test_without_the_library_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(EnvironmentMissing, match="没有安装连接集群的程序包") as told,
        cluster_at("tcp://127.0.0.1:9"),
    ):
        pass
    assert "pip install '.[cluster]'" in told.value.remedy
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(EnvironmentMissing, match="没有安装读取网址的程序包"):
        collect(["memory://收件"], "sqlite://")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://没有的", "没有找到"),
        ("ftp://用户:密码@主机/收件", "不能写密码"),
        ("nosuch://收件", "不认识"),
    ],
)
def test_an_address_that_cannot_be_read_is_told(address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        collect([address], "sqlite://")


@pytest.mark.parametrize(
    ("field", "other", "said"),
    [
        ("program", "9.9", "perfeval-xl 的版本不同：本机是"),
        ("python", "3.99", "Python 的版本不同"),
        ("schemes", "x", "评价方案不同"),
    ],
)
def test_machines_that_would_judge_with_something_else_are_refused(
    field: str, other: str, said: str
) -> None:
    ours = Setup.here()
    assert ours.refusal(Setup.here(), "一台机器") is None
    refusal = ours.refusal(replace(ours, **{field: other}), "一台机器")
    assert refusal is not None
    assert said in refusal.message


def test_a_cluster_with_other_schemes_is_refused_before_anything_is_sent(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = replace(Setup.here(), schemes="x")
    monkeypatch.setattr(Setup, "here", lambda: theirs)
    with pytest.raises(EnvironmentMissing, match="评价方案不同"), cluster_at(scheduler):
        pass


def test_whoever_gives_up_waits_for_no_answer(scheduler: str) -> None:
    with cluster_at(scheduler) as cluster:
        slow = cluster._client.submit(time.sleep, 5, pure=False)
        cluster._asked.add(slow)
        ended: list[str] = []

        def wait() -> None:
            try:
                cluster._answer(slow)
            except EnvironmentMissing as failure:
                ended.append(failure.message)

        thread = threading.Thread(target=wait)
        thread.start()
        cluster.give_up()
        thread.join(2)
        assert "连接中断" in "".join(ended)
