"""What can stop a command: each error says in one sentence what is wrong and what to do.

    PerfevalError
     ├─ SubmissionFileError (ValueError)    the file that was handed in cannot be read at all; has a problem code
     │   ├─ NotAWorkbook                    PE-075
     │   ├─ EncryptedWorkbook               PE-076
     │   ├─ NotOurForm                      PE-077
     │   │   └─ OtherTable                  PE-301
     │   ├─ SeveralForms                    PE-308
     │   ├─ UnclearForm                     PE-231
     │   ├─ TooLargeWorkbook                PE-078
     │   ├─ BadSubmissionJson               PE-079
     │   ├─ ProgramFailed                   PE-080
     │   ├─ TookTooLong                     PE-180
     │   ├─ TookTooMuch                     PE-181
     │   ├─ NotAReport                      PE-220
     │   └─ NoLineage                       PE-221
     ├─ SchemeError (ValueError)            a scheme file is wrong: names file, key and remedy
     ├─ TemplateError (ValueError)          a report template is wrong: names the tag and where it stands
     ├─ UsageError (ValueError)             the command was called in a way that cannot work
     └─ EnvironmentMissing (RuntimeError)   a program, server or permission is missing on this machine

Findings about what people filled in are `Problem`s, not exceptions; everything else that is raised is a bug.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

__all__ = [
    "BadSubmissionJson",
    "EncryptedWorkbook",
    "EnvironmentMissing",
    "Fault",
    "NoLineage",
    "NotAReport",
    "NotAWorkbook",
    "NotOurForm",
    "OtherTable",
    "PerfevalError",
    "ProgramFailed",
    "SchemeError",
    "SeveralForms",
    "SubmissionFileError",
    "TemplateError",
    "TooLargeWorkbook",
    "TookTooLong",
    "TookTooMuch",
    "UnclearForm",
    "UsageError",
    "system_reason",
]

# What systems say about files, in Chinese; anything else stands as it is said
_REASONS = {
    getattr(errno, name): reason
    for name, reason in {
        "ENOSPC": "磁盘空间不足",
        "EDQUOT": "磁盘配额已用完",
        "EFBIG": "文件超过了系统允许的大小",
        "EACCES": "没有权限，或者文件正被其他程序占用",
        "EPERM": "没有权限",
        "EROFS": "磁盘是只读的",
        "ENOENT": "没有这个文件或文件夹",
        "ENOTDIR": "路径中有一段不是文件夹",
        "EEXIST": "已有同名的文件",
        "EISDIR": "它是文件夹",
        "ENAMETOOLONG": "名称太长",
        "EBUSY": "正被其他程序占用",
        "ETXTBSY": "正被其他程序占用",
        "EMFILE": "打开的文件太多",
        "EIO": "磁盘读写出错",
    }.items()
    # Not every system has all of them
    if hasattr(errno, name)
}


class PerfevalError(Exception):
    """Base of all errors a user can cause. `message` says what is wrong, `remedy` what to do; both are Chinese."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}{self.remedy}"


class SubmissionFileError(PerfevalError, ValueError):
    """A file that was handed in cannot be read; in a batch it becomes the problem with `code`."""

    code: ClassVar[str]


class NotAWorkbook(SubmissionFileError):
    """The bytes are no workbook of a kind that is read (.xlsx, .xlsm, .ods, .xls), whatever the file is called."""

    code = "PE-075"


class EncryptedWorkbook(SubmissionFileError):
    """The workbook can only be opened with a password."""

    code = "PE-076"


class NotOurForm(SubmissionFileError):
    """A workbook, but not a form of any known scheme."""

    code = "PE-077"


class OtherTable(NotOurForm):
    """A table of another kind than a 自评表: a declaration of targets, a budget, a list of names."""

    code = "PE-301"


class SeveralForms(SubmissionFileError):
    """A file with several filled-in forms, where one submission was asked for."""

    code = "PE-308"


class UnclearForm(SubmissionFileError):
    """A workbook without any mark: which of its sheets is to be read, or under which scheme, cannot be told."""

    code = "PE-231"


class TooLargeWorkbook(SubmissionFileError):
    """The workbook unpacks to more than a form can hold: damaged, or made to harm."""

    code = "PE-078"


class BadSubmissionJson(SubmissionFileError):
    """The file is not the JSON of a submission."""

    code = "PE-079"


class TookTooLong(SubmissionFileError):
    """Working on the file was stopped after the time that one file may take."""

    code = "PE-180"


class TookTooMuch(SubmissionFileError):
    """Working on the file was stopped because it took more memory than one file may, or ended its process."""

    code = "PE-181"


class ProgramFailed(SubmissionFileError):
    """The program itself fails on this file: a bug, which must not keep it from the next one."""

    code = "PE-080"


class NotAReport(SubmissionFileError):
    """The file whose figures should be traced is no Word document."""

    code = "PE-220"


class NoLineage(SubmissionFileError):
    """A Word document without the record of where its figures come from."""

    code = "PE-221"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a key of a scheme: a code of `scheme/faults.toml` with its slots.

    A slot is a text or a figure, which is said as it stands, or a tuple of names of keys, which are said by what they
    are called where the fault is told.
    """

    code: str
    slots: Mapping[str, str | int | tuple[str, ...]] = field(default_factory=dict)


class SchemeError(PerfevalError, ValueError):
    """A scheme is missing or its file is wrong.

    `key` is the dotted key that is wrong (`bands[2].lowest`) and `fault` what is wrong with it; they are empty and
    `None` where no key is at fault.
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        key: str = "",
        fault: Fault | None = None,
    ) -> None:
        super().__init__(message, remedy)
        self.key = key
        self.fault = fault


class TemplateError(PerfevalError, ValueError):
    """A report template is not a .docx, or holds a tag that cannot be filled in."""


class UsageError(PerfevalError, ValueError):
    """The command cannot work as it was called."""


class EnvironmentMissing(PerfevalError, RuntimeError):
    """Something this machine lacks, or may not do: a program, a server, a writable folder."""


def system_reason(error: OSError) -> str:
    """Return why the system refused, in Chinese; a reason that is not known stands as the system said it.

    >>> system_reason(OSError(errno.ENOSPC, "No space left on device"))
    '磁盘空间不足'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
