"""The closed vocabularies, stored as their words and shown through the catalogue."""

from enum import StrEnum


class Language(StrEnum):
    KK = "kk"
    RU = "ru"
    EN = "en"


class Kind(StrEnum):
    """What a record is; also the word in history, links and addresses."""

    PARTNER = "partner"
    PERSON = "person"
    UNIT = "unit"
    EVENT = "event"
    NEWS_ITEM = "news_item"
    INTERACTION = "interaction"
    FOLLOW_UP = "follow_up"
    AGREEMENT = "agreement"
    ACCOUNT = "account"
    NAME_TERM = "name_term"
    PRESS_RULE = "press_rule"


class Sector(StrEnum):
    INDUSTRY = "industry"
    GOVERNMENT = "government"
    MUSEUM = "museum"
    SCHOOL = "school"
    RESEARCH_INSTITUTE = "research_institute"
    UNIVERSITY = "university"
    NGO = "ngo"
    MEDIA = "media"
    OTHER = "other"


class Tier(StrEnum):
    STRATEGIC = "strategic"
    KEY = "key"
    REGULAR = "regular"


class Stage(StrEnum):
    IDENTIFIED = "identified"
    IN_CONTACT = "in_contact"
    IN_DIALOGUE = "in_dialogue"
    AGREED = "agreed"
    ACTIVE = "active"
    DORMANT = "dormant"


class Standing(StrEnum):
    """How long a partner has stood at its stage."""

    MONTH = "month"  # less than 30 days
    QUARTER = "quarter"  # 30 to 89
    YEAR = "year"  # 90 to 364
    LONGER = "longer"


class UnitKind(StrEnum):
    FACULTY = "faculty"
    DEPARTMENT = "department"
    LABORATORY = "laboratory"
    CENTRE = "centre"
    OFFICE = "office"


class EventKind(StrEnum):
    UMBRELLA = "umbrella"
    MEETUP = "meetup"
    EXHIBITION = "exhibition"
    CONFERENCE = "conference"
    ROUND_TABLE = "round_table"
    FORUM = "forum"
    VISIT = "visit"
    SIGNING = "signing"
    TRAINING = "training"
    OPENING = "opening"
    FAIR = "fair"
    OLYMPIAD = "olympiad"
    OTHER = "other"


class ParticipationRole(StrEnum):
    ORGANISER = "organiser"
    PARTICIPANT = "participant"
    EXHIBITOR = "exhibitor"
    SPEAKER = "speaker"
    GUEST = "guest"


class InteractionKind(StrEnum):
    MEETING = "meeting"
    CALL = "call"
    LETTER = "letter"
    VISIT = "visit"
    OTHER = "other"


class Attendance(StrEnum):
    """Whether a partner who was expected at an event came; nothing where nobody has said."""

    CAME = "came"
    ABSENT = "absent"


class FollowUpKind(StrEnum):
    JOINT_RESEARCH = "joint_research"
    RETRAINING = "retraining"
    INTERNSHIP = "internship"
    DUAL_EDUCATION = "dual_education"
    LABORATORY_SERVICE = "laboratory_service"
    EQUIPMENT = "equipment"
    GUEST_LECTURE = "guest_lecture"
    AGREEMENT = "agreement"
    EXPERTISE = "expertise"
    RECRUITMENT = "recruitment"
    SCHOLARSHIP = "scholarship"
    CURRICULUM = "curriculum"
    EXHIBITION = "exhibition"
    DUAL_DIPLOMA = "dual_diploma"
    OTHER = "other"


