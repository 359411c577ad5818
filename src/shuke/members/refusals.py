"""What this package says no to; each refusal has a stable code and a next step."""

from typing import Final

from shuke.kernel.refusal import Kind, Refusal

IDENTITY_WORDS: Final = {
    "phone": ("phone number", "手机号"),
    "card": ("card number", "卡号"),
    "email": ("e-mail address", "邮箱"),
    "open_id": ("open id", "Open ID"),
    "external": ("number of another system", "外部编号"),
}
_WORDS: Final = {"kind": IDENTITY_WORDS}
_TYPES: Final = {
    "type": {
        "text": ("text", "文本"),
        "number": ("number", "数字"),
        "date": ("date", "日期"),
        "choice": ("one of a list", "选项"),
        "boolean": ("yes or no", "是或否"),
    }
}


class UnknownMember(Refusal):
    """No such member, or none that the reader may see."""

    code = "member.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no member “{text}” among those you may see."
    zh = "在您可查看的范围内找不到会员“{text}”。"
    next_en = "Search by full phone or card number, or ask a colleague of the home store."
    next_zh = "请用完整手机号或卡号查找，或联系会员所属门店的同事。"


class OtherStore(Refusal):
    """The member belongs to, and was only served by, stores that the reader may not see."""

    code = "member.other_store"
    kind = Kind.FORBIDDEN
    en = "This belongs to another store."
    zh = "该信息属于其他门店。"
    next_en = "Ask a colleague of the member's home store, or of the head office."
    next_zh = "请联系会员归属门店或总部的同事。"


class BadIdentity(Refusal):
    """The text is not a phone number, e-mail address, card number or id."""

    code = "member.bad_identity"
    words = _WORDS
    en = "“{text}” is not a valid {kind}."
    zh = "“{text}”不是有效的{kind}。"
    next_en = "Check the digits; a number of another country starts with + and the country code."
    next_zh = "请核对号码；境外号码请以“+国家代码”开头。"


class IdentityTaken(Refusal):
    """The phone, card or id belongs to another member."""

    code = "member.identity_taken"
    words = _WORDS
    kind = Kind.CONFLICT
    en = "This {kind} belongs to another member."
    zh = "该{kind}已属于另一位会员。"
    next_en = "Merge the two members, or release the number from its former owner first."
    next_zh = "请合并两位会员，或先将该号码从原会员名下解除。"


class IdentitiesDiffer(Refusal):
    """Phone and card, say, belong to two different members."""

    code = "member.identities_differ"
    kind = Kind.CONFLICT
    en = "The given identities belong to {count} different members."
    zh = "所提供的身份信息分属 {count} 位不同会员。"
    next_en = "Review the members and merge them if they are one person."
    next_zh = "请核对这些会员，如为同一人请先合并。"


class PhoneNotProven(Refusal):
    """A number can change hands only when its new owner has just proved that he holds it."""

    code = "member.phone_not_proven"
    kind = Kind.CONFLICT
    en = "The phone number was not verified, so it stays with its member."
    zh = "该手机号未通过验证，仍归原会员所有。"
    next_en = "Send a code to the phone and enrol again when it has been entered."
    next_zh = "请向该手机号发送验证码，验证通过后再办理入会。"


class NumberTaken(Refusal):
    """The member number is in use."""

    code = "member.number_taken"
    kind = Kind.CONFLICT
    en = "The member number “{number}” is in use."
    zh = "会员号“{number}”已被使用。"
    next_en = "Leave the number empty to get a fresh one."
    next_zh = "请留空会员号，由系统自动分配。"


class NoSuchIdentity(Refusal):
    """The member has no such phone, card or id now."""

    code = "member.no_such_identity"
    words = _WORDS
    kind = Kind.NOT_FOUND
    en = "The member has no such {kind} now."
    zh = "该会员当前没有此{kind}。"
    next_en = "Reload the member's page and choose again."
    next_zh = "请刷新会员页面后重新选择。"


