"""Who is asked for a code after the password, and who has to set one up first."""

from tracker.access import Role
from tracker.domain import passwords
from tracker.domain.models import Account
from tracker.settings import Factor, settings

# Who can take everything away, or let others in.
STRONG = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


def is_due(account: Account) -> bool:
    """Whether the password alone does not open the door."""
    return is_asked(account) or must_set_up(account)


def is_on() -> bool:
    """Whether anybody is asked: without passwords, the university's provider sees to it."""
    return settings().second_factor is not Factor.OFF and passwords.are_on()


def is_asked(account: Account) -> bool:
    return is_on() and account.second_factor


def must_set_up(account: Account) -> bool:
    return is_required(Role(account.role)) and not account.second_factor


def is_required(role: Role) -> bool:
    wanted = settings().second_factor
    is_for_them = wanted is Factor.EVERYBODY or (wanted is Factor.REQUIRED and role in STRONG)
    return is_on() and is_for_them
