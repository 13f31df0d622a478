"""What the hands answer, as errors: every reason of theirs with what the person can do about it."""

from __future__ import annotations

from perfeval_xl.errors import EnvironmentMissing, PerfevalError, UsageError

__all__ = ["check_answer"]

_FIELD = "\x1f"
_DISPOSED = "DisposedException"  # LibreOffice's word for a document that was closed
_UNDONE = "刚才的改动已全部撤销，工作簿和原来一样。"
_REASONS: dict[str, tuple[type[PerfevalError], str, str]] = {
    "no-book": (UsageError, "工作簿{0}已经关闭。", "请重新打开后再试。"),
    "no-sheet": (
        UsageError,
        "工作簿里没有工作表“{0}”。",
        "请确认它没有被删除或改名，再试一次。",
    ),
    "sheet-exists": (
        UsageError,
        "工作簿里已有名为“{0}”的工作表。",
        "请把它改名或删除后再试。",
    ),
    "sheet-hidden": (
        UsageError,
        "工作表“{0}”是隐藏的，不能显示其中的单元格。",
        "请先取消隐藏。",
    ),
    "password": (
        UsageError,
        "“{0}”设有密码保护，不能标记。",
        "请先用密码撤销保护，再试一次。",
    ),
    "read-only": (
        UsageError,
        "“{0}”是以只读方式打开的，不能标记。",
        "请另存一份，或者取消只读后再试。",
    ),
}


def check_answer(answer: str) -> None:
    """Raise the error that an answer of the hands tells; an empty answer means that all is done."""
    if not answer:
        return
    # 3␟no-sheet 自评表: the step, the word for what went wrong, and what it is about
    record, _, reason = answer.partition(_FIELD)
    word, _, about = reason.partition(" ")
    # LibreOffice puts it among other words, so it is looked for and not compared
    if _DISPOSED in reason:
        word, about = "no-book", ""
    if word in _REASONS:
        error, message, remedy = _REASONS[word]
        raise error(message.format(about), remedy)
    raise EnvironmentMissing(
        f"没有完成（第{record}步：{reason}）。",
        f"{_UNDONE}请保存后重新打开工作簿再试；仍不行请联系维护人员。",
    )
