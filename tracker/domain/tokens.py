"""Random tokens, and what the database keeps of them."""

import hashlib
import secrets


def new() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database keeps of a token. The token is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
