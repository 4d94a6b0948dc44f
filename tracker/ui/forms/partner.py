"""The partner form."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts, partners, tags
from tracker.domain.models import PartnerDraft, Sector, Stage, Tier
from tracker.i18n import t
from tracker.ui.forms import hints
from tracker.ui.forms.fields import Fields


def show(
    key: str,
    user: User,
    start: PartnerDraft | None = None,
    *,
    partner_id: int | None = None,
    own_tags: Sequence[str] = (),
) -> tuple[PartnerDraft, list[str]] | None:
    """Draw the form; return the checked draft and its tags once the person saves.

    The names stand outside of the Streamlit form: while they are typed, those alike are shown.
    """
    with db.reading() as session:
        colleagues = accounts.colleagues(session, by=user)
        others = [
            choice for choice in partners.choices(session, by=user) if choice[0] != partner_id
        ]
        known_tags = tags.names(session, by=user)
    fields = Fields(key, start)
    fields.names(t("field.name"), live=start is None)
    if start is None:
        hints.partners_like(fields.typed_names(), key=key, user=user)
    with st.form(key, border=False, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            fields.word("sector", t("field.sector"), Sector)
            fields.word("stage", t("field.stage"), Stage)
            fields.word("tier", t("field.tier"), Tier, default=Tier.REGULAR)
        with right:
            fields.line("city", t("field.city"))
            fields.line("region", t("field.region"))
            fields.one_of("owner_id", t("field.owner_id"), colleagues)
        with st.expander(t("partner.more"), expanded=False):
            left, right = st.columns(2)
            with left:
                fields.line("legal_form", t("field.legal_form"), most=60)
                help = t("partner.bin_help")
                fields.line("bin", t("field.bin"), most=20, keyboard="phone", help=help)
            with right:
                fields.line("website", t("field.website"), keyboard="url")
                fields.one_of("parent_id", t("field.parent_id"), others)
            aliases = start.aliases if start else []
            fields.words("aliases", t("field.aliases"), [], aliases)
            fields.words("tags", t("field.tags"), known_tags, own_tags)
            fields.paragraph("notes", t("field.notes"))
        if not st.form_submit_button(t("form.save"), type="primary", icon=":material/check:"):
            return None
        draft = fields.checked(PartnerDraft)
    return (draft, fields.typed["tags"]) if draft else None