class FollowUpStatus(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    TO_CONFIRM = "to_confirm"
    DONE = "done"
    DECLINED = "declined"

    @property
    def is_closed(self) -> bool:
        return self in (FollowUpStatus.DONE, FollowUpStatus.DECLINED)

    @property
    def has_outcome(self) -> bool:
        """Whether it has been said what came of it."""
        return self.is_closed or self is FollowUpStatus.TO_CONFIRM


class Period(StrEnum):
    """What the number of a repetition counts."""

    WEEKS = "weeks"
    MONTHS = "months"


class Direction(StrEnum):
    WE_OWE = "we_owe"
    THEY_OWE = "they_owe"


class Promise(StrEnum):
    """What became of a follow-up that had a day, when it was closed."""

    KEPT = "kept"  # done on that day or before it
    MISSED = "missed"  # done later, or declined


class Wish(StrEnum):
    """What was said of a follow-up where it came up: it is asked for, offered, or agreed."""

    NEED = "need"
    OFFER = "offer"
    AGREED = "agreed"


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class AgreementKind(StrEnum):
    MEMORANDUM = "memorandum"
    CONTRACT = "contract"
    NDA = "nda"
    PROGRAMME = "programme"
    OTHER = "other"


class PromisedBy(StrEnum):
    """Who promised a piece of work in an agreement."""

    WE = "we"
    THEY = "they"
    BOTH = "both"


class Renewal(StrEnum):
    NONE = "none"
    AUTOMATIC = "automatic"
    BY_CONSENT = "by_consent"


class Work(StrEnum):
    """A kind of work with a partner, of which engagement has a share each."""

    RESEARCH = "research"
    TRAINING = "training"
    INTERNSHIPS = "internships"
    EVENTS = "events"
    VISITS = "visits"
    OUTREACH = "outreach"  # with museums and schools
    AGREEMENTS = "agreements"


class Proof(StrEnum):
    """What a record proves of the work with a partner."""

    VISIT = "visit"
    MEETING = "meeting"
    TALK = "talk"  # a call, a letter
    TOOK_PART = "took_part"
    GAVE = "gave"  # they organised, spoke or exhibited at an event
    KEPT = "kept"  # a promise, by us or by them
    UNDER_WAY = "under_way"
    SIGNED = "signed"


class Trend(StrEnum):
    """How the engagement of a partner goes, against three months ago."""

    KNOWN = "known"
    RISING = "rising"
    FALLING = "falling"
    UNKNOWN = "unknown"


class Document(StrEnum):
    """What is made as Word and PDF from a template."""

    BRIEF = "brief"
    REPORT = "report"


class LegalBasis(StrEnum):
    """What lets the university keep the data of a person."""

    CONSENT = "consent"
    CONTRACT = "contract"
    PUBLIC_DUTY = "public_duty"  # a task that the law gives to the university
    OFFICIAL = "official"  # a position that its holder is publicly known for
    LEGITIMATE = "legitimate"  # an interest that outweighs nobody's rights


class Upkeep(StrEnum):
    """What is amiss with the keeping of a person's data."""

    NO_BASIS = "no_basis"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"  # they asked to be left alone
    PAST = "past"  # kept for longer than was meant


class Deed(StrEnum):
    """What somebody did with the data of people, other than changing it."""

    OPENED = "opened"  # the page of one person
    EXPORTED = "exported"
    TOLD = "told"  # took away all that is held about one
    BRIEF = "brief"  # took the paper before a visit
    REPORT = "report"
    PACK = "pack"  # of evidence
    FILE = "file"  # took a file that hangs on a record


class Rhythm(StrEnum):
    """How often a colleague wants a digest by mail."""

    DAILY = "daily"  # on working days
    WEEKLY = "weekly"
    OFF = "off"


class NameGroup(StrEnum):
    """What a row of the lexicon of names says: those of `names.lexicon.Group` for own rows."""

    KIND = "kind"
    FIELD = "field"
    PLACE = "place"
    UNIT = "unit"
    FORM = "form"
    LEGAL = "legal"
    LEVEL = "level"
    DIRECTION = "direction"
    COUNTRY = "country"
    WEAK = "weak"


class PressRuleKind(StrEnum):
    """Which table of `tracker/press/rules` an own row is added to."""

    KINDS = "kinds"
    DIRECTIONS = "directions"
    NO_REQUESTS = "no_requests"
    EVENTS = "events"
    AGREEMENTS = "agreements"
    POSITIONS = "positions"
    ORGANISATION_HEADS = "organisation_heads"
    ORGANISATION_SECTORS = "organisation_sectors"
    LEGAL_FORMS = "legal_forms"


class Indicator(StrEnum):
    """What an accreditor asks to be shown; each is a function of `evidence/indicators.py`."""

    EMPLOYER_AGREEMENTS = "employer_agreements"
    INTERNSHIPS = "internships"
    JOINT_RESEARCH = "joint_research"
    RETRAINING = "retraining"
    CURRICULUM = "curriculum"
    GUEST_LECTURES = "guest_lectures"
    EVENTS = "events"
    INTERNATIONAL = "international"


class Gap(StrEnum):
    """What an accreditor would miss."""

    NO_FILE = "no_file"
    NO_DATE = "no_date"
    NO_OUTCOME = "no_outcome"
    UNFINISHED = "unfinished"
    NOT_SAID_WHO_CAME = "not_said_who_came"
    NO_AGREEMENT = "no_agreement"
    NO_CONTACT = "no_contact"
