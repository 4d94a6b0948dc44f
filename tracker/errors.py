"""What can go wrong, in the words of the domain. The outer rings turn these into sentences.

Every class has a `code`; the sentence in three languages is `error.<code>` of the catalogue,
filled with the values the refusal carries.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class TrackerError(Exception):
    """A rule said no."""

    code = "unknown"

    def __init__(self, note: str = "", **values: object) -> None:
        super().__init__(note or self.code)
        self.values = values


class NotAllowed(TrackerError):
    """The role, as it is in the database now, does not include this action."""

    code = "not_allowed"


class SignedOut(NotAllowed):
    """The account was switched off, or its sign-in ended."""

    code = "signed_out"


class NotFound(TrackerError):
    code = "not_found"


class NameTaken(TrackerError):
    code = "name_taken"


class BinTaken(TrackerError):
    code = "bin_taken"


class EmailTaken(TrackerError):
    code = "email_taken"


class AddressTaken(TrackerError):
    """Another news item has this web address; `values` name it (`title`, `id`)."""

    code = "address_taken"


class NothingToTakeBack(TrackerError):
    """The last change of a record is not the reader's own, or no step that can be undone."""

    code = "nothing_to_take_back"


class AlreadyRenewed(TrackerError):
    """Another agreement goes on where this one ends; `values` name it (`title`)."""

    code = "already_renewed"


class LetGo(TrackerError):
    """It was decided that the agreement is not continued."""

    code = "let_go"


class Closed(TrackerError):
    """The follow-up is done or declined; it can only be reopened."""

    code = "closed"


class PackFrozen(TrackerError):
    """A frozen pack of evidence never changes."""

    code = "pack_frozen"


class PackEmpty(TrackerError):
    """Nothing was found that could be frozen."""

    code = "pack_empty"


class ToConfirm(TrackerError):
    """It waits for a second person, who confirms it or sends it back."""

    code = "to_confirm"


class NotToConfirm(TrackerError):
    """Nobody has said that it is done; or somebody has confirmed it already."""

    code = "not_to_confirm"


class NeedsAnother(TrackerError):
    """Whoever said that it is done can't be the second person."""

    code = "needs_another"


class Stale(TrackerError):
    """Somebody else saved the record after this reader opened it.

    `theirs` holds the fields as they are now, so that a form can show both versions.
    """

    code = "stale"

    def __init__(self, note: str = "", *, theirs: Mapping[str, Any] | None = None) -> None:
        super().__init__(note)
        self.theirs = dict(theirs or {})


class Invalid(TrackerError):
    """Something typed does not fit; `field` names where, `code` says why."""

    code = "invalid"

    def __init__(self, field: str, code: str = "invalid", **values: object) -> None:
        super().__init__(f"{field}: {code}", **values)
        self.field = field
        self.code = code


class RowsRefused(TrackerError):
    """Some rows of a sheet do not fit, and none of it was stored.

    `problems` has for each such row, by whatever names it, everything that is wrong with it.
    """

    code = "rows_refused"

    def __init__(self, problems: Mapping[int, Sequence[Invalid]]) -> None:
        said = (f"{row}: {each}" for row, some in problems.items() for each in some)
        super().__init__("; ".join(said))
        self.problems = {row: list(some) for row, some in problems.items()}


class RowStale(Invalid):
    """Somebody else changed what this row is about after it was read; `theirs` is how it is now."""

    code = "row_stale"

    def __init__(self, who: str, theirs: Any) -> None:
        super().__init__("row", self.code, who=who)
        self.theirs = theirs


class LastAdministrator(TrackerError):
    """Nobody would be left who can manage accounts."""

    code = "last_administrator"


class TooManyAttempts(TrackerError):
    code = "too_many_attempts"


class WrongPassword(TrackerError):
    code = "wrong_password"


class WrongSetupCode(TrackerError):
    code = "wrong_setup_code"


class AlreadySetUp(TrackerError):
    """There is an account: whoever comes now signs in."""

    code = "already_set_up"


class ViewExists(TrackerError):
    """The person has a view of this list under that name."""

    code = "view_exists"


class TooManyViews(TrackerError):
    code = "too_many_views"


