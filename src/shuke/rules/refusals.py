"""Why a condition was refused: one class per cause, each with its next step."""

from shuke.kernel.refusal import Kind, Refusal


class UnknownFact(Refusal):
    """The condition names a fact that no package has registered."""

    code = "rules.unknown_fact"
    kind = Kind.INVALID
    en = "There is no fact called “{name}”."
    zh = "没有名为“{name}”的事实。"
    next_en = "Choose a fact from the list of facts; names are written in full."
    next_zh = "请从事实清单中选择，并写出完整名称。"


class BadOperator(Refusal):
    """The operator does not exist or does not suit the fact's type."""

    code = "rules.bad_operator"
    kind = Kind.INVALID
    en = "“{name}” cannot be compared with “{operator}”."
    zh = "“{name}”不能使用比较方式“{operator}”。"
    next_en = "Use one of: {allowed}."
    next_zh = "可用的比较方式：{allowed}。"


class BadValue(Refusal):
    """The value does not suit the fact's type or the operator."""

    code = "rules.bad_value"
    kind = Kind.INVALID
    en = "The value given for “{name}” does not fit."
    zh = "“{name}”的取值不合适。"
    next_en = "Expected: {expected}."
    next_zh = "应为：{expected}。"


class BadShape(Refusal):
    """The document is not a condition: a key is missing, unknown or of the wrong kind."""

    code = "rules.bad_shape"
    kind = Kind.INVALID
    en = "This part is not a condition: {problem}."
    zh = "此处不是有效的条件：{problem}。"
    next_en = "Write one of: all, any, not, fact, bought, figure, segment, with its own keys only."
    next_zh = "请写 all、any、not、fact、bought、figure、segment 之一，且只带其自身的键。"


class TooLarge(Refusal):
    """The condition is larger than a named limit."""

    code = "rules.too_large"
    kind = Kind.TOO_LARGE
    en = "The condition has too many {what}: at most {limit}."
    zh = "条件过大（{what}）：最多 {limit}。"
    next_en = "Split it into two segments and combine them."
    next_zh = "请拆成两个人群，再做组合。"
