"""One agreement: where it stands, what was promised in it, what came of that, and what is next."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import agreements
from tracker.domain.agreements import promises
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import agreement_parts, agreement_verbs, facts, flash, heading, nav
from tracker.ui.acts import amend_agreement, files, let_agreement_lapse, record_history
from tracker.ui.signin import current_user

user = current_user()
may_edit = can(user, Action.EDIT)
agreement_id = nav.record_id()
with flash.refusals():
    let_agreement_lapse.settle(user, agreement_id)

with flash.refusals(), db.reading() as session:
    agreement = agreements.get(session, agreement_id, by=user)
    where = agreements.standing(session, agreement, by=user)
    parties = agreements.parties(session, agreement_id, by=user)
    promised = promises.of(session, agreement_id, by=user)
    since = agreements.activity(session, agreement, by=user)
    amendments = agreements.amendments(session, agreement_id, by=user)
    terms = agreement_parts.terms(session, agreement, user)
    article = agreement_parts.origin(session, agreement, user)

heading.show(
    agreement.title,
    badges=agreement_parts.badges(agreement, where),
    caption=", ".join(name for _, name in parties),
    back=(nav.AGREEMENTS, t("nav.agreements")),
)
agreement_parts.at_a_glance(agreement, where, promised, since)
agreement_parts.what_next(agreement, where)
if may_edit:
    agreement_verbs.buttons(user, agreement, where, parties)

left, right = st.columns([3, 2], gap="large")
with left:
    agreement_verbs.promises(promised, parties, may_edit=may_edit)
    agreement_parts.as_written(agreement)
    amend_agreement.story(user, agreement, amendments)
with right:
    st.header(t("agreement.parties"))
    agreement_parts.partners(parties)
    st.header(t("agreement.about"))
    facts.show(terms)
    agreement_parts.chain(where)
    agreement_parts.told(article)
    files.show(user, Kind.AGREEMENT, agreement_id)
    record_history.show(user, Kind.AGREEMENT, agreement_id)

agreement_verbs.dialogs(user, agreement, promised, parties)
