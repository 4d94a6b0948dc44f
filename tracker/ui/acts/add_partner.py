"""Adding a partner."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import finding, partners
from tracker.domain.models import Kind, PartnerDraft
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms import partner as partner_form

_NAME = "partner.add"


def button() -> None:
    st.button(
        t("partners.add"),
        key=_NAME,
        type="primary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_NAME,),
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("partners.add"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = partner_form.show(f"{_NAME}.{about['key']}", user)
        if typed is not None and not _may_be_there(typed[0], user):
            save(*typed)
        elif asked := (dialogs.opened(_NAME) or {}).get("question"):
            # Kept, because a name still on its way from the field would draw over it.
            st.warning(asked, icon=":material/help:")

    def save(draft: PartnerDraft, names: list[str]) -> None:
        with flash.refusals(), unsent.saving(about["key"]) as session:
            added = partners.create(session, draft, by=user, tag_names=names, key=about["key"])
        dialogs.close()
        flash.say(t("app.saved", name=added.name(user.language)))
        nav.go(Kind.PARTNER, added.id or 0)

    draw()


def _may_be_there(draft: PartnerDraft, user: User) -> bool:
    """Ask once more before a partner is written down that is probably there already."""
    asked = (dialogs.opened(_NAME) or {}).get("asked")
    with db.reading() as session:
        if any(partners.named(session, name, by=user) for name in draft.names):
            return False  # of the very same name saving itself says what to do
        likely = finding.likely_partners(session, draft.names, by=user, bin=draft.bin)
    if asked == draft.names or not any(each.same for each in likely):
        return False
    name = next(each.name for each in likely if each.same)
    dialogs.revise(asked=draft.names, question=plain(t("pick.save_again", name=name)))
    return True
