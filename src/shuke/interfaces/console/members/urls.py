"""Addresses of the members; the fixed words come before the id of a member."""

from django.urls import path

from shuke.interfaces.console.members import (
    adding,
    browsing,
    defining,
    filing,
    member,
    merging,
    prospects,
    sale,
    stale,
)

app_name = "members"
urlpatterns = [
    path("", browsing.members, name="list"),
    path("columns/", browsing.choose_columns, name="columns"),
    path("export/<slug:kind>/", browsing.export, name="export"),
    path("save/", browsing.save_segment, name="save"),
    path("add/", adding.add, name="add"),
    path("prospects/", prospects.prospects, name="prospects"),
    path("duplicates/", merging.review, name="review"),
    path("contacts/", stale.contacts, name="contacts"),
    path("merge/", merging.merge, name="merge"),
    path("keep-apart/", merging.keep_apart, name="keep_apart"),
    path("sales/<str:reference>/", sale.sale, name="sale"),
    path("<str:reference>/", member.one, name="one"),
    path("<str:reference>/drawer/", member.drawer, name="drawer"),
    path("<str:reference>/habits/", member.habits, name="habits"),
    path("<str:reference>/timeline/", member.timeline, name="timeline"),
    path("<str:reference>/unmask/", member.unmask, name="unmask"),
    path("<str:reference>/profile/", filing.profile, name="profile"),
    path("<str:reference>/profile/shown/", filing.profile_shown, name="profile_shown"),
    path("<str:reference>/notes/", filing.note, name="note"),
    path("<str:reference>/household/", filing.household, name="household"),
    path("<str:reference>/fields/", defining.define, name="define"),
    path("<str:reference>/phone/", filing.change_phone, name="change_phone"),
    path("<str:reference>/contact/", filing.check_contact, name="check_contact"),
    path("<str:reference>/stage/", prospects.move, name="move_prospect"),
    path("<str:reference>/enrol/", prospects.convert, name="convert_prospect"),
    path("<str:reference>/undo-merge/", merging.undo_merge, name="undo_merge"),
    path("<str:reference>/preferences/", filing.preference, name="preference"),
]
