"""Events of the segments."""

from shuke.events.names import declare

SAVED = declare("segment.saved", "Segment saved", "人群已保存")
REFRESHED = declare("segment.refreshed", "Segment refreshed", "人群已刷新")
REMOVED = declare("segment.removed", "Segment removed", "人群已删除")