class UnknownField(Refusal):
    """No profile field has that name."""

    code = "member.unknown_field"
    en = "There is no profile field “{name}”."
    zh = "没有名为“{name}”的资料字段。"
    next_en = "Define the field first, or choose one from the list of fields."
    next_zh = "请先定义该字段，或从字段列表中选择。"


class BadValue(Refusal):
    """The value does not fit the field's type."""

    code = "member.bad_value"
    words = _TYPES
    en = "“{value}” does not fit the field {en_name} ({type})."
    zh = "“{value}”不符合字段“{zh_name}”的要求（{type}）。"
    next_en = "Dates look like 1992-02-29; choices must be one of the list; numbers have no unit."
    next_zh = "日期格式如 1992-02-29；选项须取自列表；数字不带单位。"


class Incomplete(Refusal):
    """A line lacks what this list must have."""

    code = "member.incomplete"
    en = "Missing: {en_names}."
    zh = "缺少：{zh_names}。"
    next_en = "Fill in what is missing and import the line again."
    next_zh = "请补全后重新导入该行。"


class FieldExists(Refusal):
    """A field of that name exists already."""

    code = "member.field_exists"
    kind = Kind.CONFLICT
    en = "There is already a field “{name}”."
    zh = "字段“{name}”已存在。"
    next_en = "Use the existing field, or choose another name."
    next_zh = "请使用现有字段，或换一个名称。"


class BadFieldName(Refusal):
    """The name of a field or preference has signs that a name may not have."""

    code = "member.bad_field_name"
    en = "“{name}” cannot be the name of a field."
    zh = "“{name}”不能用作字段名。"
    next_en = "Use letters, digits, _ and . only, at most 80, starting with a letter."
    next_zh = "仅限字母、数字、下划线和点号，以字母开头，最多 80 个字符。"


class EmptyNote(Refusal):
    """A note needs a known topic and 1 to 500 characters."""

    code = "member.bad_note"
    en = "A note needs a topic and 1 to {most} characters."
    zh = "笔记需要选择主题，内容 1 至 {most} 个字符。"
    next_en = "Choose a topic and write the note."
    next_zh = "请选择主题并填写内容。"


class ReasonMissing(Refusal):
    """Unmasking personal data needs a reason."""

    code = "member.reason_missing"
    en = "Showing personal data needs a reason of at least {least} characters."
    zh = "查看个人信息须填写理由（至少 {least} 个字符）。"
    next_en = "Say why you need it; the reason is recorded with your name."
    next_zh = "请说明查看原因；系统会记录您的姓名与理由。"


class AlreadyMember(Refusal):
    """The prospect is a member already."""

    code = "prospect.already_member"
    kind = Kind.CONFLICT
    en = "This person is already a member."
    zh = "此人已是会员。"
    next_en = "Open the member instead of adding a prospect."
    next_zh = "请直接打开会员资料，无需新增潜客。"


class AlreadyProspect(Refusal):
    """The person is listed as a prospect already."""

    code = "prospect.already_listed"
    kind = Kind.CONFLICT
    en = "This person is already listed as a prospect."
    zh = "此人已在潜客名单中。"
    next_en = "Open the prospect and update it."
    next_zh = "请打开该潜客并更新资料。"


class NotProspect(Refusal):
    """The row is not an open prospect."""

    code = "prospect.not_open"
    kind = Kind.CONFLICT
    en = "This is not an open prospect."
    zh = "该记录不是跟进中的潜客。"
    next_en = "Reload the list of prospects."
    next_zh = "请刷新潜客列表。"


class BadStage(Refusal):
    """No such stage of a prospect."""

    code = "prospect.bad_stage"
    en = "“{stage}” is not a stage a prospect can be moved to."
    zh = "“{stage}”不是可设置的潜客阶段。"
    next_en = "Choose one of: {stages}. Conversion is an action of its own."
    next_zh = "请从以下阶段中选择：{stages}。转为会员请使用转化操作。"


class BadScore(Refusal):
    """A prospect's score is out of range."""

    code = "prospect.bad_score"
    en = "{score} is not a score."
    zh = "{score} 不是有效的评分。"
    next_en = "Give a whole number from 0 to {most}."
    next_zh = "请填写 0 到 {most} 的整数。"


