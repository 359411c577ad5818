"""Members as the API takes and gives them: masked, or under a pseudonym, by the key's role."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from shuke.interfaces.api.strict import Strict
from shuke.interfaces.api.times import iso, utc
from shuke.kernel import ids
from shuke.members import queries as members

Short = Annotated[str, Field(max_length=60)]
Values = Annotated[dict[str, Annotated[str, Field(max_length=500)]], Field(max_length=100)]
IdentityKind = Literal["phone", "card", "email", "open_id", "external"]


class EnrolIn(Strict):
    """Somebody to enrol; every part may be missing. `store` is the home store's number."""

    number: Annotated[str, Field(max_length=40)] = ""
    name: Short = ""
    phone: Annotated[str, Field(max_length=120)] = ""
    card: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=120)] = ""
    open_id: Annotated[str, Field(max_length=120)] = ""
    external: Annotated[str, Field(max_length=120)] = ""
    store: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    channel: Annotated[str, Field(max_length=20)] = ""
    staff: Short = ""
    campaign: Short = ""
    referrer: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    profile: Values = Field(default_factory=dict)
    is_phone_verified: bool = False


class ProfileIn(Strict):
    """Profile fields by name, `name` among them; an empty text clears a field."""

    fields: Annotated[Values, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1, max_length=80)] = "api"


class FindIn(Strict):
    """What somebody says: a name, its pinyin initials, a phone, card or number, four digits."""

    words: Annotated[str, Field(min_length=1, max_length=80)]
    limit: Annotated[int, Field(ge=1, le=200)] = 20


class IdentifyIn(Strict):
    """A whole phone, card, e-mail or id."""

    identity: Annotated[str, Field(min_length=1, max_length=80)]


class UnmaskIn(Strict):
    """Why the data must be seen, and what of it; `what` empty means everything."""

    reason: Annotated[str, Field(max_length=200)]
    what: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=50)] = Field(
        default_factory=list
    )


class IdentityIn(Strict):
    """One more phone, card, e-mail or id."""

    kind: IdentityKind
    value: Annotated[str, Field(min_length=1, max_length=120)]
    is_verified: bool = False


class MergeIn(Strict):
    """Two members by number or `mem_…`; `survivor` stands for both afterwards."""

    survivor: Annotated[str, Field(min_length=1, max_length=60)]
    merged: Annotated[str, Field(min_length=1, max_length=60)]
    reason: Annotated[str, Field(max_length=200)] = ""


class MemberOut(Schema):
    """A member in a list; name and phone masked."""

    object: Literal["member"] = "member"
    id: str
    number: str
    name: str
    is_name_made: bool
    phone: str
    store: str | None
    channel: str
    joined_on: str | None
    stage: str


class IdentityOut(Schema):
    """A phone, card, e-mail or id, masked; `ends_before` is set when it is his no more."""

    object: Literal["identity"] = "identity"
    id: str
    kind: str
    shown: str
    source: str
    starts_at: str
    ends_before: str | None
    verified_at: str | None
    is_valid: bool


class FieldOut(Schema):
    """One thing known, with source, time and basis (declared or inferred)."""

    name: str
    value: str
    is_personal: bool
    source: str
    at: str
    basis: str
    confidence: float | None
    version: int
    is_valid: bool


class MergeOut(Schema):
    """One merge into this member, in force or undone."""

    object: Literal["merge"] = "merge"
    id: str
    merged: str
    at: str
    reason: str
    undone_at: str | None


class MemberDetailOut(MemberOut):
    """A member whole."""

    joined_at: str | None
    staff: str
    campaign: str
    identities: list[IdentityOut]
    fields: list[FieldOut]
    missing: list[str]
    completeness: float
    validity: float
    merges: list[MergeOut]


class EnrolledOut(Schema):
    """Who it is now, and whether this call made the member."""

    object: Literal["member.enrolled"] = "member.enrolled"
    id: str
    number: str
    is_new: bool


class UnmaskedIdentityOut(Schema):
    """An identity in full."""

    id: str
    kind: str
    value: str


class UnmaskedOut(Schema):
    """Personal data in full; that it was shown, to whom and why, is recorded."""

    object: Literal["member.unmasked"] = "member.unmasked"
    name: str
    identities: list[UnmaskedIdentityOut]
    fields: dict[str, str]


class TimelineItemOut(Schema):
    """One record; `running` is the amount of its kind up to and including it."""

    kind: str
    at: str
    title: str
    detail: str
    amount: int | None
    running: int | None
    reference: str


class TotalOut(Schema):
    """All records of a kind."""

    count: int
    amount: int | None


class TimelineOut(Schema):
    """A stretch of the timeline, newest first; `totals` cover all of it."""

    object: Literal["list"] = "list"
    data: list[TimelineItemOut]
    totals: dict[str, TotalOut]
    has_more: bool
    next: str | None


class DifferenceOut(Schema):
    """A field on which the two files disagree."""

    name: str
    survivor: str
    merged: str
    kept: str


class MergePreviewOut(Schema):
    """What a merge would do; nothing has changed."""

    object: Literal["merge.preview"] = "merge.preview"
    survivor: MemberOut
    merged: MemberOut
    identities: int
    differences: list[DifferenceOut]


class MergedOut(Schema):
    """The merge, and who stands for both from now on."""

    object: Literal["merge"] = "merge"
    id: str
    survivor: str
    merged: str


class DoneOut(Schema):
    """It is so now."""

    object: Literal["done"] = "done"
    id: str


def member_out(card: members.Card, stores: dict[int, str]) -> MemberOut:
    """A card as the API shows it."""
    return MemberOut(
        id=card.public_id,
        number=card.number,
        name=card.name,
        is_name_made=card.is_name_made,
        phone=card.phone,
        store=stores.get(card.store_id or 0),
        channel=card.channel,
        joined_on=None if card.joined_on is None else card.joined_on.isoformat(),
        stage=card.stage,
    )


def detail_out(detail: members.Detail, stores: dict[int, str]) -> MemberDetailOut:
    """A whole member as the API shows him."""
    return MemberDetailOut(
        **member_out(detail.card, stores).model_dump(),
        joined_at=utc(detail.origin.joined_at),
        staff=detail.origin.staff,
        campaign=detail.origin.campaign,
        identities=[_identity_out(one) for one in detail.identities],
        fields=[_field_out(one) for one in detail.fields],
        missing=list(detail.missing),
        completeness=round(detail.completeness.completeness, 4),
        validity=round(detail.completeness.validity, 4),
        merges=[
            MergeOut(
                id=ids.public("mrg", one.id),
                merged=one.merged_number,
                at=iso(one.at),
                reason=one.reason,
                undone_at=utc(one.undone_at),
            )
            for one in detail.merges
        ],
    )


def _identity_out(one: members.IdentityView) -> IdentityOut:
    return IdentityOut(
        id=ids.public("idn", one.id),
        kind=one.kind,
        shown=one.shown,
        source=one.source,
        starts_at=iso(one.starts_at),
        ends_before=utc(one.ends_before),
        verified_at=utc(one.verified_at),
        is_valid=one.is_valid,
    )


def _field_out(one: members.FieldView) -> FieldOut:
    return FieldOut(
        name=one.name,
        value=one.value,
        is_personal=one.is_personal,
        source=one.source,
        at=iso(one.at),
        basis=one.basis,
        confidence=None if one.confidence is None else one.confidence / 1000,
        version=one.version,
        is_valid=one.is_valid,
    )
