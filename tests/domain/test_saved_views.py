"""Saved views: whose they are, who sees them, and what is left of them when things go."""

import pytest
from sqlmodel import Session

from tests.world import EMC, VETERINARY, aigerim, boris, dana, saule
from tracker import clock
from tracker.access import User
from tracker.domain import addresses, drafts, saved_views
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.models import Account, Kind, Partner, SavedView, SavedViewDraft
from tracker.domain.saved_views import ViewRow
from tracker.errors import NotAllowed, NotFound, Stale, TooManyViews, ViewExists


def asked(kind: Kind = Kind.PARTNER, query: str = "stage=active") -> Asked:
    return addresses.asked(kind, dict(pair.split("=") for pair in query.split("&")))


def keep(
    session: Session,
    name: str = "Active ones",
    *,
    by: User = aigerim,
    shared: bool = False,
    kind: Kind = Kind.PARTNER,
    query: str = "stage=active",
    replace: bool = False,
) -> int:
    draft = drafts.checked(SavedViewDraft, {"name": name, "is_shared": shared})
    view = saved_views.save(session, kind, draft, asked(kind, query), by=by, replace=replace)
    return view.id or 0


def seen(session: Session, by: User, kind: Kind | None = None) -> list[ViewRow]:
    return saved_views.search(session, by=by, kind=kind)


def names(session: Session, by: User) -> list[str]:
    return [row.name for row in seen(session, by)]


def test_a_view_is_found_again_with_its_filters_and_order(session: Session) -> None:
    number = keep(session, query="sort=-name&owner=1&stage=active")
    (row,) = seen(session, aigerim, Kind.PARTNER)
    assert row == ViewRow(
        number,
        Kind.PARTNER,
        "Active ones",
        "stage=active&owner=1&sort=-name",
        is_shared=False,
        owner=None,
        may_change=True,
        revision=1,
    )
    assert seen(session, aigerim, Kind.EVENT) == []


def test_a_private_view_is_nobody_elses(session: Session) -> None:
    number = keep(session)
    for other in (boris, dana, saule):
        assert seen(session, other) == []
        with pytest.raises(NotFound):
            saved_views.delete(session, number, revision=1, by=other)
        with pytest.raises(NotFound):
            saved_views.update(session, number, SavedViewDraft(name="x"), revision=1, by=other)


def test_a_shared_view_is_seen_by_everybody_ones_own_first(session: Session) -> None:
    keep(session, "Ә", shared=True)
    keep(session, "Я", by=boris)
    keep(session, "А", shared=True)
    assert [(row.name, row.owner) for row in seen(session, boris)] == [
        ("Я", None),
        ("А", aigerim.name),
        ("Ә", aigerim.name),
    ]


def test_a_viewer_keeps_views_but_shares_none(session: Session) -> None:
    number = keep(session, by=boris)
    with pytest.raises(NotAllowed):
        keep(session, "Shared", by=boris, shared=True)
    with pytest.raises(NotAllowed):
        draft = SavedViewDraft(name="Active ones", is_shared=True)
        saved_views.update(session, number, draft, revision=1, by=boris)
    assert names(session, boris) == ["Active ones"]


def test_who_only_reads_by_now_may_still_rename_what_was_shared_before(session: Session) -> None:
    number = keep(session, shared=True)
    session.get_one(Account, aigerim.id).role = boris.role
    session.flush()
    session.info.clear()
    draft = SavedViewDraft(name="Renamed", is_shared=True)
    saved_views.update(session, number, draft, revision=1, by=aigerim)
    assert names(session, boris) == ["Renamed"]


def test_only_its_owner_or_a_manager_changes_a_shared_view(session: Session) -> None:
    number = keep(session, by=dana, shared=True)
    assert [row.may_change for user in (aigerim, boris, saule) for row in seen(session, user)] == [
        False,
        False,
        True,
    ]
    for other in (aigerim, boris):
        with pytest.raises(NotAllowed):
            saved_views.delete(session, number, revision=1, by=other)
    saved_views.update(session, number, SavedViewDraft(name="Ours"), revision=1, by=saule)
    assert (names(session, dana), names(session, saule)) == (["Ours"], [])
    saved_views.delete(session, number, revision=2, by=dana)
    assert names(session, dana) == []


def test_a_name_in_use_is_asked_about_and_then_replaced(session: Session) -> None:
    first = keep(session)
    with pytest.raises(ViewExists):
        keep(session, " ACTIVE  ones", query="tier=key")
    assert keep(session, "Active Ones", query="tier=key", shared=True, replace=True) == first
    (row,) = seen(session, aigerim)
    assert (row.name, row.query, row.is_shared) == ("Active Ones", "tier=key", True)


def test_a_name_is_taken_on_one_list_of_one_person_only(session: Session) -> None:
    keep(session)
    keep(session, kind=Kind.FOLLOW_UP, query="overdue=true")
    keep(session, by=dana)
    number = keep(session, "Others")
    with pytest.raises(ViewExists):
        saved_views.update(
            session, number, SavedViewDraft(name="active ones"), revision=1, by=aigerim
        )
    saved_views.update(session, number, SavedViewDraft(name="OTHERS"), revision=1, by=aigerim)


def test_an_edit_that_began_before_anothers_is_refused(session: Session) -> None:
    number = keep(session, shared=True)
    draft = SavedViewDraft(name="Ours", is_shared=True)
    saved_views.update(session, number, draft, revision=1, by=dana)
    with pytest.raises(Stale):
        saved_views.update(session, number, draft, revision=1, by=aigerim)
    with pytest.raises(Stale):
        saved_views.delete(session, number, revision=1, by=aigerim)


def test_there_is_an_end_to_how_many_one_keeps(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    keep(session, "one")
    keep(session, "two")
    with pytest.raises(TooManyViews):
        keep(session, "three")
    keep(session, "two", query="tier=key", replace=True)
    keep(session, "three", by=dana)


@pytest.mark.parametrize(
    ("name", "code"), [("", "required"), ("   ", "required"), ("x" * 61, "too_long")]
)
def test_a_view_has_a_name_that_fits(name: str, code: str) -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        drafts.checked(SavedViewDraft, {"name": name})
    assert refused.value.problems[0].code == code


def test_what_left_is_left_out_and_the_rest_still_narrows(session: Session) -> None:
    keep(session, "a", query="owner=1&stage=active")
    keep(session, "b", kind=Kind.FOLLOW_UP, query=f"partner={EMC}&unit={VETERINARY}&owner=2")
    keep(session, "c", kind=Kind.INTERACTION, query="colleague=404")
    session.get_one(Partner, EMC).deleted_at = clock.now()
    session.get_one(Account, dana.id).active = False
    session.flush()
    assert {row.name: row.query for row in seen(session, aigerim)} == {
        "a": "stage=active&owner=1",
        "b": f"unit={VETERINARY}",
        "c": "",
    }


def test_a_view_saved_by_an_earlier_version_still_opens(session: Session) -> None:
    """With whatever today's list understands of it."""
    number = keep(session)
    session.get_one(SavedView, number).query = "stage=lost&colour=red&tier=key&sort=size"
    session.flush()
    assert [row.query for row in seen(session, aigerim)] == ["tier=key"]


def test_every_list_can_be_kept(session: Session) -> None:
    for kind, listed in LISTS.items():
        draft = SavedViewDraft(name="Usual")
        saved_views.save(session, kind, draft, listed.usual, by=boris)
    assert {row.kind: row.query for row in seen(session, boris)} == dict.fromkeys(LISTS, "")
