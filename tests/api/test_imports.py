"""A file comes in over the API, is checked by a job, and says what it refused."""

from django.core.files.uploadedfile import SimpleUploadedFile

from shuke.interfaces.worker.running import run_next
from shuke.stores.models import Store

GOOD = b"number,name\n7,Seven\n8,Eight\n"
MIXED = b"number,name\n7,Seven\n,Nobody\n"


def upload(caller, content=GOOD, *, key="k-1", name="stores.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return caller.client.post(
        "/api/v1/imports",
        {"file": file, "kind": "stores", **fields},
        headers={"Authorization": f"Bearer {caller.secret}", "Idempotency-Key": key},
    )


def test_a_file_is_received_checked_and_loaded_by_a_job(committed, owner):
    import shuke.intake.work  # noqa: F401 - declares the job, as the worker does

    answer = upload(owner)
    assert answer.status_code == 202, answer.content
    made = answer.json()
    assert owner.get(f"/jobs/{made['job']}").json()["state"] == "queued"
    assert run_next("test")
    job = owner.get(f"/jobs/{made['job']}").json()
    assert job["state"] == "done", job["error"]
    shown = owner.get(f"/imports/{made['id']}").json()
    assert (shown["state"], shown["kind"], shown["name"]) == ("finished", "stores", "stores.csv")
    assert Store.objects.filter(number__in=["7", "8"]).count() == 2
    assert [one["id"] for one in owner.get("/imports").json()["data"]] == [made["id"]]


def test_refused_rows_come_back_with_line_and_reason(committed, owner):
    import shuke.intake.work  # noqa: F401 - declares the job, as the worker does

    made = upload(owner, MIXED).json()
    run_next("test")
    shown = owner.get(f"/imports/{made['id']}").json()
    assert (shown["counts"]["refused"], shown["has_refused"]) == (1, True)
    file = owner.get(f"/imports/{made['id']}/refused")
    assert "attachment" in file["Content-Disposition"]
    content = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "Nobody" in content
    assert "3" in content.splitlines()[1]


def test_the_same_upload_under_the_same_key_is_once(committed, owner):
    first, again = upload(owner), upload(owner)
    assert (first.status_code, first.content) == (202, again.content)
    assert again["Idempotent-Replayed"] == "true"
    other = upload(owner, MIXED)
    assert other.json()["error"]["type"] == "idempotency_error"
    assert len(owner.get("/imports").json()["data"]) == 1


def test_what_is_no_file_is_refused(owner):
    assert upload(owner, b"").json()["error"]["code"] == "import.empty_file"
    assert upload(owner, kind="cats").status_code == 422
    assert upload(owner, mapping="[]").json()["error"]["code"] == "request.invalid"
    assert upload(owner, mapping="{").json()["error"]["code"] == "request.malformed"
    nothing = owner.post("/imports", {})
    assert nothing.status_code == 422


def test_a_file_beyond_200_mib_is_refused_before_it_is_read(owner):
    answer = owner.client.generic(
        "POST",
        "/api/v1/imports",
        "x",
        content_type="multipart/form-data; boundary=x",
        headers={"Authorization": f"Bearer {owner.secret}"},
        CONTENT_LENGTH=str(202 * 1_048_576),
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request.too_large")


def test_templates_are_there_to_download(owner):
    listed = owner.get("/imports/templates").json()["data"]
    assert {one["kind"] for one in listed} == {"members", "products", "stores", "sales"}
    file = owner.get("/imports/templates/shuke-stores.csv")
    assert file.content.decode("utf-8-sig").startswith("number,")
    assert owner.get("/imports/templates/nothing.csv").status_code == 404
