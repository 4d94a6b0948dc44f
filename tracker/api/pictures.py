"""The picture from which a telephone takes the secret of a second factor; nothing leaves us."""

import segno
from markupsafe import Markup

from tracker.domain.second_factor import codes
from tracker.domain.second_factor.keeping import Offer
from tracker.i18n import speaking, t


def of(offer: Offer, email: str) -> dict[str, object]:
    """What the page for setting up shows: the picture, the same as letters and as a link."""
    with speaking("en"):  # telephones show it as it stands; not every one has Kazakh letters
        address = codes.address(offer.secret, email, t("app.name"))
    drawn = segno.make_qr(address, error="m")
    svg = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    secret = " ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4))
    return {
        "picture": Markup(svg),  # noqa: S704 - of our own making: squares, no letter of anybody's
        "address": address,
        "secret": secret,
        "sealed": offer.sealed,
    }
