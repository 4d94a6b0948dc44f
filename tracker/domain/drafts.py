"""From what a person typed to a checked draft, or to a message at each field that does not fit."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from tracker.domain.models.records import Draft
from tracker.errors import Invalid, TrackerError

D = TypeVar("D", bound=Draft)

# What pydantic calls a fault → the sentence `error.<code>` of the catalogue.
_CODES = {
    "missing": "required",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "int_type": "required",
    "date_type": "required",
    "string_type": "required",
}
# A fault of the whole draft is shown at the field where it can be mended.
_PLACES = {
    "name_missing": "name_kk",
    "no_indicator": "indicators",
    "words_missing": "words_kk",
    "example_same": "alike_a",
}
_ENDS = ("ends_on", "valid_until", "until")


class InvalidDraft(TrackerError):
    """Some fields do not fit. `problems` has one Invalid for each, in the order of the form."""

    code = "invalid_draft"

    def __init__(self, problems: list[Invalid]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def checked(kind: type[D], typed: Mapping[str, Any]) -> D:
    """The draft that was typed. Raises InvalidDraft with every fault, not only the first."""
    try:
        return kind.model_validate(dict(typed))
    except ValidationError as invalid:
        raise InvalidDraft([_problem(kind, fault) for fault in invalid.errors()]) from None


def _problem(kind: type[Draft], fault: Any) -> Invalid:
    code = _CODES.get(fault["type"], fault["type"])
    if fault["loc"]:
        field = str(fault["loc"][0])
    elif code == "dates_reversed":
        field = next(name for name in _ENDS if name in kind.model_fields)
    else:
        field = _PLACES.get(code, next(iter(kind.model_fields)))
    values = fault.get("ctx", {})
    if code == "too_short" and values.get("min_length") and not str(fault.get("input") or ""):
        code = "required"
    if code not in _KNOWN:
        code = "invalid"
    return Invalid(field, code, **{name: values[name] for name in _KNOWN[code] if name in values})


# Every code a draft can raise, with the values its sentence names.
_KNOWN: dict[str, tuple[str, ...]] = {
    "required": (),
    "too_short": ("min_length",),
    "too_long": ("max_length",),
    "bin": (),
    "email": (),
    "phone": (),
    "web_address": (),
    "name_missing": (),
    "dates_reversed": (),
    "no_indicator": (),
    "word_empty": (),
    "word_short": ("word",),
    "phrase_long": ("word",),
    "words_missing": (),
    "example_same": (),
    "invalid": (),
}
