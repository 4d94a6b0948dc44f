"""Whatever colleagues do in whatever order: a small model says what is there, and who may."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session

from tests.world import COLLEAGUES, aigerim, boris, dana, saule
from tracker import db
from tracker.access import ALLOWED, Action, Role, User
from tracker.domain import accounts, drafts, merged, merging, partners, people, trash, undoing
from tracker.domain.models import (
    AccountDraft,
    Kind,
    Partner,
    PartnerDraft,
    PersonDraft,
    PositionDraft,
    UndertakingKind,
)
from tracker.domain.saving import id_of
from tracker.errors import (
    ChangedSince,
    Merged,
    NotAllowed,
    NotFound,
    Stale,
    TakenBack,
    TrackerError,
)

FEW = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
Refusals = list[type[TrackerError]]
WORKERS = st.sampled_from([aigerim, boris, dana, saule])


@dataclass
class Known:
    """A partner as the model has it."""

    notes: str
    revision: int = field(default=1, compare=False)
    is_in_trash: bool = False
    into: int | None = None
    staff: list[int] = field(default_factory=list)


@dataclass
class Joined:
    """A merge: which two, how they were before and right after."""

    survivor: int
    absorbed: int
    before: tuple[Known, Known]
    after: tuple[Known, Known]
    is_undone: bool = False


class University(RuleBasedStateMachine):
    made = Bundle("made")
    joins = Bundle("joins")

    @initialize()
    def begin(self) -> None:
        self.partners: dict[int, Known] = {}
        self.merges: dict[int, Joined] = {}
        self.roles: dict[int, Role | None] = {each.id: each.role for each in COLLEAGUES}
        self.count = 0
        for each in (aigerim, boris, dana):
            self._give(each, each.role)

    def teardown(self) -> None:
        if hasattr(self, "roles"):
            for each in (aigerim, boris, dana):
                self._give(each, each.role)

    @contextmanager
    def act(self, by: User, action: Action, *others: type[TrackerError]) -> Iterator[Session]:
        """What happens inside is refused exactly when the model says so, and then nothing is."""
        role = self.roles[by.id]
        may = role is not None and action in ALLOWED[role]
        expected = others if may else (NotAllowed,)
        if not expected:
            with db.transaction() as session:
                yield session
            return
        with pytest.raises(expected), db.transaction() as session:
            yield session

    def knows(self, by: User, action: Action) -> bool:
        role = self.roles[by.id]
        return role is not None and action in ALLOWED[role]

    @rule(who=st.sampled_from([aigerim, boris, dana]), role=st.sampled_from([None, *Role]))
    def roles_change(self, who: User, role: Role | None) -> None:
        self._give(who, role)

    @rule(target=made, by=WORKERS)
    def a_partner_is_recorded(self, by: User) -> Any:
        self.count += 1
        draft = PartnerDraft(name_en=uuid4().hex, notes="new")
        found = None
        with self.act(by, Action.EDIT) as session:
            found = id_of(partners.create(session, draft, by=by))
        if found is None or not self.knows(by, Action.EDIT):
            return multiple()
        self.partners[found] = Known("new")
        return found

    @rule(by=WORKERS, which=made, is_late=st.booleans())
    def a_partner_is_edited(self, by: User, which: int, is_late: bool) -> None:
        known = self.partners[which]
        refused: Refusals = [Stale] if is_late else []
        if known.is_in_trash:
            refused = [NotFound]
        with self.act(by, Action.EDIT, *refused) as session:
            typed = partners.get(session, which, by=saule) if not known.is_in_trash else None
            draft = drafts.checked(
                PartnerDraft,
                {**(typed.model_dump() if typed else {"name_en": "x"}), "notes": f"{self.count}"},
            )
            partners.update(session, which, draft, revision=known.revision - is_late, by=by)
            is_same = typed is not None and known.notes == f"{self.count}"
        if self.knows(by, Action.EDIT) and not refused and not is_same:
            known.notes, known.revision = f"{self.count}", known.revision + 1
        self.count += 1

    @rule(by=WORKERS, which=made)
    def somebody_is_recorded_there(self, by: User, which: int) -> None:
        known = self.partners[which]
        refused = [TrackerError] if known.is_in_trash else []
        draft, found = PersonDraft(name="Асқар Тест"), 0
        with self.act(by, Action.EDIT, *refused) as session:
            position = PositionDraft(partner_id=which)
            found = id_of(people.create(session, draft, by=by, positions=[position]))
        if self.knows(by, Action.EDIT) and not refused:
            known.staff.append(found)

    @rule(by=WORKERS, which=made, is_late=st.booleans())
    def a_partner_is_thrown_away(self, by: User, which: int, is_late: bool) -> None:
        known = self.partners[which]
        refused = [NotFound] if known.is_in_trash else [Stale] if is_late else []
        with self.act(by, Action.DELETE, *refused) as session:
            revision = known.revision - is_late
            trash.delete(session, Kind.PARTNER, which, revision=revision, by=by)
        if self.knows(by, Action.DELETE) and not refused:
            known.is_in_trash, known.revision = True, known.revision + 1

    @rule(by=WORKERS, which=made)
    def a_partner_is_brought_back(self, by: User, which: int) -> None:
        known = self.partners[which]
        refused = [Merged] if known.into is not None else []
        with self.act(by, Action.DELETE, *refused) as session:
            trash.restore(session, Kind.PARTNER, which, by=by)
        if self.knows(by, Action.DELETE) and not refused and known.is_in_trash:
            known.is_in_trash, known.revision = False, known.revision + 1

    @rule(target=joins, by=WORKERS, a=made, b=made)
    def two_become_one(self, by: User, a: int, b: int) -> Any:
        one, other = self.partners[a], self.partners[b]
        refused = [TrackerError] if a == b or one.is_in_trash or other.is_in_trash else []
        before, work = deepcopy((one, other)), 0
        with self.act(by, Action.MERGE, *refused) as session:
            revisions = one.revision, other.revision
            joined = merging.merge(
                session, Kind.PARTNER, a, b, revisions=revisions, theirs=[], by=by
            )
            work = id_of(joined)
        if refused or not self.knows(by, Action.MERGE):
            return multiple()
        one.staff, other.staff = one.staff + other.staff, []
        other.is_in_trash, other.into = True, a
        kept, other.revision = self._stored(a), self._stored(b).revision
        assert one.notes in str(kept.notes)
        assert other.notes in str(kept.notes)
        one.notes, one.revision = str(kept.notes), kept.revision
        self.merges[work] = Joined(a, b, before, deepcopy((one, other)))
        return work

    @rule(by=WORKERS, which=joins)
    def a_merge_is_taken_back(self, by: User, which: int) -> None:
        joined = self.merges[which]
        both = joined.survivor, joined.absorbed
        now = [self.partners[number] for number in both]
        # Who came to the survivor since is in nobody's way, and stays.
        since = [each for each in now[0].staff if each not in joined.after[0].staff]
        as_then = replace(now[0], staff=joined.after[0].staff), now[1]
        refused: Refusals = [] if as_then == joined.after else [ChangedSince]
        if joined.is_undone:
            refused = [TakenBack]
        with self.act(by, Action.UNDO, *refused) as session:
            assert undoing.undo(session, which, by=by).kind is UndertakingKind.MERGE
        if self.knows(by, Action.UNDO) and not refused:
            for number, before in zip(both, joined.before, strict=True):
                # Whoever has the merged one open must not save over what was taken back.
                revision = self._stored(number).revision
                self.partners[number] = replace(deepcopy(before), revision=revision)
            self.partners[joined.survivor].staff += since
            joined.is_undone = True

    @precondition(lambda self: hasattr(self, "partners"))
    @invariant()
    def what_is_there_is_what_the_model_knows(self) -> None:
        with db.transaction() as session:
            for number, known in self.partners.items():
                if known.is_in_trash:
                    with pytest.raises((NotFound, Merged)):
                        partners.get(session, number, by=saule)
                    survivor = merged.survivor_of(session, Kind.PARTNER, number, by=saule)
                    assert survivor == self._last(known.into)
                else:
                    found = partners.get(session, number, by=saule)
                    assert (found.notes, found.revision) == (known.notes, known.revision)
                    staff = partners.people(session, number, by=saule)
                    assert sorted(each.id for each in staff) == sorted(known.staff)

    def _last(self, number: int | None) -> int | None:
        while number is not None and self.partners[number].into is not None:
            number = self.partners[number].into
        return None if number is None or self.partners[number].is_in_trash else number

    def _stored(self, number: int) -> Partner:
        with db.transaction() as session:
            return session.get_one(Partner, number)

    def _give(self, who: User, role: Role | None) -> None:
        with db.transaction() as session:
            account = accounts.get(session, who.id, by=saule)
            if not account.active:
                accounts.reactivate(session, who.id, revision=account.revision, by=saule)
            draft = AccountDraft(name=who.name, email=who.email, role=role or Role.VIEWER)
            accounts.update(session, who.id, draft, revision=account.revision, by=saule)
            if role is None:
                accounts.deactivate(session, who.id, revision=account.revision, by=saule)
        self.roles[who.id] = role


def test_any_order(world: None) -> None:
    run_state_machine_as_test(University, settings=FEW)
