"""Names of the events this package records."""

from shuke.events.names import declare

REFRESHED = declare("lake.refreshed", "Figures' data refreshed", "指标数据已刷新")
EXPORTED = declare("lake.exported", "Everything exported", "已导出全部数据")
