"""Choosing partners, people and colleagues; who is not there yet is written down on the spot.

A picker offers the records touched last and takes any name that is typed. A typed name that some
record already carries is that record; any other is new, and asks for the one thing missing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import NAMESPACE_OID, uuid5

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import User
from tracker.domain import choosing_people, drafts, finding, partners, people, titles
from tracker.domain.models import Kind, PartnerDraft, PersonDraft, PositionDraft, Sector
from tracker.domain.saving import id_of
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui.forms.fields import unambiguous

_NEW = 0  # in the place of an id, which no record has


class NewPartner(NamedTuple):
    name: str
    sector: Sector


class NewPerson(NamedTuple):
    name: str
    partner: int | str | None  # the id, or the name of a partner that is itself new


class Picked(NamedTuple):
    """Who was chosen: records by id, and names that are new."""

    ids: list[int]
    names: list[str]

    def __bool__(self) -> bool:
        return bool(self.ids or self.names)


def several(
    label: str,
    choices: Sequence[tuple[int, str]],
    *,
    key: str,
    start: Sequence[int] = (),
    takes_new: bool = True,
) -> Picked:
    """Any number of records, or of names that are not there yet."""
    labels = unambiguous(choices)
    by_label = {label: number for number, label in labels.items()}
    chosen = st.multiselect(
        label,
        list(by_label),
        default=[labels[number] for number in start if number in labels],
        key=key,
        accept_new_options=takes_new,
        placeholder=t("form.choose_or_type") if takes_new else t("form.choose"),
        select_all=False,
    )
    ids = [by_label[each] for each in chosen if each in by_label]
    return Picked(ids, [each for each in chosen if each not in by_label])


def one(
    label: str, choices: Sequence[tuple[int, str]], *, key: str, start: int | None = None
) -> Picked:
    """One record, or one name that is not there yet, or nothing."""
    labels = unambiguous(choices)
    by_label = {label: number for number, label in labels.items()}
    options = list(by_label)
    chosen = st.selectbox(
        label,
        options,
        index=options.index(labels[start]) if start in labels else None,
        key=key,
        accept_new_options=True,
        placeholder=t("form.choose_or_type"),
    )
    if chosen is None:
        return Picked([], [])
    return Picked([by_label[chosen]], []) if chosen in by_label else Picked([], [chosen])


def keeping(
    session: Session,
    choices: Sequence[tuple[int, str]],
    kind: Kind,
    ids: Iterable[int | None],
    *,
    user: User,
) -> list[tuple[int, str]]:
    """The choices, and whichever of these ids is not among them: not recent, closed or deleted."""
    known = {number for number, _ in choices}
    missing = [number for number in ids if number and number not in known]
    named = titles.titles(session, [(kind, number) for number in missing], by=user)
    return [*choices, *((number, title.text) for (_, number), title in named.items())]


def willing_first(found: Sequence[choosing_people.Choice]) -> list[tuple[int, str]]:
    """As they come, with a word beside who asked to be left alone."""
    return [
        (each.id, f"{each.label} · {t('upkeep.blocked')}" if each.is_left_alone else each.label)
        for each in found
    ]


def known_partners(picked: Picked, *, key: str, user: User) -> Picked:
    """The same choice, with typed names that a partner goes by as that partner.

    Where one may be meant, the person is asked; where there is no doubt, only told.
    """
    ids, names = list(picked.ids), []
    for name in picked.names:
        found = _meant(name, key=key, user=user)
        if found is None:
            names.append(name)
        elif found not in ids:
            ids.append(found)
    return Picked(ids, names)


def _meant(name: str, *, key: str, user: User) -> int | None:
    with db.reading() as session:
        if exact := partners.named(session, name, by=user):
            return exact.id
        likely = [
            each
            for each in finding.likely_partners(session, [name], by=user, limit=4)
            if each.certain or each.same or each.score >= finding.MAYBE
        ]
    if not likely:
        return None
    if likely[0].certain:
        st.caption(plain(t("pick.taken_as", name=name, known=likely[0].name)))
        return likely[0].id
    labels = unambiguous([(each.id, each.name) for each in likely])
    chosen = st.selectbox(
        t("pick.which", name=plain(name)),
        [*labels, _NEW],
        index=0 if likely[0].same else len(labels),
        format_func=lambda number: labels.get(number, t("pick.somebody_new")),
        key=f"{key}.which.{name}",
    )
    return chosen or None


def new_partners(names: Sequence[str], *, key: str) -> list[NewPartner]:
    """Ask the one thing that a new partner needs beside its name."""
    new = []
    for name in names:
        sector = st.selectbox(
            t("pick.new_partner_sector", name=plain(name)),
            list(Sector),
            index=0,
            format_func=lambda word: t(f"sector.{word}"),
            key=f"{key}.sector.{name}",
        )
        new.append(NewPartner(name, sector or Sector.OTHER))
    return new


def new_people(
    names: Sequence[str], at: Sequence[tuple[int | str, str]], *, key: str
) -> list[NewPerson]:
    """Ask at which of the chosen partners a new person is; of one partner there is no question."""
    new = []
    places = dict(at)
    for name in names:
        place = next(iter(places), None)
        if len(places) > 1:
            place = st.selectbox(
                t("pick.new_person_partner", name=plain(name)),
                list(places),
                format_func=lambda each: places[each],
                key=f"{key}.place.{name}",
            )
        new.append(NewPerson(name, place))
    return new


def save_partners(
    session: Session, new: Sequence[NewPartner], *, user: User, key: str | None = None
) -> dict[str, int]:
    """Create the new partners; their ids by name. The same `key` twice creates them once."""
    saved = {}
    for name, sector in new:
        draft = drafts.checked(PartnerDraft, {f"name_{user.language}": name, "sector": sector})
        saved[name] = id_of(
            partners.create(session, draft, by=user, key=_own(key, Kind.PARTNER, name))
        )
    return saved


def save_people(
    session: Session,
    new: Sequence[NewPerson],
    partner_ids: dict[str, int],
    *,
    user: User,
    key: str | None = None,
) -> list[int]:
    """Create the new people at their partners; their ids. The same `key` creates them once."""
    saved = []
    for name, place in new:
        at = partner_ids.get(place) if isinstance(place, str) else place
        positions = [PositionDraft(partner_id=at)] if at is not None else []
        draft = drafts.checked(PersonDraft, {"name": name})
        own = _own(key, Kind.PERSON, name, place)
        saved.append(id_of(people.create(session, draft, positions=positions, by=user, key=own)))
    return saved


def _own(key: str | None, *what: object) -> str | None:
    """The key of one record among those that a form creates."""
    return key and uuid5(NAMESPACE_OID, repr((key, *what))).hex
