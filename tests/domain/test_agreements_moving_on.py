"""How agreements go on: renewed by another, amended, let go."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tests.domain.reports import at_a_glance
from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, attachments, drafts, history, reports, timeline, trash
from tracker.domain.agreements import (
    AgreementFilter,
    AgreementState,
    NewFile,
    Within,
    promises,
)
from tracker.domain.models import (
    Agreement,
    AgreementAmendmentDraft,
    AgreementDraft,
    AgreementPromiseDraft,
    Kind,
)
from tracker.errors import AlreadyRenewed, Invalid, LetGo, NotAllowed, NotFound, Stale


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def draft(title: str = "Memo", **typed: Any) -> AgreementDraft:
    return drafts.checked(AgreementDraft, {"title": title, **typed})


def sign(session: Session, **typed: Any) -> Agreement:
    ids = typed.pop("partner_ids", [EMC])
    given = {"signed_on": days(-300), "valid_until": days(20), **typed}
    return agreements.create(session, draft(**given), partner_ids=ids, by=aigerim)


def renewed(session: Session, before: Agreement, **typed: Any) -> Agreement:
    more = {name: typed.pop(name) for name in ("carried", "key", "revision") if name in typed}
    asked = {"revision": before.revision, **more}
    typed = {"valid_from": days(21), "valid_until": days(400), **typed}
    return agreements.renew(
        session, before.id or 0, draft("New memo", **typed), by=aigerim, **asked
    )


def lapse(session: Session, agreement: Agreement, **typed: Any) -> None:
    asked = {"on": days(20), "reason": "They moved away", "revision": agreement.revision, **typed}
    agreements.let_lapse(session, agreement.id or 0, by=aigerim, **asked)


def amend(session: Session, agreement: Agreement, **typed: Any) -> int:
    more = {name: typed.pop(name) for name in ("file", "key", "revision") if name in typed}
    wanted = {"agreed_on": days(-1), "changed": "One year longer", **typed}
    made = agreements.amend(
        session,
        agreement.id or 0,
        drafts.checked(AgreementAmendmentDraft, wanted),
        by=aigerim,
        **{"revision": agreement.revision, **more},
    )
    return made.id or 0


def standing(session: Session, agreement: Agreement) -> agreements.Standing:
    return agreements.standing(session, agreement, by=boris)


def test_another_agreement_goes_on_where_one_ends(session: Session) -> None:
    old = sign(session, partner_ids=[EMC, SEMEY_ENGINEERING])
    new = renewed(session, old)
    assert standing(session, old).state is AgreementState.RENEWED
    assert standing(session, old).after == (new.id, "New memo")
    assert standing(session, new).before == ((old.id, "Memo"),)
    assert standing(session, new).state is AgreementState.UPCOMING
    parties = agreements.parties(session, new.id or 0, by=boris)
    assert [number for number, _ in parties] == [EMC, SEMEY_ENGINEERING]


def test_what_is_promised_again_goes_on_by_choice(session: Session) -> None:
    old = sign(session)
    wanted = [
        AgreementPromiseDraft(subject="Places", amount=10, promised_until=days(10)),
        AgreementPromiseDraft(subject="Tutors", promised_until=days(30)),
        AgreementPromiseDraft(subject="Money"),
    ]
    promises.add(session, old.id or 0, wanted, by=aigerim)
    ids = [row.id for row in promises.of(session, old.id or 0, by=boris)]
    new = renewed(session, old, carried=ids[:2])
    found = promises.of(session, new.id or 0, by=boris)
    assert [(row.subject, row.amount, row.promised_until) for row in found] == [
        ("Places", 10, None),
        ("Tutors", None, days(30)),
    ]
    assert len(promises.of(session, old.id or 0, by=boris)) == 3
    again = renewed(session, sign(session), valid_from=None, carried=ids)  # not its own
    assert promises.of(session, again.id or 0, by=boris) == []


def test_an_agreement_is_renewed_once_and_again_when_that_is_thrown_away(session: Session) -> None:
    old = sign(session)
    new = renewed(session, old)
    with pytest.raises(AlreadyRenewed) as refused:
        renewed(session, old)
    assert refused.value.values == {"title": "New memo"}
    trash.delete(session, Kind.AGREEMENT, new.id or 0, revision=new.revision, by=dana)
    assert standing(session, old).state is AgreementState.ENDING
    assert standing(session, old).after is None
    another = renewed(session, old, key="k")
    assert renewed(session, old, key="k") is another


def test_a_renewal_ends_later_and_begins_on_what_is_on_show(session: Session) -> None:
    old = sign(session)
    for wanted in ({"valid_until": days(20)}, {"valid_from": None, "valid_until": days(5)}):
        with pytest.raises(Invalid) as refused:
            renewed(session, old, **{"valid_from": None, **wanted})
        assert (refused.value.field, refused.value.code) == ("valid_until", "not_later")
    with pytest.raises(Stale):
        renewed(session, old, revision=7)
    assert renewed(session, old, valid_until=None).valid_until is None


def test_partners_in_the_trash_are_parties_of_the_renewal(session: Session) -> None:
    old = sign(session, partner_ids=[EMC, SEMEY_ENGINEERING])
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    new = renewed(session, old)
    trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert len(agreements.parties(session, new.id or 0, by=boris)) == 2


DAYS = st.none() | st.just(date.max) | st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(begun=DAYS, ended=DAYS, first=DAYS)
def test_the_next_period_begins_when_one_ends_and_is_as_long(
    begun: date | None, ended: date | None, first: date | None
) -> None:
    before = AgreementDraft.model_construct(valid_from=begun, signed_on=first, valid_until=ended)
    start, until = agreements.next_period(before)
    if ended is None or ended == date.max:
        assert (start, until) == (None, None)
        return
    assert start == ended + timedelta(days=1)
    begun = begun or first
    if until is not None:
        assert begun is not None
        assert until > ended
        # Nearly whole years become whole ones, and one of the two may hold a leap day more.
        assert abs((until - start) - (ended - begun)) <= timedelta(days=4)


def test_a_period_of_whole_years_ends_on_the_same_day_of_the_year() -> None:
    leap = draft(valid_from=date(2023, 3, 1), valid_until=date(2024, 2, 29))
    assert agreements.next_period(leap) == (date(2024, 3, 1), date(2025, 2, 28))
    three = draft(signed_on=date(2023, 1, 1), valid_until=date(2025, 12, 31))
    assert agreements.next_period(three) == (date(2026, 1, 1), date(2028, 12, 31))
    late = draft(valid_from=date(9000, 1, 1), valid_until=date(9998, 12, 31))
    assert agreements.next_period(late) == (date(9999, 1, 1), None)


def ending(session: Session) -> int:
    """What the dashboard says."""
    today = clock.today()
    return at_a_glance.tiles(session, reports.Scope(today, today), today).ending.value


def test_one_that_is_let_go_reminds_nobody_and_ends_on_its_day(session: Session) -> None:
    agreement = sign(session)
    assert ending(session) == 1
    lapse(session, agreement)
    assert standing(session, agreement).state is AgreementState.LAPSING
    assert agreement.valid_until == days(20)
    for near in Within:
        assert agreements.search(session, AgreementFilter(ending=near), by=boris).rows == []
    assert ending(session) == 0
    assert agreements.search(session, by=boris).rows[0].days_left is None


def test_one_that_is_renewed_reminds_nobody(session: Session) -> None:
    renewed(session, sign(session))
    assert ending(session) == 0


def test_a_lapse_has_a_reason_and_a_day_that_fits(session: Session) -> None:
    agreement = sign(session)
    for typed, field, code in (
        ({"reason": "  "}, "lapse_reason", "required"),
        ({"reason": "x" * 501}, "lapse_reason", "too_long"),
        ({"on": days(-301)}, "lapses_on", "dates_reversed"),
    ):
        with pytest.raises(Invalid) as refused:
            lapse(session, agreement, **typed)
        assert (refused.value.field, refused.value.code) == (field, code)
    with pytest.raises(Stale):
        lapse(session, agreement, revision=9)


def test_what_is_let_go_goes_on_only_after_that_is_taken_back(session: Session) -> None:
    agreement = sign(session)
    lapse(session, agreement)
    with pytest.raises(LetGo):
        lapse(session, agreement)
    with pytest.raises(LetGo):
        renewed(session, agreement)
    with pytest.raises(LetGo):
        amend(session, agreement, new_valid_until=days(90))
    amend(session, agreement, changed="Another address")
    with pytest.raises(Stale):
        agreements.keep_on(session, agreement.id or 0, revision=9, by=aigerim)
    agreements.keep_on(session, agreement.id or 0, revision=agreement.revision, by=aigerim)
    assert standing(session, agreement).state is AgreementState.ENDING
    assert agreement.lapse_reason is None


def test_an_amendment_is_told_and_moves_the_last_day(session: Session) -> None:
    agreement = sign(session)
    amend(session, agreement, agreed_on=days(-30), changed="Another address")
    file = NewFile("extra.txt", b"Supplement 1")
    amend(session, agreement, new_valid_until=days(385), file=file)
    assert agreement.valid_until == days(385)
    later, earlier = agreements.amendments(session, agreement.id or 0, by=boris)
    assert (later.valid_until_before, later.new_valid_until) == (days(20), days(385))
    assert (later.file, later.who) == ("extra.txt", aigerim.name)
    assert (earlier.changed, earlier.new_valid_until, earlier.file) == (
        "Another address",
        None,
        None,
    )
    attachments.remove(session, later.file_id or 0, by=aigerim)
    session.expire_all()
    assert agreements.amendments(session, agreement.id or 0, by=boris)[0].file is None


def test_an_amendment_taken_back_gives_the_last_day_back(session: Session) -> None:
    agreement = sign(session)
    number = amend(session, agreement, new_valid_until=days(385))
    with pytest.raises(Stale):
        agreements.take_amendment_back(session, number, revision=9, by=aigerim)
    agreements.take_amendment_back(session, number, revision=agreement.revision, by=aigerim)
    assert agreement.valid_until == days(20)
    assert agreements.amendments(session, agreement.id or 0, by=boris) == []
    with pytest.raises(NotFound):
        agreements.take_amendment_back(session, 404, revision=1, by=aigerim)


def test_a_last_day_that_was_changed_since_stays(session: Session) -> None:
    agreement = sign(session)
    first = amend(session, agreement, new_valid_until=days(100))
    amend(session, agreement, new_valid_until=days(200))
    agreements.take_amendment_back(session, first, revision=agreement.revision, by=aigerim)
    assert agreement.valid_until == days(200)


@pytest.mark.parametrize(
    "moved",
    [
        (100, 200),
        (100, 200, 300),
        (100, 20, 100),  # back to the first day, and on again
        (100, 100, 200),
        (20, 100, 100),
        (300, None, 100),  # one changes something else
    ],
)
def test_amendments_are_taken_back_in_any_order(
    session: Session, moved: tuple[int | None, ...]
) -> None:
    """The last day is always that of the newest that remains, and in the end the first."""
    for order in permutations(range(len(moved))):
        agreement = sign(session)
        numbers = [
            amend(session, agreement, new_valid_until=days(each) if each else None)
            for each in moved
        ]
        remaining = list(moved)
        for place in order:
            agreements.take_amendment_back(
                session, numbers[place], revision=agreement.revision, by=aigerim
            )
            remaining[place] = None
            newest = next((each for each in reversed(remaining) if each), 20)
            assert agreement.valid_until == days(newest), (order, place)


def test_a_last_day_changed_between_two_amendments_comes_back(session: Session) -> None:
    agreement = sign(session)
    first = amend(session, agreement, new_valid_until=days(100))
    typed = draft(signed_on=agreement.signed_on, valid_until=days(150))
    agreements.update(
        session, agreement.id or 0, typed, partner_ids=[EMC], revision=agreement.revision, by=dana
    )
    second = amend(session, agreement, new_valid_until=days(200))
    for number, left in ((first, 200), (second, 150)):
        agreements.take_amendment_back(session, number, revision=agreement.revision, by=aigerim)
        assert agreement.valid_until == days(left)


def test_an_amendment_has_days_that_fit(session: Session) -> None:
    agreement = sign(session)
    for typed, field, code in (
        ({"agreed_on": days(1)}, "agreed_on", "day_ahead"),
        ({"agreed_on": days(-301)}, "agreed_on", "before_signing"),
        ({"new_valid_until": days(-301)}, "new_valid_until", "dates_reversed"),
        ({"file": NewFile("extra.exe", b"MZ")}, "file", "file_kind"),
    ):
        with pytest.raises(Invalid) as refused:
            amend(session, agreement, **typed)
        assert (refused.value.field, refused.value.code) == (field, code)
    with pytest.raises(Stale):
        amend(session, agreement, revision=9)
    undated = sign(session, signed_on=None, valid_until=None)
    amend(session, undated, new_valid_until=days(-900))
    assert undated.valid_until == days(-900)


def test_an_amendment_sent_twice_is_stored_once(world: None) -> None:
    with db.transaction() as session:
        agreement = sign(session)
        session.flush()
        number, revision = agreement.id or 0, agreement.revision
    for _ in range(2):
        with db.transaction() as session:
            agreement = agreements.get(session, number, by=boris)
            amend(session, agreement, key="k", revision=revision, new_valid_until=days(90))
    with db.reading() as session:
        assert len(agreements.amendments(session, number, by=boris)) == 1


def test_a_viewer_moves_nothing_on(session: Session) -> None:
    agreement = sign(session)
    with pytest.raises(NotAllowed):
        agreements.keep_on(session, agreement.id or 0, revision=1, by=boris)


def test_renewal_lapse_and_amendment_are_history(world: None) -> None:
    with db.transaction() as session:
        agreement = sign(session)
        number = agreement.id or 0
        amend(session, agreement)
        new = renewed(session, agreement)
        assert new.id
    with db.reading() as session:
        told = history.of(session, Kind.AGREEMENT, number, by=boris).rows
        fields = {row.field: row.new for row in told}
    assert fields["amendments"].text == "One year longer"  # type: ignore[union-attr]
    assert fields["renewed_as_id"].text == "New memo"  # type: ignore[union-attr]


def test_a_partners_story_tells_of_the_end(session: Session) -> None:
    sign(session, valid_until=days(-3))
    gone = sign(session, title="Gone", valid_until=None)
    lapse(session, gone, on=days(-1))
    lapse(session, sign(session, title="To come"))
    rows = timeline.of_partner(session, EMC, by=boris).rows
    told = [(row.text, row.on) for row in rows if row.words == "timeline.agreement_ended"]
    assert told == [("Gone", days(-1)), ("Memo", days(-3))]