class AlreadyInHousehold(Refusal):
    """The member lives in another household."""

    code = "household.already_in_one"
    kind = Kind.CONFLICT
    en = "The member belongs to another household."
    zh = "该会员已属于另一个家庭。"
    next_en = "Take the member out of that household first."
    next_zh = "请先将该会员移出原家庭。"


class UnknownHousehold(Refusal):
    """There is no such household."""

    code = "household.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no such household."
    zh = "找不到该家庭。"
    next_en = "Reload the member's page."
    next_zh = "请刷新会员页面。"


class SameMember(Refusal):
    """Both rows are one member already."""

    code = "merge.same_member"
    kind = Kind.CONFLICT
    en = "These two are one member already."
    zh = "这两条记录已是同一位会员。"
    next_en = "Choose two different members."
    next_zh = "请选择两位不同的会员。"


class NothingToUndo(Refusal):
    """The merge is unknown or undone already."""

    code = "merge.nothing_to_undo"
    kind = Kind.CONFLICT
    en = "This merge is not in force."
    zh = "该合并不存在或已撤销。"
    next_en = "Reload the member's page."
    next_zh = "请刷新会员页面。"


class LaterMergeFirst(Refusal):
    """The survivor of the merge was merged on since then."""

    code = "merge.later_first"
    kind = Kind.CONFLICT
    en = "The member who survived this merge was merged again later."
    zh = "该合并的保留会员之后又被合并。"
    next_en = "Undo the later merge first; the member's page lists them in order."
    next_zh = "请先撤销之后的合并；会员页按时间顺序列出合并记录。"


class TooManyInteractions(Refusal):
    """The same kind of interaction came too often."""

    code = "member.too_many_interactions"
    kind = Kind.TOO_MANY
    en = "More than {most} interactions of one kind within a minute."
    zh = "一分钟内同类互动超过 {most} 次。"
    next_en = "Wait a minute and try again."
    next_zh = "请一分钟后再试。"


class UnknownInteraction(Refusal):
    """No such kind of interaction."""

    code = "member.unknown_interaction"
    en = "“{kind}” is not a kind of interaction."
    zh = "“{kind}”不是有效的互动类型。"
    next_en = "Choose one of: {kinds}."
    next_zh = "请从以下类型中选择：{kinds}。"


class BadPlace(Refusal):
    """The coordinates are not on the globe."""

    code = "member.bad_place"
    en = "{latitude}, {longitude} is not a place."
    zh = "{latitude}，{longitude} 不是有效坐标。"
    next_en = "Latitude runs from -90 to 90, longitude from -180 to 180."
    next_zh = "纬度范围 -90 至 90，经度范围 -180 至 180。"


class BadPeriod(Refusal):
    """The period or amount of a cost makes no sense."""

    code = "member.bad_cost"
    en = "A cost needs a period of at least one day and an amount of zero or more."
    zh = "成本的期间至少一天，金额不能为负。"
    next_en = "Correct the days and the amount."
    next_zh = "请修改日期和金额。"


class BadTarget(Refusal):
    """The target group makes no sense."""

    code = "target.bad"
    en = "A target group needs a name and ages from 0 to {most}, the lower one first."
    zh = "目标客群需要名称，年龄须在 0 到 {most} 之间且下限不大于上限。"
    next_en = "Correct the name, the ages or the lists."
    next_zh = "请修改名称、年龄或列表。"


class UnknownTarget(Refusal):
    """No target group has that name."""

    code = "target.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no target group “{name}”."
    zh = "没有名为“{name}”的目标客群。"
    next_en = "Define the target group first."
    next_zh = "请先定义目标客群。"


class BadCursor(Refusal):
    """The page marker is not one that this list gave out."""

    code = "request.bad_cursor"
    en = "This page marker is not valid."
    zh = "分页标记无效。"
    next_en = "Start again from the first page."
    next_zh = "请从第一页重新开始。"
