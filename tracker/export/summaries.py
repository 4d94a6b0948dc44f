"""Numbers about a list, gathered while its rows go by."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tracker.domain.exports.follow_ups import FollowUpExport
from tracker.domain.models import FollowUpStatus
from tracker.export.sheets import Summary
from tracker.i18n import t, word


class ByOwner:
    """Follow-ups by owner and status: a few numbers an owner, however long the list."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._by_status: Counter[tuple[int, FollowUpStatus]] = Counter()
        self._overdue: Counter[int] = Counter()

    def counted(self, rows: Iterable[FollowUpExport]) -> Iterator[FollowUpExport]:
        """The same rows, counted on their way."""
        for row in rows:
            self._names[row.owner_id] = row.owner
            self._by_status[row.owner_id, row.status] += 1
            self._overdue[row.owner_id] += row.is_overdue
            yield row

    def told(self) -> Summary:
        """Of those who have most open first; only the statuses that occur."""
        statuses = [each for each in FollowUpStatus if self._count(list(self._names), (each,))]
        owners = sorted(self._names, key=lambda owner: (-self._open([owner]), self._names[owner]))
        ends = [t("export.all_open"), t("export.shown_overdue"), t("export.total")]
        return Summary(
            t("export.summary"),
            [t("field.owner_id"), *(word(each) for each in statuses), *ends],
            [(self._names[owner], self._line([owner], statuses)) for owner in owners],
            (t("export.total"), self._line(owners, statuses)),
            drawn=len(statuses),
        )

    def _line(self, owners: list[int], statuses: list[FollowUpStatus]) -> list[int]:
        return [
            *(self._count(owners, (status,)) for status in statuses),
            self._open(owners),
            sum(self._overdue[owner] for owner in owners),
            self._count(owners, FollowUpStatus),
        ]

    def _open(self, owners: list[int]) -> int:
        return self._count(owners, [each for each in FollowUpStatus if not each.is_closed])

    def _count(self, owners: list[int], statuses: Iterable[FollowUpStatus]) -> int:
        return sum(self._by_status[owner, each] for each in statuses for owner in owners)
