"""Where the partners are: what the map counts is what the list shows."""

from sqlmodel import Session

from tests.world import boris
from tracker.domain import partners, places
from tracker.domain.models import Partner, Sector, Stage, Tier
from tracker.domain.partners import EVERY_PARTNER, NO_TOWN, PartnerFilter
from tracker.names.regions import Region


def settle(session: Session, *typed: tuple[str | None, str | None]) -> None:
    for number, (region, city) in enumerate(typed):
        session.add(
            Partner(
                name_en=f"Partner {number}",
                region=region,
                city=city,
                sector=list(Sector)[number % 2],
                stage=list(Stage)[number % 3],
                tier=list(Tier)[number % 2],
            )
        )
    session.flush()


def test_partners_are_counted_where_they_are(session: Session) -> None:
    settle(
        session,
        ("обл. Абай", "г. Семей"),
        (None, "Semey"),
        ("Абай облысы", "Тасбұлақ"),
        ("Абай облысы", None),
        (None, "Павлодар"),
        ("Польша", None),
    )
    counts = places.counted(session, EVERY_PARTNER, by=boris)
    assert counts.regions == {
        Region.ABAI: 4,
        Region.PAVLODAR: 1,
        Region.ABROAD: 1,
        Region.UNKNOWN: 2,  # those of the small world
    }
    assert counts.towns == {"semey": 2, "тасбұлақ": 1, None: 1}


def test_nobody_in_the_trash_is_on_the_map(session: Session) -> None:
    partner = session.get_one(Partner, 1)
    partner.deleted_at = partner.created_at
    session.flush()
    assert places.counted(session, EVERY_PARTNER, by=boris).regions == {Region.UNKNOWN: 1}


def test_every_number_is_the_length_of_the_list_that_it_opens(session: Session) -> None:
    typed = [(None, "Семей"), ("Абай облысы", None), ("ВКО", None), ("Абай облысы", "Аягөз")]
    settle(session, *typed, *typed, *typed)
    for narrowed in (
        EVERY_PARTNER,
        PartnerFilter(sector=Sector.INDUSTRY),
        PartnerFilter(stage=Stage.IDENTIFIED, tier=Tier.STRATEGIC),
    ):
        counts = places.counted(session, narrowed, by=boris)
        for region, count in counts.regions.items():
            wanted = narrowed._replace(region=region)
            assert partners.search(session, wanted, by=boris).total == count
        for town, count in counts.towns.items():
            wanted = narrowed._replace(region=Region.ABAI, town=town or NO_TOWN)
            assert partners.search(session, wanted, by=boris).total == count
