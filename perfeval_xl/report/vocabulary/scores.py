"""What was scored: indicators, their sums, what was lost, and what the scheme says about grades."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval_xl.report.vocabulary.form import WrittenLine
from perfeval_xl.report.vocabulary.naming import bilingual, word

__all__ = [
    "BandLine",
    "DefectLine",
    "DimensionLine",
    "ExcessLine",
    "GroupLine",
    "LossLine",
    "ScoreLine",
    "ShortfallLine",
    "UnscoredLine",
]


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One scored indicator: what it was worth, what it got, and why."""

    number: int = field(metadata=word("序号", "在全部指标中的序号"))
    dimension: str = field(metadata=word("一级指标"))
    group: str = field(metadata=word("二级指标", "二级指标，没有时为空"))
    name: str = field(metadata=word("名称", "最下一级指标的名称"))
    dimension_weight: str = field(metadata=word("一级分值", "所属一级指标的分值"))
    group_weight: str = field(metadata=word("二级分值", "所属二级指标的分值"))
    weight: str = field(metadata=word("分值"))
    target: str = field(metadata=word("指标值", "年度指标值、标杆值"))
    actual: str = field(metadata=word("完成值", "实际完成值"))
    self_score: str = field(metadata=word("自评得分"))
    score: str = field(metadata=word("得分", "按评分标准的得分，待评价人员评定的为空"))
    lost: str = field(metadata=word("失分", "分值减得分，满分或待评定的为空"))
    open: bool = field(metadata=word("待评定", "得分须由评价人员评定，尚未评定"))
    differs: bool = field(metadata=word("得分不同", "自评得分与按评分标准的得分不同"))
    meaning: str = field(metadata=word("指标解释", "指标解释，方案没有写的为空"))
    standard: str = field(metadata=word("评分标准", "评分标准、指标说明"))
    proof: str = field(metadata=word("佐证资料", "须提供的佐证资料，没有时为空"))
    note: str = field(metadata=word("备注", "填写的偏差原因、备注，未填写时为空"))
    done: str = field(
        metadata=word("完成情况", "指标值和完成值，写成一句话，没有时为空")
    )
    reason: str = field(
        metadata=word(
            "得分理由", "怎样得出得分，以“该指标满分…分，得…分”结束，不带依据"
        )
    )
    explanation: str = field(
        metadata=word("得分理由和依据", "得分理由，句末括号内是依据的文件")
    )
    cause: str = field(metadata=word("失分原因", "失分的原因，没有失分时为空"))
    result: str = field(metadata=word("结果", "如“该指标满分7分，得7分”"))
    defect: str = field(
        metadata=word("标准说明", "评分标准本身有误时的说明，没有时为空")
    )
    source: str = field(metadata=word("依据", "评分标准所依据的文件"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One 二级指标 with its sum; where a dimension has no 二级指标 there is one without a name."""

    dimension: str = field(metadata=word("一级指标"))
    name: str = field(metadata=word("名称", "二级指标的名称，没有时为空"))
    number: int = field(metadata=word("序号", "在一级指标下的序号"))
    weight: str = field(metadata=word("分值"))
    self_score: str = field(metadata=word("自评得分", "自评得分合计，没有时为空"))
    score: str = field(metadata=word("得分", "得分合计，有待评定的指标时为空"))
    rate: str = field(metadata=word("得分率", "得分率，有待评定的指标时为空"))
    text: str = field(metadata=word("小结", "如“项目立项指标满分7分，得7分。”"))
    scores: tuple[ScoreLine, ...] = field(
        metadata=word("各指标", "二级指标下的各项指标")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionLine:
    """One 一级指标 with both scores."""

    name: str = field(metadata=word("名称", "一级指标的名称"))
    number: int = field(metadata=word("序号"))
    ordinal: str = field(metadata=word("中文序号", "如“一”“二”"))
    weight: str = field(metadata=word("分值"))
    self_score: str = field(metadata=word("自评得分"))
    self_rate: str = field(
        metadata=word(
            "自评得分率", "自评得分率；下面的指标有未填得分或得分超过分值的，为空"
        )
    )
    doubtful: bool = field(
        metadata=word(
            "自评不全", "下面的指标有未填得分或得分超过分值的，自评得分不完整或不可信"
        )
    )
    score: str = field(metadata=word("得分", "得分合计，有待评定的指标时为空"))
    rate: str = field(metadata=word("得分率", "得分率，有待评定的指标时为空"))
    grade: str = field(
        metadata=word("等级", "按得分率对照等级标准的等级，有待评定的指标时为空")
    )
    open: bool = field(metadata=word("待评定", "下面有待评定的指标"))
    text: str = field(
        metadata=word("小结", "本部分评价哪些方面、满分多少、得多少，写成一句话")
    )
    self_text: str = field(
        metadata=word("自评小结", "分值、自评得分和得分率，写成一句话")
    )
    defect: str = field(
        metadata=word("标准说明", "评分标准本身有误时的说明，没有时为空")
    )
    paragraphs: tuple[str, ...] = field(
        metadata=word("各段", "单位填写的、栏目名称含有这个一级指标的文字，逐段")
    )
    lines: tuple[WrittenLine, ...] = field(
        metadata=word("各行文字", "同“各段”，并分出单位自己编号的小标题")
    )
    groups: tuple[GroupLine, ...] = field(
        metadata=word("各二级指标", "一级指标下的二级指标及其合计")
    )
    scores: tuple[ScoreLine, ...] = field(
        metadata=word("各指标", "一级指标下的各项指标")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class LossLine:
    """One indicator for which the unit gave itself less than the full points."""

    number: int = field(metadata=word("序号", "在全部指标中的序号"))
    name: str = field(metadata=word("名称", "指标名称"))
    weight: str = field(metadata=word("分值"))
    self_score: str = field(metadata=word("自评得分"))
    lost: str = field(metadata=word("失分", "自评扣减的分数"))
    target: str = field(metadata=word("指标值", "年度指标值"))
    actual: str = field(metadata=word("完成值", "实际完成值"))
    note: str = field(metadata=word("偏差原因", "单位填写的偏差原因，未填写时为空"))
    text: str = field(
        metadata=word(
            "文字", "扣了多少分、为什么，写成一句话；没有写原因的留出补写的位置"
        )
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class UnscoredLine:
    """One indicator for which the unit gave itself no score."""

    number: int = field(metadata=word("序号", "在全部指标中的序号"))
    name: str = field(metadata=word("名称", "指标名称"))
    weight: str = field(metadata=word("分值"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessLine:
    """One indicator for which the unit gave itself more than the full points."""

    number: int = field(metadata=word("序号", "在全部指标中的序号"))
    name: str = field(metadata=word("名称", "指标名称"))
    weight: str = field(metadata=word("分值"))
    self_score: str = field(metadata=word("自评得分"))
    excess: str = field(metadata=word("超出", "自评超出分值的分数"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallLine:
    """One thing that cost points: the problem with its figure, and what to do about it."""

    number: int = field(metadata=word("序号"))
    ordinal: str = field(metadata=word("中文序号", "如“一”“二”"))
    name: str = field(metadata=word("指标", "失分指标的名称"))
    lost: str = field(metadata=word("失分", "失去的分数"))
    title: str = field(metadata=word("问题", "问题的小标题，如“绩效目标不够细化”"))
    text: str = field(metadata=word("文字", "失分的指标、分数和原因，写成一段话"))
    advice_title: str = field(metadata=word("建议标题", "建议的小标题"))
    advice: str = field(
        metadata=word("建议", "对应的建议，取自 report_templates/建议.toml")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """One grade of the scheme."""

    name: str = field(metadata=word("等级", "等级的名称，如“优”"))
    lowest: str = field(metadata=word("最低分", "该等级最低的分数"))
    text: str = field(metadata=word("文字", "如“90（含）—100分为优”"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class DefectLine:
    """One known mistake of the document that the scheme follows."""

    place: str = field(metadata=word("位置", "涉及的指标或部分"))
    text: str = field(metadata=word("说明"))
