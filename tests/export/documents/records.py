"""Briefs of partners of whom little, much and far too much is known."""

from datetime import date
from typing import Any

from tracker.domain.briefs import Brief, Met
from tracker.export.documents import samples

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
HOSTILE = (
    '<img src="http://evil.example/x.png"/>',
    "<b>bold</b> & <br/>",
    "{{ 7 * 7 }} {% for x in y %}",
    "{{ config }} {# gone #}",
    "</w:t></w:r></w:p>",
    "&lt;para&gt; &#x41;",
)


def little() -> Brief:
    """Nothing but a name."""
    lists = ("people", "contacts", "ours", "theirs", "agreements", "news", "topics")
    facts = ("city", "region", "website", "parent", "owner", "quiet")
    nothing: dict[str, Any] = {name: [] for name in lists} | dict.fromkeys(facts)
    return samples.brief()._replace(**nothing, other_names=(), contacts_total=0)


def busy(word: str = "Ынтымақтастық ", letters: int = 300) -> Brief:
    """As much of everything as there can be, each as long as a database takes it."""
    brief = samples.brief()
    long = (word * letters)[:letters]
    contact = brief.contacts[0]._replace(summary=long, outcome=long, colleagues=(long,) * 4)
    person = Met(1, long, (long, long), date(2024, 4, 8), long)
    return brief._replace(
        name=long,
        other_names=(long, long),
        city=long,
        region=long,
        website=f"https://{long}.example",
        parent=long,
        owner=long,
        people=[person] * 60,
        contacts=[contact] * 50,
        contacts_total=10_001,
        ours=[row._replace(subject=long, owner=long, unit=long) for row in [*brief.ours] * 10],
        theirs=[row._replace(subject=long, owner=long, unit=long) for row in [*brief.theirs] * 10],
        agreements=[row._replace(title=long) for row in brief.agreements],
        news=[row._replace(title=long, source=long) for row in brief.news],
        topics=[row._replace(text=long, unit=long) for row in brief.topics],
    )
