"""The example world: it is whole, marked as invented, and loads through the domain."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from tests.domain.engagement import sensitivity
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import agreements, follow_ups, partners
from tracker.domain.agreements import AgreementState, Verdict
from tracker.domain.models import (
    Account,
    AccountDraft,
    AgreementAmendmentDraft,
    AgreementDraft,
    AgreementPromiseDraft,
    Change,
    Draft,
    EventDraft,
    EvidencePackDraft,
    FollowUpDraft,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    ParticipationDraft,
    Partner,
    PartnerDraft,
    PersonDraft,
    PositionDraft,
    Sector,
    Stage,
    Tier,
    UnitDraft,
)
from tracker.errors import NotAllowed, NotEmpty
from tracker.example import content, load, moments
from tracker.settings import settings

TODAY = date(2026, 3, 2)
WORLD = content.read()

DRAFTS: dict[str, type[Draft]] = {
    "colleagues": AccountDraft,
    "units": UnitDraft,
    "partners": PartnerDraft,
    "people": PersonDraft,
    "events": EventDraft,
    "news": NewsItemDraft,
    "agreements": AgreementDraft,
    "interactions": InteractionDraft,
    "follow_ups": FollowUpDraft,
    "evidence": EvidencePackDraft,
}
# What an entry may say beside the fields of its draft and the single records it names.
MORE = {"by", "tags", "status", "outcome", "positions", "participants", *content.NOUNS}
MORE |= {"promises", "amendments", "lapse", "fulfils", "promise"}
# Of these the press wrote, so the example may only say what the press said.
REAL = {
    "abai-akimat",
    "emc",
    "semey-engineering",
    "spektromart",
    "food-institute",
    "regional-museums",
    "city-schools",
    "meat-plant",
}
SCIENCE_WEEK = date(2024, 4, 8)


def numbers() -> dict[str, dict[str, int]]:
    """An id for every slug, as if everything were loaded."""
    known = {noun: {slug: at for at, slug in enumerate(WORLD[noun], 1)} for noun in WORLD}
    known["colleagues"][content.YOU] = 99
    return known


def parts() -> list[tuple[str, type[Draft], dict[str, Any]]]:
    """Every entry with its draft, those inside another one included."""
    found = [(noun, DRAFTS[noun], entry) for noun in WORLD for entry in WORLD[noun].values()]
    for person in WORLD["people"].values():
        found += [("people", PositionDraft, each) for each in person["positions"]]
    for agreement in WORLD["agreements"].values():
        for noun, kind in (
            ("promises", AgreementPromiseDraft),
            ("amendments", AgreementAmendmentDraft),
        ):
            found += [("agreements", kind, each) for each in agreement.get(noun, [])]
    for event in WORLD["events"].values():
        found += [("events", ParticipationDraft, each) for each in event["participants"]]
    return found


def test_every_entry_makes_a_draft() -> None:
    known = numbers()
    for noun, kind, entry in parts():
        content.draft(kind, noun, entry, known, TODAY)


def test_every_slug_in_a_list_is_known() -> None:
    known = numbers()
    for _, _, entry in parts():
        for noun in content.NOUNS:
            assert set(entry.get(noun, [])) <= set(known[noun])


def test_no_entry_says_a_word_that_nobody_reads() -> None:
    for _, kind, entry in parts():
        assert set(entry) <= {*kind.model_fields, *content.NAMES, *content.SAME, *MORE}, entry


def test_days_are_counted_from_the_day_of_loading() -> None:
    typed = content.draft(FollowUpDraft, "follow_ups", _follow_up(due_on=-3), numbers(), TODAY)
    assert typed.due_on == date(2026, 2, 27)


def test_there_is_enough_for_every_screen() -> None:
    most = {"colleagues": 6, "units": 18, "partners": 45, "people": 75, "events": 16}
    most |= {"news": 25, "agreements": 12, "interactions": 145, "follow_ups": 125}
    assert WORLD["evidence"]
    for noun, limit in most.items():
        assert limit * 0.8 <= len(WORLD[noun]) <= limit, noun


def test_every_sector_stage_tier_and_status_occurs() -> None:
    said = list(WORLD["partners"].values())
    assert {each["sector"] for each in said} == set(Sector)
    assert {each["stage"] for each in said} == set(Stage)
    assert {each["tier"] for each in said} == set(Tier)
    assert {each["status"] for each in WORLD["follow_ups"].values()} == set(FollowUpStatus)


def test_everything_of_ours_has_a_name_in_three_languages() -> None:
    for noun in ("units", "partners", "events"):
        for entry in WORLD[noun].values():
            assert all(entry[f"name_{language}"] for language in ("kk", "ru", "en"))
    for unit in WORLD["units"].values():
        assert all(unit[f"competences_{language}"] for language in ("kk", "ru", "en"))


def test_everybody_is_marked_as_invented() -> None:
    for person in WORLD["people"].values():
        assert person["notes"] == "Ойдан шығарылған адам · Вымышленное лицо · Invented person"


def test_every_address_is_one_that_nobody_can_have() -> None:
    for _, _, entry in parts():
        assert entry.get("email", "a@b.example").endswith(".example")
        for address in (entry.get("website"), entry.get("address")):
            assert address is None or address.split("/")[2].endswith(".example")


def test_no_bin_can_belong_to_somebody() -> None:
    for partner in WORLD["partners"].values():
        assert partner.get("bin", "000090000000")[4] == "9"


def test_nothing_is_invented_about_real_organisations() -> None:
    assert set(WORLD["partners"]) >= REAL
    for person in WORLD["people"].values():
        assert not REAL & {position["partner"] for position in person["positions"]}
    for agreement in WORLD["agreements"].values():
        assert not REAL & set(agreement["partners"])
    for interaction in WORLD["interactions"].values():
        if REAL & set(interaction["partners"]):
            assert interaction["happened_on"] == SCIENCE_WEEK
    owed = [each for each in WORLD["follow_ups"].values() if each["partner"] in REAL]
    assert [(each["partner"], each["kind"], each["event"], each["status"]) for each in owed] == [
        ("meat-plant", "joint_research", "regional-meetup", "open"),
        ("meat-plant", "retraining", "regional-meetup", "open"),
    ]


def test_a_quote_is_in_the_words_it_is_taken_from() -> None:
    for entry in WORLD["follow_ups"].values():
        assert entry.get("quote", "") in _said(entry), entry


def _said(follow_up: dict[str, Any]) -> str:
    """What was written about the origin of a follow-up; of an event, what its news say."""
    news, event = WORLD["news"], follow_up.get("event")
    if name := follow_up.get("interaction"):
        interaction = WORLD["interactions"][name]
        return f"{interaction['summary']} {interaction.get('outcome', '')}"
    if name := follow_up.get("news_item"):
        return str(news[name]["text"])
    return "".join(each["text"] for each in news.values() if event in each.get("events", []))


def test_nobody_writes_who_may_only_read() -> None:
    for _, _, entry in parts():
        wrote = entry.get("by") or entry.get("owner") or entry.get("colleagues", [None])[0]
        assert WORLD["colleagues"].get(str(wrote), {}).get("role") != Role.VIEWER


@pytest.fixture
def admin(database: str) -> User:
    """The only account of an empty database."""
    return _account(Role.ADMINISTRATOR)


def test_all_of_it_is_loaded_in_one_transaction(admin: User) -> None:
    with db.transaction() as session:
        counts = load(session, by=admin)
    assert counts._asdict() == {noun: len(WORLD[noun]) for noun in content.NOUNS}
    with db.reading() as session:
        _is_alive(session, admin)
        _says_who_wrote(session, admin)
        _shows_what_becomes_of_agreements(session, admin)
        sensitivity.is_steady(session, clock.today())


def _is_alive(session: Session, admin: User) -> None:
    mine = follow_ups.mine(session, by=admin, today=clock.today())
    assert mine.overdue
    assert mine.today
    assert mine.waiting
    everything = follow_ups.FollowUpFilter(shown=follow_ups.Shown.ALL)
    assert follow_ups.search(session, everything, by=admin).total == len(WORLD["follow_ups"])
    assert partners.search(session, by=admin).total == len(WORLD["partners"])


def _shows_what_becomes_of_agreements(session: Session, admin: User) -> None:
    rows = agreements.search(session, by=admin).rows
    assert {row.verdict for row in rows} == set(Verdict)
    shown = {AgreementState.ENDING, AgreementState.ENDED, AgreementState.LAPSING}
    assert shown <= {row.state for row in rows}


def _says_who_wrote(session: Session, admin: User) -> None:
    of_interactions = select(Change.account_id, func.count()).where(
        Change.kind == Kind.INTERACTION, Change.field == ""
    )
    written = dict(session.exec(of_interactions.group_by(col(Change.account_id))).all())
    assert len(written) >= 5
    assert written[admin.id] == 3


def test_it_is_not_mixed_with_other_records(admin: User) -> None:
    with db.transaction() as session:
        session.add(Partner(name_en="Nova"))
    with pytest.raises(NotEmpty), db.transaction() as session:
        load(session, by=admin)
    with db.reading() as session:
        assert session.exec(select(func.count()).select_from(Account)).one() == 1


def test_a_manager_cannot_load_it(database: str) -> None:
    manager = _account(Role.MANAGER)
    with pytest.raises(NotAllowed), db.transaction() as session:
        load(session, by=manager)


def _account(role: Role) -> User:
    with db.transaction() as session:
        account = Account(name="Сәуле Қасымова", email="saule@uni.example", role=role)
        session.add(account)
        session.flush()
        assert account.id is not None
        return User(account.id, account.email, account.name, role)


def _follow_up(**fields: object) -> dict[str, Any]:
    return {"partner": "meat-plant", "owner": content.YOU, **fields}


@pytest.mark.parametrize("hour", [0, 4, 12, 23])
def test_days_are_the_universitys_at_every_hour(hour: int) -> None:
    present = datetime(2026, 11, 27, hour, 4, tzinfo=settings().zone).astimezone(UTC)
    with clock.at(present):
        assert clock.local(moments.on(-240, present)).date() == clock.today() - timedelta(days=240)
