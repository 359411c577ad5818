"""Names of the events this package records; payloads hold no personal data."""

from shuke.events.names import EventName, declare

__all__ = ["EventName"]

ENROLLED = declare("member.enrolled", "Member enrolled", "会员入会")
LOADED = declare("members.loaded", "Members imported", "已批量导入会员")
PROFILE_CHANGED = declare("member.profile_changed", "Profile changed", "资料已变更")
FIELD_DEFINED = declare("members.field_defined", "Profile field defined", "已定义资料字段")
IDENTITY_ADDED = declare("member.identity_added", "Identity added", "已绑定身份")
IDENTITY_RELEASED = declare("member.identity_released", "Identity released", "已解除身份")
IDENTITY_VERIFIED = declare("member.identity_verified", "Identity verified", "身份已验证")
IDENTITY_DOUBTED = declare("member.identity_doubted", "Identity marked invalid", "身份标记为无效")
UNMASKED = declare("member.unmasked", "Personal data shown", "查看了个人信息")
HANDED_OUT = declare("member.file_handed_out", "File handed out", "已向会员提供资料")
NOTED = declare("member.noted", "Note written", "已写笔记")
INTERACTED = declare("member.interacted", "Interaction", "互动")
SESSION_JOINED = declare("member.session_joined", "Anonymous visits attached", "匿名浏览已归并")
HOUSEHOLD_CHANGED = declare("member.household_changed", "Household changed", "家庭关系变更")
PROSPECT_ADDED = declare("prospect.added", "Prospect added", "新增潜客")
PROSPECT_MOVED = declare("prospect.moved", "Prospect moved", "潜客阶段变更")
CONVERTED = declare("prospect.converted", "Prospect became a member", "潜客转为会员")
MERGED = declare("member.merged", "Members merged", "会员合并")
UNMERGED = declare("member.unmerged", "Merge undone", "撤销合并")
KEPT_APART = declare("members.kept_apart", "Two members kept apart", "确认为两位会员")
TRAITS_WRITTEN = declare("members.traits_written", "Traits written", "已写入特征")
PLACED = declare("members.placed", "Home stores set", "已设置归属门店")
NAMED = declare("members.named_for_demo", "Demo names made", "已生成演示姓名")
COST_ENTERED = declare("members.cost_entered", "Recruitment cost entered", "已录入招募成本")
TARGET_SET = declare("members.target_set", "Target group set", "已设置目标客群")
