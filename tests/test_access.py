"""Who may do what: every role against every function of the domain, spelled out once more."""

import importlib
import pkgutil
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session

import tracker.domain
from tests.world import COLLEAGUES, aigerim, boris, dana, nobody, saule
from tracker import db
from tracker.access import ALLOWED, GUARDED, Action, Role, can, guarded
from tracker.domain import accounts, partners
from tracker.domain.models import Account, PartnerDraft
from tracker.errors import NotAllowed, SignedOut

for _module in pkgutil.walk_packages(tracker.domain.__path__, "tracker.domain."):
    importlib.import_module(_module.name)

# What only some may do, by the first role that may. Everything not named here anybody may read.
LIAISON = [
    "duplicates.pairs",
    "duplicates.state",
    "after_event.adding.add",
    "after_event.keeping.save",
    "after_event.pasting.look",
    "agreements.moving_on.amend",
    "agreements.moving_on.keep_on",
    "agreements.moving_on.let_lapse",
    "agreements.moving_on.renew",
    "agreements.moving_on.take_amendment_back",
    "agreements.promises.add",
    "agreements.promises.remove",
    "agreements.promises.update",
    "agreements.verbs.create",
    "agreements.verbs.update",
    "attachments.add",
    "attachments.remove",
    "evidence.packs.create",
    "evidence.packs.delete",
    "evidence.packs.update",
    "events.add_participants",
    "events.create",
    "events.remove_participant",
    "events.set_participation",
    "events.update",
    "follow_ups.verbs.accept",
    "follow_ups.closing.complete",
    "follow_ups.closing.confirm",
    "follow_ups.closing.send_back",
    "follow_ups.comments.remove",
    "follow_ups.comments.say",
    "follow_ups.steps.add",
    "follow_ups.steps.remove",
    "follow_ups.steps.tick",
    "follow_ups.verbs.create",
    "follow_ups.closing.decline",
    "follow_ups.verbs.from_interaction",
    "follow_ups.verbs.give_to_unit",
    "follow_ups.verbs.hand_over",
    "follow_ups.verbs.postpone",
    "follow_ups.closing.reopen",
    "follow_ups.verbs.start",
    "follow_ups.verbs.update",
    "follow_ups.taking_back.take_back",
    "follow_ups.verbs.wait",
    "interactions.log",
    "interactions.update",
    "news.create",
    "news.update",
    "partners.create",
    "partners.update",
    "press.proposals.of",
    "press.reading.read",
    "press.rejections.learn",
    "press.saving.save",
    "press.unfinished.drop",
    "press.unfinished.get",
    "press.unfinished.jot",
    "press.unfinished.keep",
    "press.unfinished.mine",
    "keeping.set_basis",
    "keeping.set_contact",
    "people.add_position",
    "people.create",
    "people.end_position",
    "people.remove_position",
    "people.update",
    "people.update_position",
    "units.create",
    "units.update",
    "unsent.begun",
    "unsent.drop",
    "unsent.go_on",
    "unsent.is_done",
    "unsent.keep",
]
MANAGER = [
    "engagement.rules.set_rule",
    "quiet.set_rule",
    "paper_templates.drop",
    "paper_templates.keep",
    "follow_ups.closing.ask_second",
    "erasing.erase",
    "erasing.preview",
    "erasing.proofs",
    "held.about",
    "handing_over.hand_over",
    "handing_over.owners",
    "handing_over.shares",
    "handing_over.standing",
    "evidence.packs.content",
    "evidence.packs.freeze",
    "evidence.packs.taken",
    "exports.agreements.all_rows",
    "exports.events.all_rows",
    "exports.follow_ups.all_rows",
    "exports.interactions.all_rows",
    "exports.news.all_rows",
    "exports.partners.all_rows",
    "exports.people.all_rows",
    "exports.people.one",
    "exports.units.all_rows",
    "follow_ups.bulk.tag_many",
    "follow_ups.bulk.take_back_many",
    "follow_ups.verbs.postpone_many",
    "follow_ups.verbs.reassign",
    "history.everything",
    "duplicates.begin",
    "duplicates.set_apart",
    "merging.compare",
    "merging.merge",
    "importing.helping.begin",
    "importing.helping.in_turn",
    "importing.helping.made_in_turn",
    "importing.jobs.answer",
    "importing.jobs.beat",
    "importing.jobs.begin",
    "importing.jobs.checked",
    "importing.jobs.choose",
    "importing.jobs.content",
    "importing.jobs.fail",
    "importing.jobs.get",
    "importing.jobs.keep",
    "importing.jobs.reopen",
    "importing.jobs.report",
    "importing.jobs.search",
    "importing.jobs.take_back",
    "importing.jobs.twin",
    "importing.register.read",
    "importing.running.finish",
    "importing.running.prepared",
    "importing.running.store",
    "importing.taking.check",
    "taken_lists.note",
    "trash.delete",
    "trash.restore",
    "trash.search",
    "undoing.begun",
    "undoing.ended",
    "undoing.going_on",
    "undoing.recent",
    "undoing.recorded",
    "undoing.undo",
]
ADMINISTRATOR = [
    "access_log.all_rows",
    "access_log.search",
    "accounts.create",
    "accounts.deactivate",
    "accounts.get",
    "accounts.reactivate",
    "accounts.reset_password",
    "accounts.search",
    "accounts.sign_ins_of",
    "accounts.sign_out_everywhere",
    "accounts.untie",
    "account_links.make",
    "second_factor.keeping.reset",
    "accounts.update",
    "backup_runs.trouble",
    "retention.set_rule",
    "name_terms.create",
    "name_terms.delete",
    "name_terms.filed",
    "name_terms.get",
    "name_terms.search",
    "name_terms.update",
    "press.rejections.forget",
    "press.rejections.search",
    "press.rules.create",
    "press.rules.delete",
    "press.rules.get",
    "press.rules.search",
    "press.rules.update",
    "reminders.outbox.troubles",
    "reminders.outbox.try_again",
]

