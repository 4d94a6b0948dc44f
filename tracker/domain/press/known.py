"""The register of partners as the reader of articles asks it: many names in few statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import name_words
from tracker.domain.batches import batched
from tracker.domain.indexing import NAMES
from tracker.domain.models import Kind, Partner
from tracker.names import keys
from tracker.names.analysis import analyse
from tracker.names.lexicon import Lexicon
from tracker.names.matching import verdict
from tracker.press.found import Match
from tracker.press.known import Known

MOST = 400  # names asked for at once; no article says more
_BATCH = 2_000  # keys in one statement
_HITS = 20_000  # filed names read for one question
_COMPARED = 3  # partners compared with one name


@guarded(Action.READ)
def partners(session: Session, *, by: User) -> Known:
    """What `press.reading` takes as its context's `known`, while the session is open."""
    return _Register(session, by)


class _Register:
    def __init__(self, session: Session, by: User) -> None:
        self._session, self._by = session, by
        self._words = name_words.now(session)

    def called(self, names: Sequence[str]) -> dict[str, Match]:
        asked = {name: _keys(name, self._words) for name in dict.fromkeys(names[:MOST]) if name}
        filed = self._filed({number for wanted in asked.values() for number in wanted})
        nearest = {
            name: Counter(each for key in wanted for each in filed[key]).most_common(_COMPARED)
            for name, wanted in asked.items()
        }
        there = self._named(number for found in nearest.values() for number, _ in found)
        called = {}
        for name, found in nearest.items():
            sure = [there[number] for number, _ in found if number in there]
            sure = [each for each in sure if self._is_sure(name, each)]
            if len(sure) == 1:
                called[name] = Match(sure[0].id or 0, sure[0].name(self._by.language), 1.0, True)
        return called

    def likely(self, name: str) -> list[Match]:  # noqa: ARG002
        """Nobody: `proposals` asks for the likely ones of all names together."""
        return []

    def _is_sure(self, name: str, partner: Partner) -> bool:
        return any(verdict(name, known, self._words).certain for known in NAMES[Partner](partner))

    def _filed(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        filed: dict[int, list[int]] = defaultdict(list)
        for some in batched(sorted(numbers), _BATCH):
            # Numbers of ours, so they may stand in the statement: it is never the same twice.
            listed = ", ".join(map(str, some))
            found = self._session.connection().exec_driver_sql(
                f"SELECT key, record_id FROM name_key WHERE key IN ({listed}) LIMIT {_HITS}"
            )
            for key, record_id in found:
                filed[key].append(record_id)
        return filed

    def _named(self, ids: Iterable[int]) -> dict[int, Partner]:
        wanted = sorted(set(ids))
        query = select(Partner).where(
            col(Partner.id).in_(wanted), col(Partner.deleted_at).is_(None)
        )
        return {each.id or 0: each for each in self._session.scalars(query)} if wanted else {}


def _keys(name: str, words: Lexicon) -> set[int]:
    """Where this name may be filed. Words that many share count only when it has no other."""
    wanted = keys.asked(analyse(name, words)) | keys.shortened(name, words)
    own = {key for key in wanted if key[0] in "wa"} or set(wanted)
    return {keys.number(Kind.PARTNER, key) for key in own | {keys.exact(name)}}
