"""Every table. Read the files in this order: vocabulary, records, partners, events, follow_ups.

A *draft* is what a person types, and is checked. A *table* inherits from its draft and is not
checked: only drafts take input. `RECORDS` names every kind of record that has a page of its own.
"""

from sqlalchemy import Index, text

from tracker.domain.models.accounts import Account, AccountDraft
from tracker.domain.models.agreements import (
    Agreement,
    AgreementAmendment,
    AgreementAmendmentDraft,
    AgreementDraft,
    AgreementPartner,
    AgreementPromise,
    AgreementPromiseDraft,
)
from tracker.domain.models.attachments import Attachment, AttachmentContent
from tracker.domain.models.backup_runs import BackupRun
from tracker.domain.models.calendars import CalendarFeed
from tracker.domain.models.door import (
    AccountLink,
    Attempt,
    Door,
    HalfSignIn,
    KnownBrowser,
    Purpose,
    RecoveryCode,
    SecondFactor,
    Secret,
    SignIn,
)
from tracker.domain.models.duplicates import DuplicateScan, SuggestedPair
from tracker.domain.models.engagement import EngagementRule, EngagementRun, EngagementScore
from tracker.domain.models.events import (
    Event,
    EventDraft,
    EventPerson,
    EventTag,
    Participation,
    ParticipationDraft,
)
from tracker.domain.models.evidence import EvidenceItem, EvidencePack, EvidencePackDraft
from tracker.domain.models.follow_ups import (
    Comment,
    CommentMention,
    ConfirmedKind,
    FollowUp,
    FollowUpDraft,
    FollowUpStep,
    FollowUpTag,
)
from tracker.domain.models.history import Change, SaveKey
from tracker.domain.models.identities import Identity, Ticket
from tracker.domain.models.imports import (
    Doubt,
    Fate,
    Import,
    ImportFile,
    ImportFindings,
    ImportMapping,
    ImportMode,
    ImportState,
)
from tracker.domain.models.interactions import (
    Interaction,
    InteractionColleague,
    InteractionDraft,
    InteractionPartner,
    InteractionPerson,
)
from tracker.domain.models.name_terms import NameFiling, NameTerm, NameTermDraft, NameWords
from tracker.domain.models.news import Mention, NewsItem, NewsItemDraft, NewsTag
from tracker.domain.models.paper_templates import PaperTemplate
from tracker.domain.models.partners import Partner, PartnerDraft, PartnerTag
from tracker.domain.models.people import Person, PersonDraft, Position, PositionDraft
from tracker.domain.models.personal import (
    Access,
    DataBasis,
    DataBasisDraft,
    Erasure,
    PersonalContact,
    PersonalContactDraft,
    PersonalRule,
)
from tracker.domain.models.press import (
    PressRejection,
    PressRule,
    PressRuleDraft,
    UnfinishedArticle,
)
from tracker.domain.models.quiet import QuietRule
from tracker.domain.models.records import Draft, Link, Named, Record
from tracker.domain.models.reminders import (
    DigestChoice,
    DigestChoiceDraft,
    MailState,
    OutgoingMail,
)
from tracker.domain.models.saved_views import SavedView, SavedViewDraft
from tracker.domain.models.search import NameKey
from tracker.domain.models.tags import Tag
from tracker.domain.models.taken_lists import TakenList
from tracker.domain.models.undertakings import IdFloor, JournalRow, Undertaking, UndertakingKind
from tracker.domain.models.units import Unit, UnitDraft
from tracker.domain.models.unsent import Heartbeat, UnsentText
from tracker.domain.models.vocabulary import (
    AgreementKind,
    Attendance,
    Deed,
    Direction,
    Document,
    EventKind,
    FollowUpKind,
    FollowUpStatus,
    InteractionKind,
    Kind,
    Language,
    LegalBasis,
    NameGroup,
    ParticipationRole,
    Period,
    PressRuleKind,
    Priority,
    Promise,
    PromisedBy,
    Proof,
    Renewal,
    Rhythm,
    Sector,
    Stage,
    Standing,
    Tier,
    Trend,
    UnitKind,
    Upkeep,
    Wish,
    Work,
)

