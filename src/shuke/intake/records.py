"""Names of the events this package records; payloads hold counts and digests, nothing personal."""

from shuke.events.names import EventName, declare

__all__ = ["EventName"]

RECEIVED = declare("import.received", "File received", "已接收文件")
STARTED = declare("import.started", "Import started", "导入开始")
LANDED = declare("import.landed", "Rows landed", "数据已入库")
FINISHED = declare("import.finished", "Import finished", "导入完成")
REFUSED = declare("import.refused", "Import refused", "导入被拒绝")
HANDED_OUT = declare("import.refused_shown", "Refused rows shown in full", "已查看完整拒收行")
MAPPED = declare("import.mapped", "Columns mapped", "已映射列")
DESCRIBED = declare("campaign.described", "Campaign described", "营销活动说明")
CAMPAIGN_RECEIVED = declare("campaign.received", "Campaign received", "收到营销活动")
REDEEMED = declare("campaign.redeemed", "Coupon redeemed", "已核销优惠券")
