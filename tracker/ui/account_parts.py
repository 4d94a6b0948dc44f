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
                *((badge(t("second_factor.badge"), "green"),) if row.second_factor else ()),
                *((badge(t("accounts.invited")),) if _waits(row) else ()),
            ),
            meta=" · ".join((row.email, t(f"language.{row.language}"), *_ways(row))),
            when=moment(row.seen_at) if row.seen_at else t("accounts.never_seen"),
            actions=((edit_account.EDIT, t("form.edit")),),
            menu=() if row.id == user.id else _menu(row),
        )
        for row in rows
    ]


def _menu(row: AccountRow) -> tuple[tuple[str, str], ...]:
    """What is done seldom, or not to oneself."""
    reset = ((edit_account.RESET, t("accounts.new_password")),) if passwords.are_on() else ()
    factor = ((edit_account.FACTOR, t("second_factor.reset")),) if row.second_factor else ()
    untie = ((edit_account.UNTIE, t("accounts.untie")),) if row.by_provider else ()
    hand_over = (HAND_OVER, t("hand_over.do"))
    if not row.active:
        on = (edit_account.SWITCH, t("accounts.switch_on"))
        return (("more", t("accounts.more")), on, hand_over, *untie)
    return (
        ("more", t("accounts.more")),
        hand_over,
        *reset,
        (edit_account.SIGN_INS, t("accounts.sign_ins")),
        *factor,
        (edit_account.SWITCH, t("accounts.switch_off")),
        *untie,
    )


def browser(row: SignInRow) -> str:
    """Such as Firefox, Windows; what a browser says of itself is all there is to know."""
    return browsers.named(row.agent) or t("settings.unknown_browser")


def since(row: SignInRow) -> str:
    """From when until when, and from where."""
    told = t("settings.signed_in_at", since=moment(row.created_at), seen=moment(row.seen_at))
    return f"{told} · {row.address}" if row.address else told


def _ways(row: AccountRow) -> list[str]:
    """By which ways somebody comes in, where there is more than one."""
    if not settings().oidc_issuer:
        return []
    ways = {
        "accounts.by_university": row.by_provider,
        "accounts.by_password": row.by_password and passwords.are_on(),
    }
    return [t(way) for way, is_open in ways.items() if is_open]


def _waits(row: AccountRow) -> bool:
    """For somebody to follow an invitation; where passwords are off, there is none."""
    return row.active and row.is_invited and passwords.are_on()


def sign_ins(rows: Sequence[SignInRow]) -> list[Item]:
    """The browsers in which somebody is signed in."""
    return [
        Item(
            browser(row),
            row.id,
            "sign_in",
            icon="smartphone" if browsers.is_mobile(row.agent) else "computer",
            badges=(badge(t("settings.this_browser"), "green"),) if row.is_this else (),
            meta=since(row),
            actions=() if row.is_this else ((SIGN_OUT, t("app.sign_out")),),
        )
        for row in rows
    ]
