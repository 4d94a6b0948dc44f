"""The parts of the pages of interactions: their filters, who was there, what came of it."""

from collections.abc import Mapping, Sequence

import streamlit as st
from sqlmodel import Session

from tracker.access import Action, User, can
from tracker.domain import accounts, partners, titles
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.interactions import InteractionDetail
from tracker.domain.models import Interaction, Kind
from tracker.domain.titles import Title
from tracker.i18n import t
from tracker.i18n.formats import hour, long_day
from tracker.ui import facts, feeds, filters, labels, nav
from tracker.ui.acts import add_follow_up, work_through
from tracker.ui.forms import pickers

Choices = list[tuple[int, str]]
Titles = Mapping[tuple[Kind, int], Title]


def choices(session: Session, user: User) -> tuple[Choices, Choices]:
    """Partners and colleagues for the filters, also whom the address asks for."""
    organisations = pickers.keeping(
        session,
        partners.choices(session, by=user),
        Kind.PARTNER,
        [filters.asked_number("partner")],
        user=user,
    )
    colleagues = pickers.keeping(
        session,
        accounts.colleagues(session, by=user),
        Kind.ACCOUNT,
        [filters.asked_number("colleague")],
        user=user,
    )
    return organisations, colleagues


def title(interaction: Interaction) -> str:
    """What a contact is called on its page: "Meeting, 8 April 2024"."""
    word = t(f"interaction_kind.{interaction.kind}")
    return t("interactions.title", kind=word, day=long_day(interaction.happened_on))


def when_and_where(interaction: Interaction) -> str:
    at = hour(interaction.happened_at) if interaction.happened_at else None
    return " · ".join(part for part in (at, interaction.place) if part)


def around(session: Session, interaction: Interaction, user: User) -> Titles:
    """What the event and the unit are called that it belongs to."""
    wanted = [
        (kind, number)
        for kind, number in (
            (Kind.EVENT, interaction.event_id),
            (Kind.UNIT, interaction.unit_id),
        )
        if number is not None
    ]
    return titles.titles(session, wanted, by=user)


def who(detail: InteractionDetail) -> None:
    """Partners and their people with links, our side by name."""
    st.header(t("interactions.who"))
    lines = [
        *(feeds.Item(name, number, Kind.PARTNER) for number, name in detail.partners),
        *(feeds.Item(name, number, Kind.PERSON) for number, name in detail.people),
    ]
    feeds.show(lines, key="interaction.who", caption=t("interactions.who"))
    facts.show(
        [
            (t("field.colleagues"), ", ".join(name for _, name in detail.colleagues)),
            (t("interactions.by"), detail.by),
        ]
    )


def belongs_to(around: Titles) -> None:
    """The event and the unit it is part of."""
    if not around:
        return
    st.header(t("interactions.belongs_to"))
    lines = [
        feeds.Item(
            labels.title(named),
            number,
            "" if named.trashed else kind,
            icon=nav.ICON_OF[kind],
            meta=t(f"kind.{kind}"),
        )
        for (kind, number), named in around.items()
    ]
    feeds.show(lines, key="interaction.around", caption=t("interactions.belongs_to"))


def follow_ups(rows: Sequence[FollowUpRow], detail: InteractionDetail, user: User) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(t("interactions.next_steps"))
        if can(user, Action.EDIT):
            add_follow_up.button(
                partner_id=detail.partners[0][0] if detail.partners else None,
                interaction_id=detail.interaction.id,
            )
    work_through.last_step(user, "interaction.next")
    if not rows:
        st.caption(t("interactions.no_next_steps"))
        return
    work_through.show(rows, user, key="interaction.next", caption=t("interactions.next_steps"))
