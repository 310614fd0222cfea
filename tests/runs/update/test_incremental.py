"""What is new, changed or gone comes into the dataset; the rest is left alone."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Invoke
from tests.runs.update.conftest import Follow
from tests.runs.update.dataset import Dataset

_DAY = 24


def test_first_run_reads_all_and_publishes_a_whole_dump(follow: Follow, invoke: Invoke) -> None:
    dataset = follow(30)
    assert set(dataset.records) == set(dataset.site.releases)
    assert sorted(dataset.site.asked) == sorted(dataset.site.releases)
    assert dataset.manifest["complete"] is True
    assert dataset.manifest["changes"] == {"added": 30, "modified": 0, "deleted": 0, "unchanged": 0}
    assert {one["op"] for one in dataset.delta()} == {"add"}
    assert invoke("validate", dataset.folder).exit_code == 0
    assert all(one["revision"] == 1 for one in dataset.records.values())
    assert all(one["first_seen_at"] == one["changed_at"] for one in dataset.records.values())


def test_nothing_new_costs_a_listing_page_and_changes_no_byte(follow: Follow) -> None:
    dataset = follow(120)
    before = dataset.bytes()
    run = dataset.update()
    assert (run.returncode, run.stderr) == (0, "")
    assert dataset.site.asked == []
    assert dataset.site.listings <= 3
    assert dataset.bytes() == before
    assert len(list((dataset.folder / "dumps").iterdir())) == 1
    assert [one["published"] for one in dataset.runs] == [True, False]


def test_new_changed_and_gone_pages_make_the_delta(follow: Follow) -> None:
    dataset = follow(60)
    site = dataset.site
    changed, gone = site.numbers([3, 10, 40]), site.numbers([20])
    for number in changed:
        site.edits[number] = lambda page: page.replace("two teams", "three teams")
    site.gone |= set(gone)
    added = site.publish(4)
    dataset.hours = 60 * _DAY
    assert dataset.update().returncode == 0
    ops = {int(one["id"].split("-")[1]): one for one in dataset.delta()}
    assert {number: one["op"] for number, one in ops.items()} == {
        **dict.fromkeys(changed, "modify"),
        **dict.fromkeys(added, "add"),
    }
    assert all(ops[number]["cause"] == "content" for number in changed)
    assert all("body" in ops[number]["changed"] for number in changed)
    assert dataset.manifest["changes"] == {"added": 4, "modified": 3, "deleted": 0, "unchanged": 57}
    # Known pages are asked for with conditions: only those that changed came whole.
    counts = dataset.manifest["counts"]
    assert (counts["skipped"], counts["captured"]) == (56, 8)


def test_changed_content_is_a_revision_and_the_earlier_one_is_kept(follow: Follow) -> None:
    dataset = follow(25)
    (number,) = dataset.site.numbers([5])
    before = dataset.records[number]
    dataset.site.edits[number] = lambda page: page.replace("at dawn", "at noon")
    dataset.hours = 60 * _DAY
    assert dataset.update().returncode == 0
    after = dataset.records[number]
    assert (after["revision"], after["first_seen_at"]) == (2, before["first_seen_at"])
    assert after["changed_at"] > before["changed_at"]
    assert "at noon" in after["body"]
    assert dataset.lines("revisions") == [before]


def test_decoration_is_no_change(follow: Follow) -> None:
    dataset = follow(25)
    before = dataset.bytes()
    dataset.site.rewrite = lambda page: page.replace("</body>", "<!-- built anew --></body>")
    dataset.hours = 60 * _DAY
    assert dataset.update().returncode == 0
    assert len(dataset.site.asked) == 25
    assert dataset.bytes() == before


def test_gone_page_becomes_a_tombstone_with_the_third_proof_only(follow: Follow) -> None:
    dataset = follow(60)
    gone = dataset.site.numbers([7])
    dataset.site.gone |= set(gone)
    dataset.hours = 60 * _DAY
    for _ in range(2):
        assert dataset.update().returncode == 0
        assert dataset.update().returncode == 0  # too soon to be a proof
        assert set(gone) <= set(dataset.records)
        assert dataset.lines("tombstones") == []
        dataset.hours += 13
    assert dataset.update().returncode == 0
    assert not set(gone) & set(dataset.records)
    (tombstone,) = dataset.lines("tombstones")
    assert tombstone["record"]["node_id"] == gone[0]
    assert tombstone["first_missing_at"][:10] < tombstone["deleted_at"][:10]
    (change,) = dataset.delta()
    assert change["op"] == "delete"


def test_page_that_comes_back_is_a_record_again(follow: Follow) -> None:
    dataset = follow(60)
    gone = dataset.site.numbers([7])
    first_seen = dataset.records[gone[0]]["first_seen_at"]
    dataset.site.gone |= set(gone)
    for hours in (60 * _DAY, 60 * _DAY + 13, 60 * _DAY + 26):
        dataset.hours = hours
        assert dataset.update().returncode == 0
    assert set(dataset.records).isdisjoint(gone)
    dataset.site.gone.clear()
    dataset.hours += 100 * _DAY
    assert dataset.update().returncode == 0
    record = dataset.records[gone[0]]
    assert (record["revision"], record["first_seen_at"]) == (1, first_seen)
    assert dataset.lines("tombstones") == []
    assert [one["op"] for one in dataset.delta()] == ["add"]


def test_soft_404_and_a_listing_without_it_are_no_proof(follow: Follow) -> None:
    dataset = follow(60)
    (number,) = dataset.site.numbers([7])
    record = dataset.records[number]
    dataset.site.edits[number] = lambda _: "<html><body><h1>Page not found</h1></body></html>"
    for day in range(60, 65):
        dataset.hours = day * _DAY
        assert dataset.update().returncode == 0
    assert dataset.records[number] == record
    assert dataset.lines("tombstones") == []
    (rejected,) = dataset.lines("rejected")
    assert rejected["url"].endswith(str(number))


def test_first_fill_is_made_in_slices(follow: Follow, tmp_path: Path) -> None:
    whole = follow(130)
    sliced = Dataset(tmp_path / "sliced", whole.site, whole.command)
    asked: list[int] = []
    for _ in range(12):
        run = sliced.update("--max-requests", "20")
        assert run.returncode == 0, run.stderr
        asked += sliced.site.asked
        if sliced.manifest["complete"]:
            break
        assert len(sliced.site.paths) <= 20
    assert sliced.manifest["complete"] is True
    assert sorted(asked) == sorted(whole.site.releases)
    assert sliced.said == whole.said


def test_budget_that_ends_with_revisits_leaves_the_dataset_complete(follow: Follow) -> None:
    dataset = follow(30)
    before = dataset.bytes()
    dataset.hours = 60 * _DAY
    run = dataset.update("--max-requests", "10")
    assert (run.returncode, run.stderr) == (0, "")
    assert 0 < len(dataset.site.asked) < 10
    assert dataset.bytes() == before


def test_scope_is_kept_and_nothing_outside_is_removed(follow: Follow) -> None:
    dataset = follow(60)
    since = "2026-02-20"
    dataset.site.publish(2)
    assert dataset.update("--since", since).returncode == 0
    assert len(dataset.records) == 62
    assert dataset.manifest["arguments"]["since"] == since
    dataset.site.publish(1)
    assert dataset.update("--since", since, "--language", "en").returncode == 0
    assert dataset.manifest["arguments"]["since"] == since
    dataset.site.publish(1)
    assert dataset.update().returncode == 0
    assert dataset.manifest["arguments"]["since"] == since


def test_the_same_scope_again_does_not_read_the_listing_anew(follow: Follow) -> None:
    dataset = follow(230)
    assert dataset.update("--since", "2000-01-01").returncode == 0
    assert dataset.site.listings == 6  # 5 pages of 50, and the top again
    assert dataset.update("--since", "2000-01-01", "--language", "en").returncode == 0
    assert dataset.site.listings <= 3


def test_kept_pages_are_read_again_without_a_request(follow: Follow) -> None:
    dataset = follow(30)
    before = dataset.records
    better = """
