"""From a file to members, through the console alone: match, try, run, correct, run again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuke.events import queries as events
from shuke.intake import queries as imports
from shuke.interfaces.worker.running import run_next
from shuke.kernel.permissions import MATRIX, ROLES
from shuke.kernel.scope import Scope

PART = {"HX-Request": "true"}
GOOD = "会员号,姓名,手机\n1,王芳,13800000001\n2,李波,13800000002\n"
MIXED = "No,Who,Mobile,Since\n1,王芳,13800000001,2017-03-01\n2,李波,12345,2017-03-01\n"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Uploads and files of refused rows of one test."""
    settings.SHUKE_HOME = tmp_path


@pytest.fixture
def work():
    """Let the worker do what waits."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("work")

    def done():
        while run_next("test", has_heart=False):
            pass

    return done


def upload(client, text, *, kind="members", name="members.csv"):
    """Upload a file; the address of its columns comes back."""
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    answer = client.post("/en/imports/upload/", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("columns/")


def test_the_first_visit_says_how_to_begin(sign_in):
    page = sign_in("owner").get("/en/imports/").content.decode()
    assert "Nothing imported yet" in page
    assert "Begin with the members" in page
    for kind in ("members", "products", "stores", "sales"):
        assert f"/en/imports/templates/shuke-{kind}.csv/" in page


def test_a_template_downloads_and_needs_no_matching(sign_in, work):
    client = sign_in("owner")
    template = client.get("/en/imports/templates/shuke-members.csv/").content
    address = upload(client, template)
    page = client.get(f"{address}columns/").content.decode()
    assert '<option value="phone" data-user-content selected>' in page
    assert client.get("/en/imports/templates/other.csv/").status_code == 404


def test_columns_are_proposed_tried_and_imported(sign_in, work):
    client = sign_in("owner")
    address = upload(client, GOOD)
    page = client.get(f"{address}columns/").content.decode()
    assert '<option value="手机" data-user-content selected>' in page
    assert "13800000001" in page
    chosen = {"map.number": "会员号", "map.name": "姓名", "map.phone": "手机"}
    assert client.post(f"{address}try/", chosen)["Location"] == address
    waiting = client.get(address, headers=PART).content.decode()
    assert "Waiting to begin" in waiting
    assert f'hx-get="{address}"' in waiting
    work()
    tried = client.get(address).content.decode()
    assert "What would happen" in tried
    assert "Import 2 rows" in tried
    assert client.get("/en/members/").content.decode().count("data-row") == 0
    client.post(f"{address}run/")
    work()
    done = client.get(address, headers=PART).content.decode()
    assert "What happened" in done
    assert "hx-get" not in done
    assert client.get("/en/members/").content.decode().count("data-row") == 2
    history = client.get("/en/imports/").content.decode()
    assert "members.csv" in history
    assert "imported" in history


def test_a_match_is_remembered_for_files_with_the_same_columns(sign_in, work):
    client = sign_in("owner")
    chosen = {"map.number": "No", "map.name": "Who", "map.phone": "Mobile"}
    first = upload(client, MIXED)
    client.post(f"{first}try/", chosen)
    work()
    client.post(f"{first}run/")
    work()
    second = upload(client, MIXED.replace("1,王芳", "9,赵敏"))
    page = client.get(f"{second}columns/").content.decode()
    assert "These columns were matched before" in page
    assert '<option value="Who" data-user-content selected>' in page


def test_refused_rows_are_listed_and_come_as_a_file(sign_in, work):
    client = sign_in("owner")
    address = upload(client, MIXED)
    chosen = {"map.number": "No", "map.name": "Who", "map.phone": "Mobile"}
    client.post(f"{address}try/", chosen)
    work()
    page = client.get(address).content.decode()
    assert "First refused rows" in page
    assert "is not a valid phone" in page
    masked = b"".join(client.get(f"{address}refused/").streaming_content).decode("utf-8-sig")
    assert "李波" not in masked
    assert "12345" not in masked
    assert client.post(f"{address}refused/whole/", {"reason": "no"}).status_code == 302
    whole = client.post(f"{address}refused/whole/", {"reason": "corrects the phone"})
    file = b"".join(whole.streaming_content).decode("utf-8-sig")
    assert "李波" in file
    assert "王芳" not in file
    (one,) = imports.imports(Scope.everything())
    told = events.of_subject(f"import/{one.id}", limit=1)[0]
    assert told.name == "import.refused_shown"
    assert (told.actor, told.payload["reason"]) == ("staff:owner", "corrects the phone")
    # Corrected and sent again, only the missing one is new.
    client.post(f"{address}run/")
    work()
    again = upload(client, file.replace("12345", "13800000002"), name="refused.csv")
    client.post(f"{again}try/", chosen)
    work()
    client.post(f"{again}run/")
    work()
    assert client.get("/en/members/").content.decode().count("data-row") == 2


def test_the_same_file_again_changes_nothing(sign_in, work):
    client = sign_in("owner")
    chosen = {"map.number": "会员号", "map.name": "姓名", "map.phone": "手机"}
    for _ in range(2):
        address = upload(client, GOOD)
        client.post(f"{address}try/", chosen)
        work()
        if "run/" in client.get(address).content.decode():
            client.post(f"{address}run/")
            work()
    assert client.get("/en/members/").content.decode().count("data-row") == 2


def test_a_missing_column_is_said_before_anything_is_tried(sign_in):
    client = sign_in("owner")
    address = upload(client, "Who\n王芳\n")
    answer = client.post(f"{address}try/", {"map.name": "Who"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "notice-error" in page
    assert "Phone" in page
    # What was chosen is still chosen.
    assert '<option value="Who" data-user-content selected>' in page


def test_no_file_and_an_empty_file_are_refused_on_the_form(sign_in):
    client = sign_in("owner")
    for given in ({}, {"file": SimpleUploadedFile("x.csv", b"")}):
        answer = client.post("/en/imports/upload/", {"kind": "sales", **given})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "notice-error" in page
        assert 'value="sales" required checked' in page


def test_a_picture_is_no_table(sign_in):
    client = sign_in("owner")
    address = upload(client, b"\x89PNG\r\n\x1a\n" + bytes(200), name="members.csv")
    answer = client.get(f"{address}columns/")
    assert answer.status_code in {413, 422}
    assert "That is not possible" in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_import_and_some_look_on(sign_in, role):
    client = sign_in(role)
    may = MATRIX[role]
    answer = client.get("/en/imports/")
    assert answer.status_code == (200 if "imports.read" in may else 403)
    if "imports.read" in may:
        assert ("New import" in answer.content.decode()) == ("imports.write" in may)
    file = SimpleUploadedFile("m.csv", GOOD.encode())
    sent = client.post("/en/imports/upload/", {"kind": "members", "file": file})
    assert sent.status_code == (302 if "imports.write" in may else 403)


def test_an_unknown_import_is_not_found(sign_in):
    client = sign_in("owner")
    for tail in ("", "columns/", "refused/"):
        assert client.get(f"/en/imports/imp_0000000000000/{tail}").status_code == 404
