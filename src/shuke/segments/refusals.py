"""What the segments refuse."""

from shuke.kernel.refusal import Kind, Refusal


class UnknownSegment(Refusal):
    """No segment has that name."""

    code = "segment.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no segment “{name}”."
    zh = "找不到人群“{name}”。"
    next_en = "Choose a segment from the list of segments."
    next_zh = "请从人群列表中选择。"


class SegmentCycle(Refusal):
    """The segment would ask itself whether a member is in it."""

    code = "segment.cycle"
    kind = Kind.CONFLICT
    en = "The segment would contain itself: {path}."
    zh = "该人群会包含自身：{path}。"
    next_en = "Take the reference out, or save one of them as a static segment first."
    next_zh = "请去掉该引用，或先将其中一个人群另存为静态人群。"


class SegmentInUse(Refusal):
    """Other segments ask for this one."""

    code = "segment.in_use"
    kind = Kind.CONFLICT
    en = "Other segments use “{name}”: {users}."
    zh = "其他人群正在使用“{name}”：{users}。"
    next_en = "Change or remove those first."
    next_zh = "请先修改或删除这些人群。"


class BadSegmentName(Refusal):
    """The short name is not one."""

    code = "segment.bad_name"
    en = "“{name}” is not a short name of a segment."
    zh = "“{name}”不能作为人群的短名称。"
    next_en = "Use 1 to 60 small letters, digits and _, beginning with a letter."
    next_zh = "请使用 1 至 60 个小写字母、数字或下划线，以字母开头。"


class ReservedSegmentName(Refusal):
    """The short name is a word that addresses use."""

    code = "segment.reserved_name"
    en = "“{name}” is kept for the addresses of pages and cannot name a segment."
    zh = "“{name}”已用于页面地址，不能作为人群的短名称。"
    next_en = "Choose another short name, for example {name}_1."
    next_zh = "请换一个短名称，例如 {name}_1。"


class BadSegmentTitle(Refusal):
    """The title is empty or too long."""

    code = "segment.bad_title"
    en = "A segment needs a title of 1 to 80 characters."
    zh = "人群需要 1 至 80 个字符的名称。"
    next_en = "Write what the group is, as a colleague would call it."
    next_zh = "请写出这群会员的名称，便于同事识别。"


class BadSegmentKind(Refusal):
    """The kind is neither dynamic nor static, or it misses what it needs."""

    code = "segment.bad_kind"
    en = "“{kind}” is not a kind of segment that fits here."
    zh = "此处不能使用人群类型“{kind}”。"
    next_en = "Use dynamic with a condition, or static with a condition or a list of members."
    next_zh = "请使用带条件的 dynamic，或带条件或会员名单的 static。"


class BadSegmentFile(Refusal):
    """The document is not a segment."""

    code = "segment.bad_file"
    en = "This document is not a segment: {problem}."
    zh = "该文件不是有效的人群：{problem}。"
    next_en = "Write title, kind and condition, as a downloaded segment has them."
    next_zh = "请写明 title、kind 和 condition，可参照下载的人群文件。"


class UnknownMembers(Refusal):
    """The list names members that do not exist."""

    code = "segment.unknown_members"
    kind = Kind.NOT_FOUND
    en = "{count} of the members are unknown, the first is “{first}”."
    zh = "有 {count} 位会员不存在，第一位是“{first}”。"
    next_en = "Correct the member numbers and try again."
    next_zh = "请更正会员号后重试。"
