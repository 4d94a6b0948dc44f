"""What can go wrong at the door: second factor, links, the university's provider."""

from tracker.errors import TrackerError


class SecondStepDue(TrackerError):
    """The password was right and is not enough. `token` is for the cookie of the second step."""

    code = "second_step_due"

    def __init__(self, note: str = "", *, token: str = "") -> None:
        super().__init__(note)
        self.token = token


class SecondStepOver(TrackerError):
    """The second step was not begun in this browser, or took too long."""

    code = "second_step_over"


class OfferOver(TrackerError):
    """The picture of a new second factor was open for too long, or is another's."""

    code = "offer_over"


class WrongCode(TrackerError):
    """No code of now, or one that was used before."""

    code = "wrong_code"


class FactorRequired(TrackerError):
    """Somebody with this role needs a second factor, so that it can't be turned off."""

    code = "factor_required"


class ProofDue(TrackerError):
    """It is too long since the person in this browser has shown who they are."""

    code = "proof_due"


class FactorSet(TrackerError):
    """There is a second factor already."""

    code = "factor_set"


class FromElsewhere(TrackerError):
    """What was sent comes from a page of another site, or the browser does not say from where."""

    code = "from_elsewhere"


class LinkOver(TrackerError):
    """The link was used, is too old, or there is a newer one."""

    code = "link_over"


class PasswordsOff(TrackerError):
    """Colleagues come in by the university's provider only."""

    code = "passwords_off"


class ProviderAway(TrackerError):
    """The university's provider does not answer, or not in time."""

    code = "provider_away"


class ProviderFaulty(TrackerError):
    """What the provider answers, or what is set about it, cannot be trusted; the note says why."""

    code = "provider_faulty"


class ProviderDenied(TrackerError):
    """The person turned back at the provider, or it did not let them in."""

    code = "provider_denied"


class TicketGone(TrackerError):
    """A way through the door was used, has expired, or began in another browser."""

    code = "ticket_gone"


class NoRole(TrackerError):
    """The provider knows the person, and none of their groups gives a role here."""

    code = "no_role"


class MailUnverified(TrackerError):
    """The provider does not vouch for the mail address, so it proves nothing about an account."""

    code = "mail_unverified"


class OtherIdentity(TrackerError):
    """The account with this mail address belongs to somebody else at the provider."""

    code = "other_identity"


class AccountClosed(TrackerError):
    code = "account_closed"