__all__ = [
    "RECORDS",
    "Access",
    "Account",
    "AccountDraft",
    "AccountLink",
    "Agreement",
    "AgreementAmendment",
    "AgreementAmendmentDraft",
    "AgreementDraft",
    "AgreementKind",
    "AgreementPartner",
    "AgreementPromise",
    "AgreementPromiseDraft",
    "Attachment",
    "AttachmentContent",
    "Attempt",
    "Attendance",
    "BackupRun",
    "CalendarFeed",
    "Change",
    "Comment",
    "CommentMention",
    "ConfirmedKind",
    "DataBasis",
    "DataBasisDraft",
    "Deed",
    "DigestChoice",
    "DigestChoiceDraft",
    "Direction",
    "Document",
    "Door",
    "Doubt",
    "Draft",
    "DuplicateScan",
    "EngagementRule",
    "EngagementRun",
    "EngagementScore",
    "Erasure",
    "Event",
    "EventDraft",
    "EventKind",
    "EventPerson",
    "EventTag",
    "EvidenceItem",
    "EvidencePack",
    "EvidencePackDraft",
    "Fate",
    "FollowUp",
    "FollowUpDraft",
    "FollowUpKind",
    "FollowUpStatus",
    "FollowUpStep",
    "FollowUpTag",
    "HalfSignIn",
    "Heartbeat",
    "IdFloor",
    "Identity",
    "Import",
    "ImportFile",
    "ImportFindings",
    "ImportMapping",
    "ImportMode",
    "ImportState",
    "Interaction",
    "InteractionColleague",
    "InteractionDraft",
    "InteractionKind",
    "InteractionPartner",
    "InteractionPerson",
    "JournalRow",
    "Kind",
    "KnownBrowser",
    "Language",
    "LegalBasis",
    "Link",
    "MailState",
    "Mention",
    "NameFiling",
    "NameGroup",
    "NameKey",
    "NameTerm",
    "NameTermDraft",
    "NameWords",
    "Named",
    "NewsItem",
    "NewsItemDraft",
    "NewsTag",
    "OutgoingMail",
    "PaperTemplate",
    "Participation",
    "ParticipationDraft",
    "ParticipationRole",
    "Partner",
    "PartnerDraft",
    "PartnerTag",
    "Period",
    "Person",
    "PersonDraft",
    "PersonalContact",
    "PersonalContactDraft",
    "PersonalRule",
    "Position",
    "PositionDraft",
    "PressRejection",
    "PressRule",
    "PressRuleDraft",
    "PressRuleKind",
    "Priority",
    "Promise",
    "PromisedBy",
    "Proof",
    "Purpose",
    "QuietRule",
    "Record",
    "RecoveryCode",
    "Renewal",
    "Rhythm",
    "SaveKey",
    "SavedView",
    "SavedViewDraft",
    "SecondFactor",
    "Secret",
    "Sector",
    "SignIn",
    "Stage",
    "Standing",
    "SuggestedPair",
    "Tag",
    "TakenList",
    "Ticket",
    "Tier",
    "Trend",
    "Undertaking",
    "UndertakingKind",
    "UnfinishedArticle",
    "Unit",
    "UnitDraft",
    "UnitKind",
    "UnsentText",
    "Upkeep",
    "Wish",
    "Work",
]

RECORDS: dict[Kind, type[Record]] = {
    Kind.PARTNER: Partner,
    Kind.PERSON: Person,
    Kind.UNIT: Unit,
    Kind.EVENT: Event,
    Kind.NEWS_ITEM: NewsItem,
    Kind.INTERACTION: Interaction,
    Kind.FOLLOW_UP: FollowUp,
    Kind.AGREEMENT: Agreement,
}

# The trash has an index of its own. One of every row would lead a database astray: nearly all rows
# are alive, and it would read all of them by that index instead of the few by a better one.
_IN_THE_TRASH = text("deleted_at IS NOT NULL")
for _record in RECORDS.values():
    Index(
        f"ix_{_record.__table__.name}_deleted_at",
        _record.__table__.c.deleted_at,
        sqlite_where=_IN_THE_TRASH,
        postgresql_where=_IN_THE_TRASH,
    )
