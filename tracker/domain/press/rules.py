"""The administrators' own rules of reading: each proves itself by two sentences, or is refused."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import saving
from tracker.domain.models import Kind, PressRule, PressRuleDraft, PressRuleKind
from tracker.errors import Invalid, NotFound, TooManyTerms
from tracker.press import rules as press
from tracker.press.rules import Row, WrongRow

MOST = 300


@guarded(Action.MANAGE_WORDS)
def search(session: Session, *, by: User) -> list[PressRule]:
    """Every own rule, by table and language."""
    order = col(PressRule.kind), col(PressRule.language), col(PressRule.id)
    return list(session.scalars(select(PressRule).order_by(*order)))


@guarded(Action.MANAGE_WORDS)
def get(session: Session, rule_id: int, *, by: User) -> PressRule:
    """Raises NotFound."""
    return _found(session, rule_id)


@guarded(Action.MANAGE_WORDS)
def create(
    session: Session, draft: PressRuleDraft, *, by: User, key: str | None = None
) -> PressRule:
    """Raises Invalid at the field that does not prove itself; TooManyTerms.

    The same `key` twice stores one rule and returns it.
    """
    known = saving.claim(session, key, Kind.PRESS_RULE, by=by)
    if known is not None:
        return _found(session, known)
    if len(search(session, by=by)) >= MOST:
        raise TooManyTerms(most=MOST)
    _check(draft)
    rule = PressRule.model_validate(draft.model_dump())
    session.add(rule)
    session.flush()
    saving.settle(session, key, rule.id)
    return rule


@guarded(Action.MANAGE_WORDS)
def update(
    session: Session, rule_id: int, draft: PressRuleDraft, *, revision: int, by: User
) -> PressRule:
    """Raises NotFound, Stale, and Invalid as `create` does."""
    rule = _found(session, rule_id)
    saving.expect(rule, revision)
    _check(draft)
    rule.sqlmodel_update(draft.model_dump())
    session.flush()
    return rule


@guarded(Action.MANAGE_WORDS)
def delete(session: Session, rule_id: int, *, revision: int, by: User) -> None:
    """Raises NotFound and Stale."""
    rule = _found(session, rule_id)
    saving.expect(rule, revision)
    session.delete(rule)
    session.flush()


@guarded(Action.READ)
def use(session: Session, *, by: User) -> None:
    """Read with the rules as the database has them: called before every article."""
    own: defaultdict[str, list[Row]] = defaultdict(list)
    for rule in session.scalars(select(PressRule).order_by(col(PressRule.id))):
        own[rule.kind.value].append(_row(rule))
    press.widen(own)


def meanings(kind: PressRuleKind) -> list[str]:
    """What the rows of a table may stand for: what those of the program do."""
    return sorted({row.means for row in press.packaged(kind.value)})


def _found(session: Session, rule_id: int) -> PressRule:
    rule = session.get(PressRule, rule_id)
    if rule is None:
        raise NotFound(f"PressRule {rule_id}")
    return rule


def _row(draft: PressRuleDraft) -> Row:
    return Row(
        draft.language.value, draft.meaning, draft.pattern, draft.example_yes, draft.example_no
    )


def _check(draft: PressRuleDraft) -> None:
    known = meanings(draft.kind)
    try:
        press.checked(_row(draft), known)
    except WrongRow as wrong:
        raise _refusal(wrong.problem, known) from wrong


def _refusal(problem: str, known: Iterable[str]) -> Invalid:
    match problem:
        case "means":
            return Invalid("meaning", "rule_meaning", words=", ".join(known))
        case "yes":
            return Invalid("example_yes", "rule_yes")
        case "no":
            return Invalid("example_no", "rule_no")
        case _:
            return Invalid("pattern", "rule_pattern")
