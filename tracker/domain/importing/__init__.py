"""Whole files of records. `jobs` is the life of an import, `taking` what becomes of its rows.

A file is read by `tracker.ingest`, which gives rows of the fields in `fields`.
"""

from tracker.domain.importing.fields import FIELDS, KINDS, NEEDED
from tracker.domain.importing.jobs import (
    Given,
    ImportRow,
    Report,
    answer,
    beat,
    begin,
    checked,
    choices_of,
    choose,
    content,
    fail,
    get,
    is_silent,
    keep,
    reopen,
    report,
    run,
    search,
    take_back,
    twin,
)
from tracker.domain.importing.known import Likely
from tracker.domain.importing.outcome import (
    Change,
    Choices,
    Outcome,
    Problem,
    Question,
    Row,
)
from tracker.domain.importing.taking import check, take

__all__ = [
    "FIELDS",
    "KINDS",
    "NEEDED",
    "Change",
    "Choices",
    "Given",
    "ImportRow",
    "Likely",
    "Outcome",
    "Problem",
    "Question",
    "Report",
    "Row",
    "answer",
    "beat",
    "begin",
    "check",
    "checked",
    "choices_of",
    "choose",
    "content",
    "fail",
    "get",
    "is_silent",
    "keep",
    "reopen",
    "report",
    "run",
    "search",
    "take",
    "take_back",
    "twin",
]
