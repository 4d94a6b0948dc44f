"""A scope as the end of an address, and back: `from=2025-01-01&to=2025-12-31&sector=museum`."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_type_hints
from urllib.parse import urlencode

from pydantic import TypeAdapter

from tracker.domain import days
from tracker.domain.reports.scope import Scope
from tracker.errors import Invalid

_KEYS = {"from": "first", "to": "last", "sector": "sector", "tier": "tier"}
_KEYS |= {"region": "region", "unit": "unit_id"}
_LARGEST = 2**31 - 1  # id that the database takes


def query(scope: Scope) -> str:
    """The part of an address after the `?`."""
    told = {key: getattr(scope, field) for key, field in _KEYS.items()}
    return urlencode({key: str(value) for key, value in told.items() if value is not None})


def scope_of(parameters: Mapping[str, str]) -> Scope:
    """What an address asks for; other keys are somebody else's. Raises Invalid on nonsense."""
    try:
        scope = Scope(
            **{
                field: _types()[field].validate_python(parameters[key])
                for key, field in _KEYS.items()
                if key in parameters
            }
        )
    except (TypeError, ValueError):
        raise Invalid("filter", "bad_address") from None
    is_span = days.FIRST <= scope.first <= scope.last <= days.LAST
    is_unit = scope.unit_id is None or 0 < scope.unit_id <= _LARGEST
    if not is_span or not is_unit:
        raise Invalid("filter", "bad_address")
    return scope


@cache
def _types() -> dict[str, TypeAdapter[Any]]:
    return {field: TypeAdapter(hint) for field, hint in get_type_hints(Scope).items()}
