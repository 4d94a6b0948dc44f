"""Articles and readings that the tests of reading speak of. Everything in them is invented."""

from tracker.press.found import (
    Agreement,
    Event,
    Match,
    Organisation,
    Person,
    Reading,
    Request,
    Span,
)

TEXT = (
    "Science Week opens\n"
    "On 08.04.2024 the round table «Meat and milk» was held at Shakarim University. "
    "EMC LLP and Irtysh Kabel LLP took part. Director Marat Aliyev came from EMC LLP.\n"
    "Irtysh Kabel LLP expressed interest in retraining courses in veterinary medicine. "
    "A memorandum with EMC LLP was signed. Museums of the region came too."
)


def at(words: str, start: int = 0) -> Span:
    """Where these words stand in the article."""
    place = TEXT.index(words, start)
    return Span(place, place + len(words))


def everywhere(words: str) -> tuple[Span, ...]:
    found, start = [], 0
    while (place := TEXT.find(words, start)) >= 0:
        found.append(Span(place, place + len(words)))
        start = place + 1
    return tuple(found)


def organisation(name: str, **more: object) -> Organisation:
    standing = {"sector": "industry", "is_host": False, "confidence": 0.9, "source": "legal_form"}
    return Organisation(name, everywhere(name), **{**standing, **more})  # type: ignore[arg-type]


EVIDENCE = "expressed interest in retraining courses in veterinary medicine"

READING = Reading(
    TEXT,
    "en",
    "Science Week opens",
    "2024-04-08",
    ("science",),
    organisations=(
        organisation("Shakarim University", sector="university", is_host=True),
        organisation("EMC LLP", match=Match(1, "EMC", 1.0, True)),
        organisation("Irtysh Kabel LLP"),
        organisation("Museums", sector="museum", is_group=True, confidence=0.6),
    ),
    events=(
        Event(
            "round table «Meat and milk»",
            "roundtable",
            "2024-04-08",
            "Shakarim University",
            at("round table «Meat and milk»"),
        ),
    ),
    people=(Person("Marat Aliyev", "Director", "EMC LLP", at("Marat Aliyev")),),
    requests=(Request("retraining", "need", EVIDENCE, at(EVIDENCE), "Irtysh Kabel LLP"),),
    agreements=(
        Agreement("memorandum", ("EMC LLP",), None, False, at("A memorandum with EMC LLP")),
    ),
)
