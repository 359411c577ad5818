"""Write one member full of canaries, flush to disk, and say where the database lies.

Arguments: phone, card, e-mail, open id, birthday, address, note, session.
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.members.conftest import NOON, ZHANG, set_up  # noqa: E402

from shuke.kernel.scope import Scope  # noqa: E402
from shuke.members import actions  # noqa: E402

CHECKPOINT = {"postgresql": "CHECKPOINT", "sqlite": "PRAGMA wal_checkpoint(FULL)"}


NAMES = ("phone", "card", "email", "open_id", "birthday", "address", "note", "session")


def main(canaries):
    set_up()
    everything = Scope.everything()
    member = actions.enrol(
        newcomer=actions.Newcomer(
            name="金丝雀王芳",
            **{kind: canaries[kind] for kind in ("phone", "card", "email", "open_id")},
            profile={name: canaries[name] for name in ("birthday", "address")},
        ),
        scope=everything,
        at=NOON,
        by=ZHANG,
    ).member_id
    actions.write_note(
        member_id=member,
        store_id=None,
        texts={"other": canaries["note"]},
        scope=everything,
        at=NOON,
        by=ZHANG,
    )
    actions.see_page(
        session=canaries["session"], target="product/1", channel="web", has_consent=True, at=NOON
    )
    with connection.cursor() as cursor:
        cursor.execute(CHECKPOINT[connection.vendor])
        if connection.vendor == "postgresql":
            cursor.execute("SHOW data_directory")
            sys.stdout.write(cursor.fetchone()[0])
        else:
            sys.stdout.write(str(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main(dict(zip(NAMES, sys.argv[1:], strict=True)))
