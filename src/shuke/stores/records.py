"""Events of the chain and its people."""

from shuke.events.names import declare

CHAIN_SET = declare("chain.set", "Chain set up", "连锁已设置")
STAFF_ADDED = declare("staff.added", "Staff account added", "已添加员工账号")
KEY_ISSUED = declare("key.issued", "API key issued", "已签发 API 密钥")
KEY_REVOKED = declare("key.revoked", "API key revoked", "已吊销 API 密钥")
CLOCK_MOVED = declare("clock.moved", "Business clock moved", "业务时钟已调整")
