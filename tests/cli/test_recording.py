"""`record`: one entry, or every line of a file, all or nothing; every fault with its line and field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

LINE = draft("person.accepted", ACCEPTED)
ZONE = draft("zone.set", {"zone": "green", "reason": "settled"}, ref="P-0001")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("record") / "store")


def entries(store: Path) -> int:
    return int(carelist("verify", "--json", store=store).json["entries"])


def test_a_type_with_a_body_is_one_entry_and_answers_its_receipt(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    answer = carelist("record", "person.accepted", "--body", json.dumps(ACCEPTED), "--as", "w-maya", store=store)
    assert answer.status == 0
    receipt = json.loads(answer.out)
    assert set(receipt) == {"id", "type", "device", "seq", "hash"}
    assert (receipt["type"], receipt["seq"]) == ("person.accepted", 2)
    shown = carelist("show", "P-0001", "--json", store=store).json
    assert (shown["name"], shown["on_caseload"]) == ("Ann Lee", True)
    body = '{"zone": "amber", "reason": "sleeping by day", "review_on": "2026-03-10"}'
    said = ("--person", "P-0001", "--occurred-at", "2026-03-04T09:00")
    assert carelist("record", "zone.set", *said, "--body", body, store=store).status == 0


def test_a_booking_later_than_the_tier_allows_is_remarked_on(tmp_path: Path) -> None:
    store, since = make_store(tmp_path / "store"), "2026-02-26T11:00:00+00:00"
    lines = draft("person.accepted", ACCEPTED | {"tier": "enhanced"}, occurred_at=since)
    assert carelist("record", "-", store=store, stdin=lines.encode()).status == 0

    def booked(at: str, **body: str) -> dict[str, object]:
        said = {"at": at, "method": "visit", "purpose": "routine", "worker": "w-maya"} | body
        line = draft("contact.planned", said, ref="P-0001", occurred_at="2026-03-02T10:00:00+00:00")
        answer = carelist("record", "-", store=store, stdin=line.encode())
        assert answer.status == 0
        return dict(answer.json)

    assert booked("2026-03-20T10:00:00+00:00")["remarks"] == [
        "later than the tier allows: contact is owed by Thu 5 Mar as well"
    ]
    assert booked("2026-03-04T10:00:00+00:00", method="letter")["remarks"] == [
        "a booked letter stands for no contact: contact is owed by Thu 5 Mar as well"
    ]
    assert "remarks" not in booked("2026-03-04T10:00:00+00:00")


def test_a_file_may_name_somebody_from_an_earlier_line_and_sending_it_twice_is_harmless(tmp_path: Path) -> None:
    store, file = make_store(tmp_path / "store"), tmp_path / "entries.ndjson"
    named = draft("person.accepted", ACCEPTED, id="019cb2a0-0000-7000-8000-000000000001")
    zone = draft("zone.set", {"zone": "green", "reason": "settled"}, ref="P-0001",
                 id="019cb2a0-0000-7000-8000-000000000002")  # fmt: skip
    file.write_text(f"\ufeff{named}\n\n{zone}\n", encoding="utf-8")
    first, second = carelist("record", file, store=store), carelist("record", file, store=store)
    assert (first.status, second.status) == (0, 0)
    assert len(first.out.splitlines()) == 2
    assert first.out == second.out
    assert entries(store) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{LINE}\n{{oops}}\n".encode(), "line 2: is not JSON"),
        (f"{LINE}\n[1, 2]\n".encode(), "line 2: must be a JSON object"),
        (f"{LINE}\n\xff\xfe\n".encode("latin-1"), "line 2: is not UTF-8"),
        (b"\x00\x01\x02\n" * 3, "line 1: is not JSON"),
        (LINE.replace("Ann", "A" * 2_000_000).encode(), "line 1: is longer than"),
        (("[" * 100_000).encode(), "line 1: is not an entry: it is nested too deeply"),
        (b'{"type": "zone.set", "type": "zone.set"}\n', "line 1: gives the same field twice"),
        (b'{"type": "zone.set", "body": {"n": NaN}}\n', "line 1: is not JSON: NaN"),
        (draft("zone.sett", {}).encode(), "line 1: type: is not a type of entry; is zone.set meant?"),
        (
            draft("zone.set", {"zone": "amber", "reason": "x"}, ref="P-1").encode(),
            "line 1: body.review_on: amber needs",
        ),
        (f"{LINE}\n{ZONE.replace('green', 'blue')}".encode(), "line 2: body.zone: is not one of: red, amber, green"),
        (draft("zone.set", {}, ref="P-7777").encode(), "line 1: body.zone: is needed"),
        (LINE.replace("2026-03-03", "2096-03-03").encode(), "line 1: occurred_at: can't be more than 5 minutes"),
        (LINE.replace('"gp"', '"gp", "shoe_size": 9').encode(), "line 1: body.shoe_size: is not a field of"),
        (LINE.replace('"body"', '"seq": 4, "body"').encode(), "line 1: seq: is stamped, never typed"),
        (LINE.replace('"Ann"', '"A\\u0007nn"').encode(), "line 1: body.given: has a control character"),
        (LINE.replace('"Ann"', "1.5").encode(), "line 1: body.given:"),
    ],
    ids=lambda part: part[:40] if isinstance(part, str) else "",
)
def test_a_faulty_line_is_named_and_nothing_of_the_batch_is_recorded(
    store: Path, content: bytes, sentence: str
) -> None:
    answer = carelist("record", "-", store=store, stdin=content)
    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err
    assert entries(store) == 1


def test_every_fault_of_every_line_is_named_at_once(store: Path) -> None:
    content = f"{draft('zone.set', {'zone': 'amber'}, ref='P-1')}\n{draft('nothing.here', {'n': 1.5})}\n"
    said = carelist("record", "-", store=store, stdin=content.encode()).err.splitlines()
    assert {": ".join(line.split(": ")[:2]) for line in said} == {
        "line 1: ref", "line 1: body.reason", "line 1: body.review_on", "line 2: type", "line 2: body.n",
    }  # fmt: skip


def test_a_binary_file_does_not_fill_the_screen(store: Path, tmp_path: Path) -> None:
    (tmp_path / "picture.ndjson").write_bytes(bytes(range(256)) * 4000)
    answer = carelist("record", tmp_path / "picture.ndjson", store=store)
    assert answer.status == 2
    assert len(answer.err.splitlines()) <= 201


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{tmp}"], "can't be read"),
        (["{tmp}/none.ndjson"], "can't be read"),
        (["zone.set", "--body", "{"], "body: is not JSON"),
        (["zone.set", "--body", "[]"], "body: must be an object"),
        (["-", "--person", "P-1"], "goes with a TYPE"),
        (["zone.set", "--person", "P-1", "--body", '{"zone": "green", "reason": "x"}'], "ref: nobody on this caseload"),
        (["zone.set", "--as", "w-nobody", "--body", "{}"], "nobody works here under the id w-nobody"),
    ],
)
def test_bad_use_of_record_is_one_sentence(store: Path, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    answer = carelist("record", *(each.replace("{tmp}", str(tmp_path)) for each in arguments), store=store)
    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err


def test_with_several_workers_somebody_must_say_who_they_are(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    added = ("--id", "w-tom", "--name", "Tom Reid", "--role", "coordinator", "--team", "North")
    assert carelist("worker", "add", *added, store=store).status == 0
    assert carelist("worker", "add", *added, store=store, CARELIST_WORKER="w-maya").status == 2
    refused = carelist("record", "-", store=store, stdin=LINE.encode())
    assert refused.status == 2
    assert "--as" in refused.err
    assert carelist("record", "-", store=store, stdin=LINE.encode(), CARELIST_WORKER="w-tom").status == 0
    changed = ("worker", "change", "--id", "w-tom", "--role", "senior", "--as", "w-maya")
    assert carelist(*changed, store=store).status == 0
    roles = {each["id"]: each["role"] for each in carelist("worker", "list", "--json", store=store).json}
    assert roles == {"w-maya": "manager", "w-tom": "senior"}
    assert "w-tom: Tom Reid, senior, North" in carelist("worker", "list", store=store).out


def test_cover_and_what_was_heard_since_are_one_act_for_many_people(tmp_path: Path) -> None:
    """Every line a person, all or nothing; when the service is back need not be said, and sent twice it is the same."""
    store, file = make_store(tmp_path / "store"), tmp_path / "cover.ndjson"
    accepted = [draft("person.accepted", {**ACCEPTED, "ref": ref}) for ref in ("P-0001", "P-0002")]
    file.write_text("\n".join(accepted), encoding="utf-8")
    assert carelist("record", file, store=store).status == 0
    lines = [
        draft("cover.arranged", {"route": "crisis_line"}, ref=f"P-000{n}", id=f"019cb2a0-0000-7000-8000-00000000000{n}")
        for n in (1, 2)
    ]
    wrong = draft("cover.arranged", {"route": "nobody"}, ref="P-0002")
    file.write_text("\n".join([*lines, wrong]), encoding="utf-8")
    before = entries(store)
    refused = carelist("record", file, store=store)
    assert (refused.status, entries(store)) == (2, before)
    assert "line 3: body.route" in refused.err
    file.write_text("\n".join(lines), encoding="utf-8")
    first, again = carelist("record", file, store=store), carelist("record", file, store=store)
    assert (first.status, again.status) == (0, 0)
    assert first.out == again.out
    assert entries(store) == before + 2
    (line,) = [
        each for each in carelist("show", "P-0002", "--json", store=store).json["story"] if "cover" in each["type"]
    ]
    assert line["in_words"].startswith("Cover over the gap: crisis line; back 4 Mar 09:00")
    heard = {"direction": "out", "who": "crisis team", "summary": "nothing heard"}
    file.write_text("\n".join(draft("partner.contacted", heard, ref=f"P-000{n}") for n in (1, 2)), encoding="utf-8")
    assert carelist("record", file, store=store).status == 0


def test_line_by_line_what_can_be_recorded_is_and_the_rest_is_named_with_its_line(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    lines = [LINE, "no json", "", draft("zone.set", {"zone": "blue"}, ref="P-0001"), ZONE, '{"body": {}}']
    answer = carelist("record", "--each", "-", store=store, stdin="\n".join(lines).encode())
    assert answer.status == 1
    assert [json.loads(line)["type"] for line in answer.out.splitlines()] == ["person.accepted", "zone.set"]
    told = answer.err.splitlines()
    assert [line.split(":")[0] for line in told if line.startswith("line ")] == ["line 2", "line 4", "line 4", "line 6"]
    assert "blue" not in answer.err
    assert "Traceback" not in answer.err
    assert carelist("show", "P-0001", "--json", store=store).json["zone"] == "green"
    again = carelist("record", "--each", "-", store=store, stdin=ZONE.encode())
    assert again.status == 0


def test_line_by_line_however_many_lines_there_are(tmp_path: Path) -> None:
    """More than one batch may hold: `record` of all at once refuses them, and asks for parts."""
    store, file = make_store(tmp_path / "store"), tmp_path / "lines.ndjson"
    with file.open("wb") as lines:
        lines.write(LINE.encode() + b"\n")
        for _ in range(1_200):
            lines.write(b"{" + b" " * 60_000 + b"}\n")
        lines.write(ZONE.encode() + b"\n")
    assert carelist("record", str(file), store=store).status == 2
    answer = carelist("record", "--each", str(file), store=store)
    assert answer.status == 1
    assert len(answer.out.splitlines()) == 2


def test_line_by_line_what_stops_every_line_is_said_once(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    answer = carelist("record", "--each", "-", "--as", "w-nobody", store=store, stdin=f"{LINE}\n{ZONE}".encode())
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("nobody works here") == 1


@pytest.mark.parametrize("said", [("zone.set",), ("--person", "P-0001", "-"), ("--body", "{}", "-")])
def test_line_by_line_goes_with_lines(store: Path, said: tuple[str, ...]) -> None:
    before = entries(store)
    assert carelist("record", "--each", *said, store=store, stdin=LINE.encode()).status == 2
    assert entries(store) == before


def test_what_powershell_puts_before_a_pipe_is_passed_over(store: Path) -> None:
    body = json.dumps({"zone": "green", "reason": "sleeps well"})
    person = carelist(
        "record", "-", store=store, stdin=draft("person.accepted", {**ACCEPTED, "ref": "P-9001"}).encode()
    )
    assert person.status == 0
    said = ("record", "zone.set", "--person", "P-9001", "--body", "-")
    assert carelist(*said, store=store, stdin=b"\xef\xbb\xbf" + body.encode()).status == 0
