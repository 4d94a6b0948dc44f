"""The three views of the network: the picture, the warm path, and who hangs on one person."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import streamlit as st
from sqlmodel import Session

from tracker.access import User
from tracker.domain import partners, units
from tracker.domain.lists import Page
from tracker.domain.models import Kind, Sector, Tier
from tracker.domain.network import graphs, single, warm
from tracker.domain.network.graphs import Graph
from tracker.domain.network.nodes import KINDS, Node, Wanted
from tracker.domain.network.single import Months, Side, Single, SingleFilter
from tracker.domain.network.warm import NetworkStep, Path
from tracker.i18n import t
from tracker.i18n.formats import day, number
from tracker.i18n.plain import plain
from tracker.ui import empty, feeds, filters, labels, nav, networks, tables
from tracker.ui.forms import pickers
from tracker.ui.tables import badge


class NetworkView(StrEnum):
    """What the page shows; `?view=` in its address."""

    PICTURE = "picture"
    PATHS = "paths"
    SINGLE = "single"


class NetworkSteps(StrEnum):
    """How far from the focus; `?steps=` in the address."""

    ONE = "one"
    TWO = "two"


class Asked(NamedTuple):
    """What the address says."""

    view: NetworkView
    steps: NetworkSteps = NetworkSteps.ONE
    partner_id: int | None = None
    wanted: Wanted = Wanted()
    single: SingleFilter = SingleFilter()


Found = Graph | Sequence[Path] | Page[Single] | None


def asked(user: User, session: Session) -> Asked:
    """Draw the switch and the filters of the view; what they say."""
    view = filters.segments("view", t("network.view"), NetworkView, NetworkView.PICTURE)
    st.caption(t(f"network.about_{view}"))
    if view is NetworkView.SINGLE:
        return Asked(view, single=_single_filters())
    organisations = pickers.keeping(
        session,
        partners.choices(session, by=user),
        Kind.PARTNER,
        [filters.asked_number("partner")],
        user=user,
    )
    ours = units.choices(session, by=user)
    with filters.bar():
        word = "nav.partner" if view is NetworkView.PATHS else "network.focus"
        partner_id = filters.record("partner", t(word), organisations)
        if view is NetworkView.PATHS:
            unit_id = filters.record("unit", t("network.asking"), ours)
            return Asked(view, partner_id=partner_id, wanted=Wanted(unit_id=unit_id))
        unit_id = filters.record("unit", t("field.unit_id"), ours)
        sector = filters.word("sector", t("field.sector"), Sector)
        since = filters.day("since", t("list.since"))
    with st.container(horizontal=True, vertical_alignment="center", key="network_kinds"):
        kinds = filters.several("show", t("network.kinds"), _kind_words())
        steps = NetworkSteps.ONE
        if partner_id or unit_id:
            steps = filters.segments("steps", t("network.steps"), NetworkSteps, NetworkSteps.ONE)
    wanted = Wanted(frozenset(map(Kind, kinds)), since, sector, unit_id)
    return Asked(view, steps, partner_id, wanted)


def _kind_words() -> dict[str, str]:
    return {str(kind): t(f"nav.{LISTED[kind]}") for kind in KINDS}


LISTED = {
    Kind.PARTNER: "partners",
    Kind.UNIT: "units",
    Kind.PERSON: "people",
    Kind.EVENT: "events",
}


def _single_filters() -> SingleFilter:
    with filters.bar():
        side = filters.word("side", t("network.side"), Side)
        sector = filters.word("sector", t("field.sector"), Sector)
        tier = filters.word("tier", t("field.tier"), Tier)
        filters.one_word("months", t("network.months"), Months, Months.TWELVE)
    months = filters.asked_word("months", Months) or Months.TWELVE
    return SingleFilter(side, sector, tier, months)


def read(session: Session, what: Asked, user: User) -> Found:
    """What the view needs; nothing while it is not said for whom."""
    if what.view is NetworkView.SINGLE:
        return single.search(session, what.single, by=user, page=tables.page_number())
    if what.view is NetworkView.PATHS:
        if what.partner_id is None:
            return None
        partners.get(session, what.partner_id, by=user)
        return warm.paths(session, what.partner_id, by=user, unit_id=what.wanted.unit_id)
    steps = 2 if what.steps is NetworkSteps.TWO else 1
    if what.partner_id is not None:
        focus = Node(Kind.PARTNER, what.partner_id)
    elif what.wanted.unit_id is not None:
        focus = Node(Kind.UNIT, what.wanted.unit_id)
    else:
        return graphs.strongest(session, what.wanted, by=user)
    return graphs.around(session, focus, what.wanted, by=user, steps=steps)


def show(found: Found, what: Asked) -> None:
    if isinstance(found, Graph):
        _graph(found)
    elif isinstance(found, Page):
        _single(found)
    elif found is None:
        empty.show(t("network.choose_partner"), icon="person_search")
    else:
        _paths(found, what)


def _graph(graph: Graph) -> None:
    if networks.is_empty(graph.nodes):
        empty.show(t("network.nothing"), icon="hub")
        return
    title = t("network.strongest")
    if graph.focus is not None:
        title = t("network.around", name=labels.title(graph.nodes[graph.focus]))
    st.header(plain(title))
    said = [t("network.counted", n=len(graph.ties), nodes=len(graph.nodes))]
    if graph.left_out:
        said.append(t("network.left_out", n=graph.left_out, number=number(graph.left_out)))
    if graph.looking.day is not None:
        said.append(t("network.looking", day=day(graph.looking.day)))
    st.caption(plain(" ".join(said)))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(key="network_picture"):
            networks.picture(graph, title)
        st.caption(t("network.hint"))
    with right, st.container(height=_TABLE, border=False, key="network_ties"):
        networks.table(graph, t("network.ties"))


_TABLE = 640  # pixels, about as high as the picture


def _paths(found: Sequence[Path], what: Asked) -> None:
    if not found:
        empty.show(t("network.no_path"), icon="person_search")
        return
    for step in NetworkStep:
        of_step = [path for path in found if path.step is step]
        if of_step:
            st.header(t(f"network_step.{step}"), help=t("network.strength"))
            feeds.show(
                [_path(path, what) for path in of_step],
                key=f"network.{step}",
                caption=t(f"network_step.{step}"),
            )


def _path(path: Path, what: Asked) -> feeds.Item:
    """One sentence, and what shows it."""
    who = path.colleague
    if path.unit:
        who = t("network.of_unit", name=path.colleague, unit=path.unit)
    values = {"n": path.number, "number": number(path.number), "day": day(path.last), "who": who}
    if path.person is None:
        said = t("network.path_met_partner", **values)
    elif path.step is NetworkStep.SAME_EVENT:
        said = t("network.path_same_event", whom=path.person, **values)
    else:
        said = t("network.path_met", whom=path.person, **values)
    kinds = [
        f"{t(f'interaction_kind.{kind}')}: {number(count)}" for kind, count in path.kinds.items()
    ]
    is_own = what.wanted.unit_id is not None and path.unit_id == what.wanted.unit_id
    target = (Kind.PERSON, path.person_id) if path.person_id else (Kind.UNIT, path.unit_id or 0)
    return feeds.Item(
        said,
        target[1],
        target[0] if target[1] else "",
        icon="event" if path.event else "handshake",
        badges=[badge(t("network.own_unit"), "green")] if is_own else [],
        meta=" · ".join(kinds) or (path.event[1] if path.event else ""),
    )


def _single(page: Page[Single]) -> None:
    if not page.rows:
        empty.show(t("network.nobody_single"), icon="diversity_3")
        return
    tables.show(
        page.rows,
        [
            tables.Column(t("nav.partner"), lambda row: row.name),
            tables.Column(t("field.tier"), lambda row: labels.tier(row.tier)),
            tables.Column(
                t("network.side"), lambda row: badge(t(f"side.{row.side}"), _TONES[row.side])
            ),
            tables.Column(t("network.who"), lambda row: row.who),
            tables.Column(t("network.contacts"), lambda row: number(row.number), kind="number"),
            tables.Column(t("network.last"), lambda row: day(row.last), kind="date"),
        ],
        key="network.single",
        kind=Kind.PARTNER,
        caption=t("network_view.single"),
    )
    tables.pager(page)


_TONES = {Side.OURS: "blue", Side.THEIRS: "violet"}


def warning(session: Session, partner_id: int, user: User) -> str:
    """For the head of a partner's page, where its contacts hang on one person."""
    found = single.of_partner(session, partner_id, by=user)
    return " ".join(t(f"network.hangs_on_{row.side}", name=row.who) for row in found)


def link(partner_id: int) -> None:
    """From a partner's page to the network around it."""
    st.page_link(
        nav.NETWORK,
        label=t("nav.network"),
        icon=":material/hub:",
        query_params={"partner": str(partner_id)},
    )
