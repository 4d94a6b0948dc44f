"""The colleagues of the journeys, one of each role, and their accounts. Everybody is invented."""

from functools import cache

from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import account_keeping, drafts, passwords
from tracker.domain.models import AccountDraft
from tracker.domain.saving import id_of

PASSWORD = "қарлығаш пен бүркіт"

_NAMES = {
    Role.LIAISON: "Айгерім Сейітова",
    Role.MANAGER: "Дана Ахметова",
    Role.VIEWER: "Борис Ким",
    Role.ADMINISTRATOR: "Сәуле Қасымова",
}


def hire(language: str, mark: str = "") -> dict[Role, User]:
    """Give each of them an account in the database of the settings; all read one language.

    `mark` keeps the mail addresses apart where a database has several such groups.
    """
    hired = {}
    with db.transaction() as session:
        for role, name in _NAMES.items():
            typed = {
                "email": f"{role}{mark}@uni.example",
                "name": name,
                "role": role,
                "language": language,
            }
            account = account_keeping.add(session, drafts.checked(AccountDraft, typed), _hashed())
            account.toured_at = clock.now()  # who works here knows the house
            hired[role] = User(id_of(account), account.email, name, role, language)
    return hired


@cache
def _hashed() -> passwords.Hashed:
    return passwords.chosen(PASSWORD)
