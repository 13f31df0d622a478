"""Names of 一级 and 二级指标 as declarations write them, and as the schemes do."""

from __future__ import annotations

import re

from perfeval_xl.distribution.model import match_text

__all__ = ["category_name", "dimension_name", "without_points"]

# Points behind a name: (50分), (0-20), （10～20分）
_POINTS = re.compile(r"[（(]\s*\d[\d\s.~～—–-]*(?:分\s*)?[)）]\s*\Z")
# The placeholder that printed forms put before a name: 指标1：
_ORDINAL = re.compile(r"\A\s*指标\s*\d+\s*[:：]\s*")
# What forms and lists of several places write, by the name in the national form
_DIMENSIONS = {
    "产出": "产出指标",
    "产出指标": "产出指标",
    "项目完成": "产出指标",
    "完成指标": "产出指标",
    "项目完成指标": "产出指标",
    "效益": "效益指标",
    "效益指标": "效益指标",
    "项目效益": "效益指标",
    "项目效益指标": "效益指标",
    "效果指标": "效益指标",
    "满意度": "满意度指标",
    "满意度指标": "满意度指标",
    "服务对象满意度": "满意度指标",
    "服务对象满意度指标": "满意度指标",
    "成本": "成本指标",
    "成本指标": "成本指标",
}
# The 二级指标 of the national form; 成本指标 is one of 产出 there, and a 一级指标 of its own elsewhere
_CATEGORIES = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
}
# Other words for the 二级指标, without 指标 at their end
_OTHER_WORDS = {
    "可持续发展": "可持续影响指标",
    "可持续影响": "可持续影响指标",
    "可持续": "可持续影响指标",
    "可持续发展影响": "可持续影响指标",
    "环境效益": "生态效益指标",
    "满意度": "服务对象满意度指标",
    "受益对象满意度": "服务对象满意度指标",
    "社会公众或服务对象满意度": "服务对象满意度指标",
    "产出数量": "数量指标",
    "产出质量": "质量指标",
    "产出时效": "时效指标",
    "产出成本": "成本指标",
}


def without_points(name: str) -> str:
    """Return a name without the placeholder before it and the points behind it.

    >>> without_points("产出指标（50分）"), without_points("指标1：培训人次"), without_points("成本（0-20）")
    ('产出指标', '培训人次', '成本')
    """
    return _POINTS.sub("", _ORDINAL.sub("", name)).strip()


def dimension_name(written: str) -> str:
    """Return the usual name of a 一级指标; one that is not known stays as written.

    >>> dimension_name("产 出（50分）"), dimension_name("项目完成"), dimension_name("过程")
    ('产出指标', '产出指标', '过程')
    """
    bare = without_points(written)
    return _DIMENSIONS.get(match_text(bare), "".join(bare.split()))


def category_name(dimension: str, written: str) -> str:
    """Return the usual name of a 二级指标 below a 一级指标; a blank one is the only one there is, or the 一级指标.

    >>> category_name("产出指标", "数量"), category_name("满意度指标", ""), category_name("过程", "资金管理")
    ('数量指标', '服务对象满意度指标', '资金管理')
    """
    bare = "".join(without_points(written).split())
    known = _CATEGORIES.get(dimension, ())
    # Nothing written below 满意度指标 can only mean its one 二级指标
    if not bare:
        if len(known) == 1:
            return known[0]
        return dimension
    # With or without 指标 at its end, a name is one
    folded = match_text(bare).removesuffix("指标")
    if f"{folded}指标" in known:
        return f"{folded}指标"
    # Another word counts only where its 二级指标 belongs to this 一级指标
    other = _OTHER_WORDS.get(folded)
    if other in known:
        return other
    return bare
