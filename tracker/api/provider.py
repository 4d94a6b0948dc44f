"""What is said to the university's OpenID Connect provider, and what of its answers is believed.

Authlib speaks the protocol. Around it: only TLS, except on this machine; only signatures that need
the provider's private key, whatever it announces; issuer, audience, time and nonce of every token;
and a short wait. Tokens are read and forgotten: they are neither kept nor logged.
"""

import asyncio
import logging
import ssl
import time
import warnings
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from tracker.domain.provider_sign_ins import Proved
from tracker.door_errors import ProviderAway, ProviderFaulty
from tracker.errors import TrackerError
from tracker.settings import THIS_MACHINE, settings

CALLBACK = "/sign-in/university/callback"
TIMEOUT = 5.0  # seconds for one answer
_ALTOGETHER = 12.0  # seconds for all that one step asks
_FRESH = 3600.0  # seconds for which the provider's description is believed
_LEEWAY = 30  # seconds by which its clock and ours may differ
_SIGNATURES = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)
) | {"EdDSA", "Ed25519"}
_LEFT = "http://schemas.openid.net/event/backchannel-logout"


class Asked(NamedTuple):
    """Where to send a person, and what they have to come back with."""

    address: str
    state: str
    kept: dict[str, str]


class _Provider(NamedTuple):
    issuer: str
    app: Any  # Authlib's
    has_userinfo: bool
    end_session: str


# At their lowest level these write down secrets of a sign-in.
for _talkative in ("authlib", "httpcore", "httpx"):
    logging.getLogger(_talkative).setLevel(logging.WARNING)

_known: dict[object, tuple[float, _Provider]] = {}


def is_set_up() -> bool:
    """Whether enough is set to offer the provider on the sign-in page."""
    said = settings()
    secret = said.oidc_client_secret.get_secret_value()
    return bool(said.oidc_issuer and said.oidc_client_id and secret and said.public_url)


def is_safe(address: str) -> bool:
    """Whether an address keeps what is said there from others."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)


async def ask(language: str, hint: str = "", *, again: bool = False) -> Asked:
    """Where the person says to the provider who they are, also if it knows: `again`.

    Raises ProviderAway, ProviderFaulty.
    """
    async with _talking():
        provider = await _found()
        more = {"login_hint": hint} if hint else {}
        more |= {"prompt": "login", "max_age": "0"} if again else {}
        made = await provider.app.create_authorization_url(
            _ours(CALLBACK), ui_locales=language, **more
        )
        kept = {name: made[name] for name in ("nonce", "code_verifier")}
        return Asked(made["url"], made["state"], kept)


async def proved(answer: Mapping[str, str], kept: Mapping[str, str]) -> Proved:
    """Who came back, by what `ask` kept. Raises ProviderAway, ProviderFaulty."""
    async with _talking():
        provider = await _found()
        if answer.get("iss", provider.issuer) != provider.issuer:
            raise ProviderFaulty("another provider has answered")
        token = await provider.app.fetch_access_token(
            redirect_uri=_ours(CALLBACK),
            code=answer.get("code", ""),
            code_verifier=kept["code_verifier"],
        )
        if "id_token" not in token:
            raise ProviderFaulty("it gave no id_token")
        claims = await _checked(provider, token, nonce=kept["nonce"])
        return _who(provider.issuer, await _completed(provider, token, claims))


async def left(logout_token: str) -> Proved:
    """Who signed out at the provider, as its signature says. Raises as `ask` does."""
    async with _talking():
        provider = await _found()
        claims = await _checked(provider, {"id_token": logout_token}, nonce=None)
        if "nonce" in claims or _LEFT not in dict(claims.get("events") or {}):
            raise ProviderFaulty("this is no token of signing out")
        return Proved(provider.issuer, _subject(claims), session=_session(claims))


async def end_session() -> str:
    """Where the provider is told that a person has left; empty where it does not want to know."""
    async with _talking():
        address = (await _found()).end_session
    back = {"client_id": settings().oidc_client_id, "post_logout_redirect_uri": _ours("/sign-in")}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(back)}" if address else ""


async def issuer() -> str:
    """What the provider calls itself. Raises ProviderAway, ProviderFaulty."""
    async with _talking():
        return (await _found()).issuer


@asynccontextmanager
async def _talking() -> AsyncIterator[None]:
    """Whatever goes wrong inside is one of our refusals. Nothing of an answer is in its note."""
    # Here, as Authlib: only servers with a provider need it, and it takes a sixth of a second.
    import httpx

    try:
        async with asyncio.timeout(_ALTOGETHER):
            yield
    except TrackerError:
        raise
    except (httpx.TransportError, TimeoutError) as away:
        raise ProviderAway(type(away).__name__) from None
    except httpx.HTTPStatusError as refused:
        status = refused.response.status_code
        kind = ProviderAway if status >= 500 or status == 429 else ProviderFaulty
        raise kind(f"it answered {status} at {refused.request.url.path}") from None
    except Exception as wrong:  # it may answer anything at all
        said = str(getattr(wrong, "error", ""))[:60]
        claim = str(getattr(wrong, "claim", ""))[:60]
        raise ProviderFaulty(f"{type(wrong).__name__} {said} {claim}".strip()) from None


async def _found() -> _Provider:
    """The provider by its own description, which is asked for when it is first needed."""
    until, provider = _known.get(settings(), (0.0, None))
    if provider is None or until < time.monotonic():
        provider = _described(await _description())
        _known[settings()] = time.monotonic() + _FRESH, provider
    return provider


async def _description() -> dict[str, Any]:
    said = settings()
    if not is_set_up() or not is_safe(said.oidc_issuer):
        raise ProviderFaulty("TRACKER_OIDC_… is incomplete or unsafe: ask `tracker check`")
    import httpx

    address = f"{said.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    async with httpx.AsyncClient(**_client()) as client:
        answer = await client.get(address)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    if found["issuer"].rstrip("/") != said.oidc_issuer.rstrip("/"):
        raise ProviderFaulty("it does not call itself TRACKER_OIDC_ISSUER")
    return found


def _described(found: Mapping[str, Any]) -> _Provider:
    ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    perhaps = ("userinfo_endpoint", "end_session_endpoint")
    addresses = [found[name] for name in ends] + [found[name] for name in perhaps if name in found]
    if not all(map(is_safe, addresses)):
        raise ProviderFaulty("one of its addresses is without TLS")
    return _Provider(
        found["issuer"],
        _app(found),
        "userinfo_endpoint" in found,
        found.get("end_session_endpoint", ""),
    )


def _app(found: Mapping[str, Any]) -> Any:
    from authlib.deprecate import AuthlibDeprecationWarning

    with warnings.catch_warnings():  # httpx works; Authlib would like its successor
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        # Here, because only servers with a provider need it.
        from authlib.integrations.starlette_client import OAuth

    said = settings()
    scopes = said.oidc_scopes.split()
    announced = found.get("id_token_signing_alg_values_supported", ["RS256"])
    return OAuth().register(
        "university",
        client_id=said.oidc_client_id,
        client_secret=said.oidc_client_secret.get_secret_value(),
        authorize_url=found["authorization_endpoint"],
        access_token_url=found["token_endpoint"],
        client_kwargs={
            **_client(),
            "scope": " ".join(dict.fromkeys(["openid", *scopes])),
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": _how_to_say_the_secret(found),
        },
        issuer=found["issuer"],
        jwks_uri=found["jwks_uri"],
        userinfo_endpoint=found.get("userinfo_endpoint"),
        # Authlib would accept whatever is announced, also a token that is not signed.
        id_token_signing_alg_values_supported=[each for each in announced if each in _SIGNATURES],
    )


def _how_to_say_the_secret(found: Mapping[str, Any]) -> str:
    usual = "client_secret_basic"
    ways = found.get("token_endpoint_auth_methods_supported", [usual])
    return usual if usual in ways else "client_secret_post"


def _client() -> dict[str, Any]:
    # A proxy of the machine is for what lies outside of it.
    is_outside = urlsplit(settings().oidc_issuer).hostname not in THIS_MACHINE
    return {"timeout": TIMEOUT, "trust_env": is_outside, "verify": _trusted()}


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes longer than all else that we do."""
    import httpx

    return httpx.create_ssl_context()


