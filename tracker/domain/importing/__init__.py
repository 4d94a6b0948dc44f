"""Whole files of records. `jobs` is the life of an import, `running` stores its rows.

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
from tracker.domain.importing.running import Run, finish, prepared, stopped, store
from tracker.domain.importing.taking import check

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
    "Run",
    "answer",
    "beat",
    "begin",
    "check",
    "checked",
    "choices_of",
    "choose",
    "content",
    "fail",
    "finish",
    "get",
    "is_silent",
    "keep",
    "prepared",
    "reopen",
    "report",
    "search",
    "stopped",
    "store",
    "take_back",
    "twin",
]
