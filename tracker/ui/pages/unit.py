"""One unit: what it can offer partners, what it has promised, and what it is made of."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import agreements, follow_ups, titles, units
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import flash, heading, nav, unit_parts
from tracker.ui.acts import (
    add_unit,
    delete_record,
    edit_unit,
    record_history,
    work_through,
)
from tracker.ui.signin import current_user
from tracker.ui.tables import badge

user = current_user()
may_edit = can(user, Action.EDIT)
unit_id = nav.record_id()

with flash.refusals(), db.reading() as session:
    unit = units.get(session, unit_id, by=user)
    named = ((Kind.UNIT, unit.parent_id), (Kind.ACCOUNT, unit.head_id))
    around = titles.titles(session, [(kind, number) for kind, number in named if number], by=user)
    parts = units.search(session, units.UnitFilter(parent_id=unit_id), by=user).rows
    open_work = follow_ups.search(session, follow_ups.FollowUpFilter(unit_id=unit_id), by=user).rows
    signed = agreements.search(session, agreements.AgreementFilter(unit_id=unit_id), by=user).rows

name = unit.name(user.language)
heading.show(
    name,
    badges=[badge(t(f"unit_kind.{unit.kind}"))],
    caption=" · ".join(other for other in unit.names if other != name),
    back=(nav.UNITS, t("nav.units")),
)
if may_edit:
    with st.container(horizontal=True):
        edit_unit.button(unit)
        delete_record.button(user, Kind.UNIT, unit_id, unit.revision, name)

left, right = st.columns([3, 2], gap="large")
with left:
    unit_parts.head(unit, around)
    unit_parts.competences(unit)
    unit_parts.follow_ups(open_work, user)
with right:
    unit_parts.part_of(unit, around)
    unit_parts.parts(parts, unit, may_edit=may_edit)
    unit_parts.agreements(signed)
    record_history.show(user, Kind.UNIT, unit_id)

edit_unit.dialog(user, unit)
add_unit.dialog(user)
work_through.dialog(user)
delete_record.dialog(user)