async def _checked(
    provider: _Provider, token: Mapping[str, Any], *, nonce: str | None
) -> dict[str, Any]:
    """The claims of a token whose signature, issuer, audience, time and nonce are right."""
    from authlib.oidc.core import IDToken
    from joserfc.errors import BadSignatureError

    async def parsed() -> dict[str, Any]:
        return dict(
            await provider.app.parse_id_token(
                token,
                nonce=nonce,
                # The audience is named, or Authlib would be content with an authorized party.
                claims_options={
                    "iss": {"essential": True, "value": provider.issuer},
                    "aud": {"essential": True, "value": settings().oidc_client_id},
                },
                # None: Authlib also looks whether the access token belongs to it.
                claims_cls=None if nonce else IDToken,
                leeway=_LEEWAY,
            )
        )

    try:
        return await parsed()
    except BadSignatureError:
        # Keys without names may have been changed; Authlib itself looks again for a new name only.
        await provider.app.fetch_jwk_set(force=True)
        return await parsed()


async def _completed(
    provider: _Provider, token: Mapping[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """With what the provider tells only when asked. What it has signed counts before that."""
    said = settings()
    wanted = {"email", "name", said.oidc_verified_claim, said.oidc_groups_claim}
    if not provider.has_userinfo or all(_at(claims, name) is not None for name in wanted):
        return claims
    more = dict(await provider.app.userinfo(token=token))
    if more.get("sub") != claims["sub"]:
        raise ProviderFaulty("its user info is about somebody else")
    return {**more, **claims}


def _who(issuer: str, claims: Mapping[str, Any]) -> Proved:
    said = settings()
    if said.oidc_groups_claim in dict(claims.get("_claim_names") or {}):
        raise ProviderFaulty("somebody has more groups than a token holds: map roles instead")
    groups = _at(claims, said.oidc_groups_claim) or []
    verified = _at(claims, said.oidc_verified_claim)
    return Proved(
        issuer,
        _subject(claims),
        email=str(claims.get("email") or ""),
        is_verified=str(verified).lower() in ("true", "1"),
        name=str(claims.get("name") or ""),
        groups=frozenset(map(str, [groups] if isinstance(groups, str) else groups)),
        session=_session(claims),
        at=_asked_at(claims),
    )


def _asked_at(claims: Mapping[str, Any]) -> datetime | None:
    """When it last asked the person, who may have been let in since without that."""
    said = claims.get("auth_time")
    return datetime.fromtimestamp(said, UTC) if isinstance(said, int) else None


def _session(claims: Mapping[str, Any]) -> str:
    return str(claims.get("sid") or "")[:255]


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ProviderFaulty("its subject is no name")
    return subject


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """A claim, also one inside another: Keycloak has its roles under `realm_access.roles`."""
    if name in claims:
        return claims[name]
    outer, _, inner = name.partition(".")
    within = claims.get(outer)
    return _at(within, inner) if inner and isinstance(within, Mapping) else None


def _ours(path: str) -> str:
    return settings().public_url.rstrip("/") + path
