"""PerfEval.xlam as a file: its parts, its sources, its ribbon."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import olefile
import pytest
from lxml import etree

from perfeval_xl.installing.xlam import (
    OLD_RIBBON_PART,
    RIBBON_PART,
    build_addin,
    read_settings,
    ribbon_xml,
    source_modules,
)
from perfeval_xl.installing.xlwings_script import xlwings_folder, xlwings_version
from perfeval_xl.resources import data_folder
from tests.installing.olevba import vba_sources
from tests.sheets.ooxml import schema_errors

SHEETS = ("MessagesSheet", "SettingsSheet")
OURS = sorted((data_folder("macros") / "excel").glob("*.[bc][al]s"))
PROCEDURE = re.compile(
    r"^(Public|Private) (?:Sub|Function) (\w+)\(.*?^End (?:Sub|Function)$",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture(scope="module")
def addin() -> bytes:
    return build_addin({"INTERPRETER_WIN": "C:\\用户\\Python 311\\python.exe"})


def _without(addin: bytes, *left_out: str) -> bytes:
    """The package without the parts that the ECMA schemas do not describe."""
    out = BytesIO()
    with ZipFile(BytesIO(addin)) as package, ZipFile(out, "w") as rest:
        for name in package.namelist():
            if name not in left_out:
                rest.writestr(name, package.read(name))
    return out.getvalue()


def test_the_same_sources_give_the_same_bytes(addin: bytes) -> None:
    assert build_addin() == build_addin() != addin


def test_olevba_gives_back_the_sources(addin: bytes) -> None:
    read = vba_sources(addin)
    assert read == {
        f"VBA/{module.name}": module.stored().decode()
        for module in source_modules(SHEETS)
    }


def test_our_sources_stand_in_it_word_for_word(addin: bytes) -> None:
    read = vba_sources(addin)
    for path in OURS:
        text = path.read_text(encoding="ascii").rstrip("\n").replace("\n", "\r\n")
        assert text.endswith(read[f"VBA/{path.stem}"].rstrip("\r\n"))


def test_the_parts_follow_the_schemas(addin: bytes) -> None:
    assert (
        schema_errors(
            _without(addin, "xl/vbaProject.bin", RIBBON_PART, OLD_RIBBON_PART)
        )
        == []
    )


def test_sheets_have_the_code_names_of_their_modules(addin: bytes) -> None:
    with ZipFile(BytesIO(addin)) as package:
        for number, name in enumerate(SHEETS, 1):
            assert (
                f'codeName="{name}"'
                in package.read(f"xl/worksheets/sheet{number}.xml").decode()
            )
        assert 'codeName="ThisWorkbook"' in package.read("xl/workbook.xml").decode()


def test_settings_hold_any_characters_and_versions(addin: bytes) -> None:
    settings = read_settings(addin, "a.xlam")
    assert settings["INTERPRETER_WIN"] == "C:\\用户\\Python 311\\python.exe"
    assert settings["XLWINGS_VERSION"] == xlwings_version()


def test_no_module_has_what_security_programs_stop(addin: bytes) -> None:
    """Functions of Windows, a command interpreter, pandas; what the comments of a module name is not in it."""
    for name, source in vba_sources(addin).items():
        lines = [line for line in source.splitlines() if not line.startswith("'")]
        text = "\n".join(lines).lower()
        for word in ("declare", "cmd.exe", "pandas", "shellexecute", "lib"):
            assert re.search(rf"\b{word}\b", text) is None, (name, word)


def test_the_head_of_the_project_is_that_of_an_addin_that_excel_is_known_to_open(
    addin: bytes,
) -> None:
    """The template of an add-in that xlwings ships is stored as source text only: no Excel can be asked here."""
    with ZipFile(xlwings_folder() / "quickstart_addin.xlam") as package:
        known = package.read("xl/vbaProject.bin")
    with ZipFile(BytesIO(addin)) as package:
        ours = package.read("xl/vbaProject.bin")
    heads = []
    for project in (known, ours):
        with olefile.OleFileIO(BytesIO(project)) as opened:
            listed = re.sub(
                "[0-9A-F]{8,}", "", opened.openstream("PROJECT").read().decode()
            ).splitlines()
            heads.append(
                (
                    opened.openstream("VBA/_VBA_PROJECT").read(),
                    [line.partition("=")[0] for line in listed],
                )
            )
    kinds = {"Document", "Module", "Class"}
    assert heads[0][0] == heads[1][0]
    (_, theirs), (_, mine) = heads
    cut = [lines[: lines.index("[Workspace]")] for lines in (theirs, mine)]
    assert [each for each in cut[0] if each not in kinds] == [
        each for each in cut[1] if each not in kinds
    ]
    assert _attributes(vba_sources(known)["VBA/ThisWorkbook"]) == _attributes(
        vba_sources(addin)["VBA/ThisWorkbook"]
    )


def _attributes(source: str) -> list[str]:
    lines = (line for line in source.splitlines() if line.startswith("Attribute VB_"))
    return [line for line in lines if "Description" not in line]


def test_the_ribbon_follows_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("customUI14.xsd")))
    ribbon = etree.fromstring(ribbon_xml())
    assert schema.validate(ribbon), schema.error_log
    ribbon[0].set("unheard_of", "true")
    assert not schema.validate(ribbon), "the schema refuses nothing"


def test_the_package_leads_to_the_ribbon(addin: bytes) -> None:
    with ZipFile(BytesIO(addin)) as package:
        assert package.read(RIBBON_PART) == ribbon_xml()
        relations = etree.fromstring(package.read("_rels/.rels"))
    kinds = {relation.get("Target"): relation.get("Type") for relation in relations}
    assert (
        kinds[RIBBON_PART]
        == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    )
    assert (
        kinds[OLD_RIBBON_PART]
        == "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    )


def test_wps_and_excel_2007_get_the_same_ribbon_in_their_own_namespace(
    addin: bytes,
) -> None:
    with ZipFile(BytesIO(addin)) as package:
        old = etree.fromstring(package.read(OLD_RIBBON_PART))
    assert etree.QName(old).namespace == (
        "http://schemas.microsoft.com/office/2006/01/customui"
    )
    new = etree.fromstring(ribbon_xml())
    told = [(etree.QName(one).localname, dict(one.attrib)) for one in old.iter()]
    assert told == [
        (etree.QName(one).localname, dict(one.attrib)) for one in new.iter()
    ]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_sources_declare_nothing_of_windows_and_close_what_they_open(
    path: Path,
) -> None:
    text = path.read_text(encoding="ascii")
    plain = re.sub(r'"[^"\n]*"', '""', text)
    lines = [line.partition("'")[0].strip() for line in plain.splitlines()]
    assert not [line for line in lines if re.search(r"\bDeclare\b", line)]
    assert "Option Explicit" in lines
    for begins, ends in (
        (r"(?:Public |Private )?Sub ", "End Sub"),
        (r"(?:Public |Private )?Function ", "End Function"),
        (r"If .*Then$", "End If"),
        (r"Select Case ", "End Select"),
        (r"For ", r"Next\b.*"),
        (r"Do\b", r"Loop\b.*"),
        (r"With ", "End With"),
        (r"#If ", "#End If"),
    ):
        opened = sum(bool(re.match(begins, line)) for line in lines)
        closed = sum(bool(re.fullmatch(ends, line)) for line in lines)
        assert opened == closed, (begins, opened, closed)


def test_every_callback_of_the_ribbon_exists_with_its_arguments() -> None:
    source = (data_folder("macros") / "excel" / "Ribbon.bas").read_text(
        encoding="ascii"
    )
    for element in etree.fromstring(ribbon_xml()).iter():
        for attribute, name in element.attrib.items():
            if attribute in {"onLoad", "onAction", "getEnabled"}:
                arguments = r"ByVal control As Object" + (
                    ", ByRef enabled As Variant" if "get" in attribute else ""
                )
                assert f"Public Sub {name}({arguments})" in source


def test_labels_are_chinese_and_key_tips_are_told_apart() -> None:
    root = etree.fromstring(ribbon_xml())
    shown = [
        element.get(name)
        for element in root.iter()
        for name in ("label", "supertip")
        if element.get(name)
    ]
    assert all(re.search("[一-鿿]", text) for text in shown)
    tips = [element.get("keytip") for element in root.iter("{*}button")]
    assert len(set(tips)) == len(tips) == 7


def test_every_message_that_is_asked_for_exists() -> None:
    folder = data_folder("macros") / "excel"
    modules = {module.name: module.source for module in source_modules(SHEETS)}
    asked = set(re.findall(r'Message\("(\w+)"', modules["Ribbon"]))
    told = set(
        re.findall(
            r"^(\w+) =",
            (folder / "messages.toml").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert asked == told


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_sources_are_ascii_with_lines_that_vba_takes(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    assert "Option Explicit" in text
    assert max(map(len, text.splitlines())) < 1023


@pytest.mark.parametrize("name", ["Ribbon.bas", "ThisWorkbook.cls", "Hands.bas"])
def test_no_procedure_that_the_host_calls_can_end_in_a_debug_dialog(name: str) -> None:
    """The host calls the public procedures and the events; all others are called by those, under their `On Error`."""
    found = PROCEDURE.finditer(
        (data_folder("macros") / "excel" / name).read_text(encoding="ascii")
    )
    called = [
        match
        for match in found
        if match[1] == "Public" or match[2].startswith(("Workbook_", "mApp_"))
    ]
    assert called
    assert [match[2] for match in called if "On Error" not in match[0]] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_name_is_a_reserved_word_of_vba(path: Path) -> None:
    """LibreOffice takes names that VBA does not: `Lock`, `Open`, `Line`."""
    reserved = "close|date|debug|end|error|event|get|input|let|line|lock|loop|me|name|next|open|option|print|put|seek|"
    reserved += "step|stop|string|type|unlock|width|with|write|rem|global|in|is|like|new|not|on|to|then|single|long"
    declared = r"(?:Dim|ByVal|ByRef|Const|Type|Sub|Function|Private|Public) (\w+)"
    names = re.findall(declared, path.read_text(encoding="ascii"))
    assert [word for word in names if re.fullmatch(reserved, word.lower())] == []
