"""The people and records that tests talk about. Everybody here is invented."""

from datetime import date

from tracker import clock, db
from tracker.access import Role, User
from tracker.domain.models import (
    Account,
    Event,
    EventKind,
    Language,
    Partner,
    Person,
    Position,
    Sector,
    Stage,
    Unit,
)

# Colleagues. Aigerim records, Dana steers, Boris only reads, Saule runs the server.
aigerim = User(1, "aigerim@uni.example", "Айгерім Сейітова", Role.LIAISON, "en")
dana = User(2, "dana@uni.example", "Дана Ахметова", Role.MANAGER, "en")
boris = User(3, "boris@uni.example", "Борис Ким", Role.VIEWER, "en")
saule = User(4, "saule@uni.example", "Сәуле Қасымова", Role.ADMINISTRATOR, "en")
COLLEAGUES = (aigerim, dana, boris, saule)
nobody = User(99, "gone@uni.example", "Gone", Role.ADMINISTRATOR, "en")

# Records, by id.
EMC, SEMEY_ENGINEERING = 1, 2
VETERINARY = 1
SCIENCE_WEEK = 1
MARAT = 1  # works at EMC


def build() -> None:
    """Put everybody and everything into the empty database."""
    with db.transaction() as session:
        session.add_all(
            Account(
                name=user.name,
                email=user.email,
                role=user.role,
                language=Language.EN,
                toured_at=clock.now(),
            )
            for user in COLLEAGUES
        )
        session.flush()
        session.add(Partner(name_en="EMC", legal_form="LLP", sector=Sector.INDUSTRY))
        session.flush()
        session.add(
            Partner(
                name_kk="Семей инжиниринг",
                name_ru="Семей инжиниринг",
                name_en="Semey Engineering",
                sector=Sector.INDUSTRY,
                stage=Stage.ACTIVE,
                owner_id=aigerim.id,
            )
        )
        session.add(Unit(name_kk="Ветеринария кафедрасы", name_en="Department of Veterinary"))
        session.add(
            Event(
                name_kk="Ғылым апталығы",
                name_ru="Неделя науки",
                name_en="Science Week",
                kind=EventKind.UMBRELLA,
                starts_on=date(2024, 4, 8),
                ends_on=date(2024, 4, 12),
            )
        )
        session.add(Person(name="Марат Әлиев"))
        session.flush()
        session.add(Position(person_id=MARAT, partner_id=EMC, title="Director"))