class TooManyTerms(TrackerError):
    """The lexicon of names has as many own rows as it may."""

    code = "too_many_terms"


class NoAdministrator(TrackerError):
    """The console works in the name of the first one, and there is none yet."""

    code = "no_administrator"


class NotEmpty(TrackerError):
    """There are records already, and the example would mix with them."""

    code = "not_empty"


class DatabaseBusy(TrackerError):
    code = "database_busy"


class DatabaseReadOnly(TrackerError):
    code = "database_read_only"


class DatabaseFull(TrackerError):
    code = "database_full"


class DatabaseGone(TrackerError):
    code = "database_gone"


class SaveUnconfirmed(TrackerError):
    """It is in the primary, but no standby has it: somebody has cancelled the wait for one."""

    code = "save_unconfirmed"


class SaveUnsure(DatabaseGone):
    """The connection broke while it was committed, and nobody can tell what became of it."""

    code = "save_unsure"


class NoMailServer(TrackerError):
    """No server is set by which mail could be sent, or no sender."""

    code = "no_mail_server"


class MailServerRefuses(TrackerError):
    """The mail server does not answer, or takes no mail from us at all; `why` is what it said."""

    code = "mail_server_refuses"


class SchemaNewer(TrackerError):
    """A later version of this program has changed the tables; this one must not touch them."""

    code = "schema_newer"


class BackupForeign(TrackerError):
    """The file is no backup of this program."""

    code = "backup_foreign"


class BackupTruncated(TrackerError):
    """The end of the backup is not there."""

    code = "backup_truncated"


class BackupDamaged(TrackerError):
    """What the backup holds is not what was written into it."""

    code = "backup_damaged"


class BackupNewer(TrackerError):
    """A later version of this program, `version`, has made the backup."""

    code = "backup_newer"


class BackupOfOther(TrackerError):
    """The backup is of another kind of database (`theirs`) than the one set (`ours`)."""

    code = "backup_of_other"


class BackupFailed(TrackerError):
    """A backup could not be written, or not be put back; `why` is what the system said."""

    code = "backup_failed"


class NoBackupTool(TrackerError):
    """A program of PostgreSQL's, `tool`, is missing or older than the server (`version`)."""

    code = "no_backup_tool"


class DatabaseInUse(TrackerError):
    """Somebody has the database open, and it would be exchanged under their hands."""

    code = "database_in_use"


class TooManyRows(TrackerError):
    """A workbook cannot hold the list; CSV can."""

    code = "too_many_rows"


class TooManyLines(TrackerError):
    """More than a document for a meeting may hold (`most`); a workbook can."""

    code = "too_many_lines"


class ChangedSince(TrackerError):
    """Work cannot be taken back whole: records it touched were changed, or linked to, afterwards.

    `records` are their kinds and ids; `values` name the first of them. `can_keep`: the rest can
    be taken back without them.
    """

    code = "changed_since"

    def __init__(
        self, note: str, *, records: list[tuple[str, int]], can_keep: bool, **values: object
    ) -> None:
        super().__init__(note, **values)
        self.records = records
        self.can_keep = can_keep


class TooLate(TrackerError):
    """The time in which a merge or an import can be taken back is over."""

    code = "too_late"


class TakenBack(TrackerError):
    """A merge or an import was taken back before; `values` say who did it and when."""

    code = "taken_back"


class Erased(TrackerError):
    """The data of this person was erased, for good: nothing is written down about them again."""

    code = "erased"


class PersonBlocked(TrackerError):
    """They asked to be left alone: nobody invites them, and no card of them is handed out."""

    code = "person_blocked"


class Merged(TrackerError):
    """The record lives on in another; taking the merge back is what brings it back."""

    code = "merged"


class ScanUnderWay(TrackerError):
    """Somebody has started the search for duplicates already."""

    code = "scan_under_way"


class ImportFailed(TrackerError):
    """The process that read or stored a file came to its end before the file did."""

    code = "import_failed"


class CardRefused(TrackerError):
    """One of the things confirmed of an article cannot be saved: which, and why."""

    code = "card_refused"

    def __init__(self, card: str, refusal: TrackerError) -> None:
        super().__init__(f"{card}: {refusal}")
        self.card = card
        self.refusal = refusal
