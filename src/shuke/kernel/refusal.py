"""The one way to say no: a typed refusal with a stable code and a next step."""

from collections.abc import Mapping
from enum import Enum
from typing import ClassVar, Literal

Language = Literal["zh", "en"]


class Kind(Enum):
    """What sort of "no" a refusal is; the value is the HTTP status that a door answers."""

    INVALID = 422
    NOT_FOUND = 404
    CONFLICT = 409
    FORBIDDEN = 403
    UNAUTHENTICATED = 401
    TOO_LARGE = 413
    TOO_MANY = 429


class Refusal(Exception):
    """Say no to bad input in a way that a person and a program can act on.

    Subclasses live beside the action that refuses. `code` never changes once published; `en`/`zh`
    say what happened, `next_en`/`next_zh` what to do; both may hold `{name}` placeholders filled
    from the keyword values given to the instance.
    """

    code: ClassVar[str] = "request.refused"
    kind: ClassVar[Kind] = Kind.INVALID
    en: ClassVar[str] = "The request was refused."
    zh: ClassVar[str] = "请求被拒绝。"
    next_en: ClassVar[str] = "Correct the input and try again."
    next_zh: ClassVar[str] = "请修改后重试。"
    # Values out of a closed list in both languages, as in {"kind": {"phone": ("phone", "手机号")}}.
    words: ClassVar[Mapping[str, Mapping[str, tuple[str, str]]]] = {}

    def __init__(self, *, param: str | None = None, **values: object) -> None:
        self.param = param
        self.values = values
        super().__init__(f"{self.code}: {self.message('en')}")

    def message(self, language: Language) -> str:
        """What happened, in the reader's language."""
        return _filled(self.zh if language == "zh" else self.en, self._shown(language))

    def next_step(self, language: Language) -> str:
        """What the reader can do now."""
        return _filled(self.next_zh if language == "zh" else self.next_en, self._shown(language))

    def _shown(self, language: Language) -> dict[str, object]:
        spoken = 1 if language == "zh" else 0
        found = {name: known.get(str(self.values.get(name))) for name, known in self.words.items()}
        return {**self.values, **{name: pair[spoken] for name, pair in found.items() if pair}}


def _filled(text: str, values: dict[str, object]) -> str:
    # Not str.format: a value or a text with braces must come out literally, never be evaluated.
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def all_refusals() -> tuple[type[Refusal], ...]:
    """Every refusal class known to the process, ordered by code; the reference docs list them."""
    found: list[type[Refusal]] = []
    waiting = list(Refusal.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        found.append(refusal)
        waiting.extend(refusal.__subclasses__())
    return tuple(sorted(set(found), key=lambda refusal: refusal.code))
