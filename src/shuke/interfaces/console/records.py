"""Events of the console."""

from shuke.events.names import declare

EXPORTED = declare("console.exported", "List exported", "已导出列表")
