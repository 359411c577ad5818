"""What the door itself says no to, before anybody inside is asked."""

from shuke.kernel.refusal import Kind, Refusal


class KeyMissing(Refusal):
    """No key, or none that is in force."""

    code = "access.bad_key"
    kind = Kind.UNAUTHENTICATED
    en = "This needs an API key that is in force."
    zh = "此操作需要有效的 API 密钥。"
    next_en = "Send the header “Authorization: Bearer sk_…”; the owner issues keys."
    next_zh = "请发送请求头“Authorization: Bearer sk_…”；密钥由系统管理员签发。"


class TooManyCalls(Refusal):
    """The key has used up its calls for now."""

    code = "request.too_many"
    kind = Kind.TOO_MANY
    en = "Too many calls; the next is free in {seconds} s."
    zh = "请求过于频繁，请在 {seconds} 秒后重试。"
    next_en = "Wait as long as the header Retry-After says, or send batches."
    next_zh = "请按响应头 Retry-After 等待，或改用批量接口。"


class Malformed(Refusal):
    """The body is not what its type says."""

    code = "request.malformed"
    en = "The body is not {expected}."
    zh = "请求体不是有效的 {expected}。"
    next_en = "Send UTF-8 JSON with “Content-Type: application/json”; files as multipart/form-data."
    next_zh = "请以 UTF-8 JSON 发送并设置 Content-Type；文件请用 multipart/form-data。"


class BadInput(Refusal):
    """A value does not fit the schema."""

    code = "request.invalid"
    en = "{param}: {reason}."
    zh = "{param}：{reason}。"
    next_en = "Compare the request with the schema at /api/v1/docs."
    next_zh = "请对照 /api/v1/docs 中的接口定义。"


class TooDeep(Refusal):
    """JSON nested deeper than any answer could need."""

    code = "request.too_deep"
    en = "JSON may be nested {most} deep at most."
    zh = "JSON 嵌套不得超过 {most} 层。"
    next_en = "Flatten the body."
    next_zh = "请减少嵌套层级。"


class TooLarge(Refusal):
    """The body exceeds its limit."""

    code = "request.too_large"
    kind = Kind.TOO_LARGE
    en = "The body may have {most} bytes at most."
    zh = "请求体不得超过 {most} 字节。"
    next_en = "Send less at once: batches of 500 sales, files up to 200 MiB."
    next_zh = "请分批发送：每批最多 500 笔销售，文件最大 200 MiB。"


class BadText(Refusal):
    """A text holds signs that no database keeps."""

    code = "request.bad_text"
    en = "A text holds a NUL or a broken surrogate."
    zh = "文本中含有 NUL 或残缺的代理字符。"
    next_en = "Send clean UTF-8."
    next_zh = "请发送正常的 UTF-8 文本。"


class IdempotencyKeyMissing(Refusal):
    """A write came without its key."""

    code = "request.key_missing"
    en = "A write needs the header Idempotency-Key: 1 to 200 visible characters."
    zh = "写操作必须携带请求头 Idempotency-Key（1 至 200 个可见字符）。"
    next_en = "Make a random key per request and send the same one with every repeat."
    next_zh = "请为每个请求生成随机键，重发时使用相同的键。"


class UnknownPath(Refusal):
    """Nothing is there."""

    code = "request.unknown_path"
    kind = Kind.NOT_FOUND
    en = "There is nothing at {path}."
    zh = "路径 {path} 不存在。"
    next_en = "The operations are listed at /api/v1/docs."
    next_zh = "可用接口见 /api/v1/docs。"


class WrongMethod(Refusal):
    """The path does not answer this method."""

    code = "request.wrong_method"
    en = "{path} does not answer {method}."
    zh = "{path} 不支持 {method} 方法。"
    next_en = "Use one of: {allowed}."
    next_zh = "可用方法：{allowed}。"


class Broken(Refusal):
    """Something of ours failed; it is in the log under the request id."""

    code = "server.error"
    en = "Something failed on our side. Nothing was changed by this call."
    zh = "服务器内部错误，本次请求未产生任何变更。"
    next_en = "Repeat the call with the same Idempotency-Key; quote request_id if it stays."
    next_zh = "请用相同的 Idempotency-Key 重试；如仍失败，请提供 request_id。"


class Busy(Refusal):
    """The database had no room for this call."""

    code = "server.busy"
    en = "The system is busy. Nothing was changed by this call."
    zh = "系统繁忙，本次请求未产生任何变更。"
    next_en = "Repeat the call with the same Idempotency-Key after the time in Retry-After."
    next_zh = "请在 Retry-After 指定的时间后，用相同的 Idempotency-Key 重试。"
