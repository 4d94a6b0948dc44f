"""The map: where the partners are. Every place opens the list of its partners."""

import streamlit as st

from tracker import db
from tracker.domain import places
from tracker.domain.models import Sector, Stage, Tier
from tracker.domain.partners import PartnerFilter
from tracker.i18n import t
from tracker.ui import empty, filters, map_parts
from tracker.ui.signin import current_user

user = current_user()

st.title(t("nav.map"))

with filters.bar():
    wanted = PartnerFilter(
        sector=filters.word("sector", t("field.sector"), Sector),
        tier=filters.word("tier", t("field.tier"), Tier),
        stage=filters.word("stage", t("field.stage"), Stage),
    )
with db.reading() as session:
    counts = places.counted(session, wanted, by=user)

if not counts.regions:
    empty.show(t("map.none") if wanted != PartnerFilter() else t("partners.none"), icon="map")
else:
    map_parts.summary(counts, wanted)
    map_parts.country(counts, wanted)
    map_parts.ours(counts, wanted)
    st.caption(t("map.hint"))
