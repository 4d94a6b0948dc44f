"""What `tracker check` says of signing in by the university's provider, and of passwords."""

import asyncio
from collections.abc import Iterator

from tracker.api import provider
from tracker.domain import passwords, provider_sign_ins
from tracker.door_errors import ProviderAway, ProviderFaulty
from tracker.findings import Finding, Level
from tracker.settings import Otherwise, settings


def findings() -> Iterator[Finding]:
    """Whether anybody can come in, and whether the provider is set up safely and answers."""
    yield from _passwords()
    if settings().oidc_issuer:
        yield from _provider()


def _passwords() -> Iterator[Finding]:
    if passwords.are_on():
        yield Finding(Level.FINE, "Colleagues may sign in with passwords")
    elif provider.is_set_up():
        yield Finding(Level.FINE, "Passwords are off: the university's provider lets people in")
    else:
        yield Finding(
            Level.UNSAFE,
            "Nobody can sign in: passwords are off, and no provider is set up",
            "Set TRACKER_PASSWORDS=on, or TRACKER_OIDC_ISSUER and what belongs to it.",
        )


def _provider() -> Iterator[Finding]:
    said = settings()
    if not provider.is_safe(said.oidc_issuer):
        yield Finding(
            Level.UNSAFE,
            f"{said.oidc_issuer} is without TLS, so anybody may answer in its place",
            "Set TRACKER_OIDC_ISSUER to its https:// address.",
        )
        return
    needed = {
        "TRACKER_OIDC_CLIENT_ID": said.oidc_client_id,
        "TRACKER_OIDC_CLIENT_SECRET": said.oidc_client_secret.get_secret_value(),
        "TRACKER_PUBLIC_URL": said.public_url,
    }
    if missing := [name for name, value in needed.items() if not value]:
        yield Finding(
            Level.UNSAFE,
            "The university's provider is set, and yet nobody can sign in by it",
            f"Set {', '.join(missing)}.",
        )
        return
    yield _answer()
    if not provider_sign_ins.decides_roles() and said.oidc_otherwise is Otherwise.REFUSE:
        yield Finding(
            Level.MISSING,
            "No group is mapped to a role: whoever has no account yet is refused",
            "Set TRACKER_OIDC_LIAISON and its like, or add people on the page Accounts.",
        )


def _answer() -> Finding:
    try:
        issuer = asyncio.run(provider.issuer())
    except ProviderAway as away:
        return Finding(
            Level.UNSAFE,
            f"{settings().oidc_issuer} does not answer: {away}",
            "Look whether this machine may reach it; until then nobody signs in by it.",
        )
    except ProviderFaulty as faulty:
        return Finding(
            Level.UNSAFE,
            f"{settings().oidc_issuer} cannot be used: {faulty}",
            "Compare TRACKER_OIDC_ISSUER with what the provider calls its issuer.",
        )
    return Finding(Level.FINE, f"{issuer} answers, and is what it is said to be")