_FIRST = {
    **dict.fromkeys(LIAISON, Role.LIAISON),
    **dict.fromkeys(MANAGER, Role.MANAGER),
    **dict.fromkeys(ADMINISTRATOR, Role.ADMINISTRATOR),
}
_ORDER = list(Role)
_VERBS = [name.removeprefix("tracker.domain.") for name in GUARDED]
_CHANGING = ("create", "update", "delete", "restore", "add", "remove", "set_", "log", "reset")


def verb(name: str) -> Callable[..., Any]:
    module, function = f"tracker.domain.{name}".rsplit(".", 1)
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def rows_of_all_tables(session: Session) -> dict[str, int]:
    names = inspect(session.connection()).get_table_names()
    counts = {
        name: session.connection().execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in names
    }
    return dict(counts)


@pytest.mark.parametrize("name", sorted(_VERBS))
def test_each_role_is_refused_exactly_what_is_above_it(small_world: None, name: str) -> None:
    """The guard speaks before the function looks at what it was given, so nothing is given."""
    first = _ORDER.index(_FIRST.get(name, Role.VIEWER))
    with db.transaction() as session:
        before = rows_of_all_tables(session)
        for user in COLLEAGUES:
            if _ORDER.index(user.role) < first:
                with pytest.raises(NotAllowed):
                    verb(name)(session, by=user)
        for stranger in (nobody, None):
            with pytest.raises(NotAllowed):
                verb(name)(session, by=stranger)
        assert rows_of_all_tables(session) == before
    for user in COLLEAGUES:
        if _ORDER.index(user.role) >= first:
            assert can(user, GUARDED[f"tracker.domain.{name}"])


def test_what_changes_something_is_never_open_to_everybody() -> None:
    own = {Action.READ, Action.SETTLE_OWN}
    changing = [
        name
        for name in _VERBS
        if name.rsplit(".", 1)[1].startswith(_CHANGING)
        # One's own account and views; the domain's tests have what belongs to others.
        and not name.startswith(("accounts.", "saved_views."))
    ]
    assert {name for name in changing if GUARDED[f"tracker.domain.{name}"] in own} == set()
    assert len(changing) > 25


def test_each_role_may_all_that_the_one_below_may() -> None:
    for lower, higher in pairwise(_ORDER):
        assert ALLOWED[lower] < ALLOWED[higher]


def test_a_role_withdrawn_is_withdrawn_for_the_click_under_way(small_world: None) -> None:
    with db.transaction() as session:
        account = session.get(Account, aigerim.id)
        assert account is not None
        account.role = Role.VIEWER
    with pytest.raises(NotAllowed), db.transaction() as session:
        partners.create(session, PartnerDraft(name_en="Nova"), by=aigerim)


def test_a_refusal_is_logged_with_the_number_of_the_account_only(
    small_world: None, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotAllowed), db.transaction() as session:
        accounts.search(session, by=boris)
    assert caplog.messages == [f"refused: account {boris.id} may not manage_accounts"]


def test_an_account_switched_off_may_not_even_read(small_world: None) -> None:
    with db.transaction() as session:
        account = accounts.get(session, boris.id, by=saule)
        accounts.deactivate(session, boris.id, revision=account.revision, by=saule)
    with pytest.raises(SignedOut), db.reading() as session:
        partners.search(session, by=boris)


def test_the_role_that_a_caller_claims_is_not_believed(small_world: None) -> None:
    liar = type(boris)(boris.id, boris.email, boris.name, Role.ADMINISTRATOR, "en")
    with pytest.raises(NotAllowed), db.transaction() as session:
        accounts.search(session, by=liar)


def test_a_sign_in_that_ended_may_nothing(small_world: None) -> None:
    ghost = type(dana)(dana.id, dana.email, dana.name, dana.role, "en", sign_in=12345)
    with pytest.raises(SignedOut), db.reading() as session:
        partners.search(session, by=ghost)


def test_the_role_is_read_once_a_transaction(small_world: None) -> None:
    @guarded(Action.READ)
    def nothing(session: Session, *, by: object) -> None: ...

    GUARDED.pop(f"{nothing.__module__}.{nothing.__qualname__}")
    with db.reading() as session:
        nothing(session, by=boris)
        known = session.info["role", boris.id, None]
        nothing(session, by=boris)
        assert session.info["role", boris.id, None] is known is Role.VIEWER
