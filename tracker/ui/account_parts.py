"""Accounts and open sign-ins as lines of a feed."""

from collections.abc import Sequence

from tracker.access import User
from tracker.domain import passwords
from tracker.domain.accounts import AccountRow, SignInRow
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.settings import settings
from tracker.ui import browsers
from tracker.ui.acts import edit_account
from tracker.ui.feeds import Item
from tracker.ui.tables import badge

SIGN_OUT = "sign_out"
HAND_OVER = "hand_over"
_TONES = {"administrator": "red", "manager": "violet", "liaison": "blue", "viewer": "gray"}


def accounts(rows: Sequence[AccountRow], user: User) -> list[Item]:
    """One line each, with what an administrator can do about it. One's own stays switched on."""
    return [
        Item(
            row.name,
            row.id,
            "account",
            icon="person" if row.active else "person_off",
            badges=(
                badge(t(f"role.{row.role}"), _TONES[row.role]),
                *(() if row.active else (badge(t("accounts.off")),)),
            ),
            meta=" · ".join((row.email, t(f"language.{row.language}"), *_ways(row))),
            when=moment(row.seen_at) if row.seen_at else t("accounts.never_seen"),
            actions=_actions(row, is_own=row.id == user.id),
        )
        for row in rows
    ]


def _actions(row: AccountRow, *, is_own: bool) -> tuple[tuple[str, str], ...]:
    edit = (edit_account.EDIT, t("form.edit"))
    if is_own:
        return (edit,)
    word = "switch_off" if row.active else "switch_on"
    reset = (edit_account.RESET, t("accounts.new_password"))
    untie = (edit_account.UNTIE, t("accounts.untie"))
    return (
        edit,
        (HAND_OVER, t("hand_over.do")),
        *((reset,) if passwords.are_on() else ()),
        (edit_account.SWITCH, t(f"accounts.{word}")),
        *((untie,) if row.by_provider else ()),
    )


def _ways(row: AccountRow) -> list[str]:
    """By which ways somebody comes in, where there is more than one."""
    if not settings().oidc_issuer:
        return []
    ways = {
        "accounts.by_university": row.by_provider,
        "accounts.by_password": row.by_password and passwords.are_on(),
    }
    return [t(way) for way, is_open in ways.items() if is_open]


def sign_ins(rows: Sequence[SignInRow]) -> list[Item]:
    """The browsers in which somebody is signed in."""
    return [
        Item(
            browsers.named(row.agent) or t("settings.unknown_browser"),
            row.id,
            "sign_in",
            icon="smartphone" if browsers.is_mobile(row.agent) else "computer",
            badges=(badge(t("settings.this_browser"), "green"),) if row.is_this else (),
            meta=t(
                "settings.signed_in_at",
                since=moment(row.created_at),
                seen=moment(row.seen_at),
            ),
            actions=() if row.is_this else ((SIGN_OUT, t("app.sign_out")),),
        )
        for row in rows
    ]