from osce_scraper.normalise import places
from osce_scraper.normalise import record
_choose = record.choose_places
def choose(*given):
    return [one.model_copy(update={"name": one.name.upper()}) for one in _choose(*given)]
record.choose_places = choose
"""
    run = dataset.update("--from", str(dataset.folder / "archive"), code=better)
    assert run.returncode == 0, run.stderr
    assert dataset.site.paths == []
    changes = dataset.delta()
    assert len(changes) == 30
    assert {(one["op"], one["cause"], *one["changed"]) for one in changes} == {
        ("modify", "scraper", "places")
    }
    after = dataset.records
    for number, record in before.items():
        kept = ("first_seen_at", "changed_at", "revision", "captured_at")
        assert [after[number][name] for name in kept] == [record[name] for name in kept]
    assert dataset.lines("revisions") == []


def test_listing_row_of_the_first_reading_serves_later_ones(follow: Follow) -> None:
    dataset = follow(25)
    (number,) = dataset.site.numbers([0])
    bare = ('<dt>Date:</dt><dd><time datetime="2026-02-24T12:00:00Z">24 February 2026</time></dd>',)
    dataset.site.edits[number] = lambda page: page.replace(bare[0], "").replace(
        ", 24 February 2026 –", " –"
    )
    dataset.hours = 60 * _DAY
    assert dataset.update("--threshold", "drift=1").returncode == 0
    assert dataset.records[number]["date_source"] == "listing"
    dataset.site.edits[number] = lambda page: (
        page.replace(bare[0], "")
        .replace(", 24 February 2026 –", " –")
        .replace("at dawn", "at noon")
    )
    dataset.site.publish(120)  # so the row is no longer on a page that is read
    dataset.hours += 60 * _DAY
    assert dataset.update("--threshold", "drift=1").returncode == 0
    assert dataset.records[number]["date_source"] == "listing"


def test_known_page_that_fails_leaves_the_dataset_whole(follow: Follow) -> None:
    dataset = follow(12)
    before = dataset.bytes()
    dataset.hours = 24 * 60
    dataset.site.failing = {dataset.site.newest}
    assert dataset.update().returncode == 3
    assert dataset.manifest["complete"]
    assert dataset.bytes() == before
