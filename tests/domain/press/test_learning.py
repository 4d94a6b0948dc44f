"""What reading learns: what is rejected, an administrator's rules, versions of one story."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.domain.press.articles import TEXT
from tests.world import EMC, aigerim, boris, dana, saule
from tracker.domain import agreements, drafts, follow_ups, history, news, timeline, trash
from tracker.domain.models import (
    Agreement,
    AgreementDraft,
    FollowUpDraft,
    Kind,
    NewsItem,
    NewsItemDraft,
    PressRule,
    PressRuleDraft,
    PressRuleKind,
)
from tracker.domain.news import Evidence
from tracker.domain.press import rejections, rules, stories, told
from tracker.errors import Invalid, NotAllowed, NotFound, Stale, TooManyTerms
from tracker.press import rules as press

DAY = date(2024, 4, 8)
RUSSIAN = (
    "Открылась Неделя науки\n"
    "08.04.2024 в университете Шакарима прошёл круглый стол «Мясо и молоко». Участвовали ТОО "
    "«EMC» и ТОО «Irtysh Kabel». От ТОО «EMC» приехал директор Марат Алиев. ТОО «Irtysh Kabel» "
    "заинтересовано в курсах переподготовки по ветеринарии. С ТОО «EMC» подписан меморандум."
)
RULE: dict[str, Any] = {
    "kind": PressRuleKind.KINDS,
    "language": "en",
    "pattern": "zymurgy course*",
    "meaning": "retraining",
    "example_yes": "They asked for zymurgy courses.",
    "example_no": "They asked for water.",
}


def rule(**typed: Any) -> PressRuleDraft:
    return drafts.checked(PressRuleDraft, {**RULE, **typed})


def article(session: Session, title: str, day: date = DAY, **typed: Any) -> int:
    draft = {"title": title, "published_on": day, "language": "en", "text": TEXT, **typed}
    return news.create(session, drafts.checked(NewsItemDraft, draft), by=aigerim).id or 0


def test_the_second_rejection_by_anybody_is_enough(session: Session) -> None:
    for user in (aigerim, dana):
        assert rejections.strings(session, by=boris) == frozenset()
        rejections.learn(session, rejected=["«Some» Name"], confirmed=[], by=user)
    assert rejections.strings(session, by=boris) == {"some name"}
    row = rejections.search(session, by=saule)[0]
    assert (row.written, row.times, row.who) == ("«Some» Name", 2, dana.name)


def test_an_administrator_can_let_it_be_proposed_again(session: Session) -> None:
    rejections.learn(session, rejected=["Name"], confirmed=[], by=aigerim)
    rejections.forget(session, "name", by=saule)
    assert rejections.search(session, by=saule) == []
    with pytest.raises(NotFound):
        rejections.forget(session, "name", by=saule)
    with pytest.raises(NotAllowed):
        rejections.search(session, by=dana)


def test_what_is_confirmed_is_forgiven_and_beats_a_rejection(session: Session) -> None:
    rejections.learn(session, rejected=["Name", "Other", "—"], confirmed=[""], by=aigerim)
    rejections.learn(session, rejected=["name", "Third"], confirmed=["NAME"], by=aigerim)
    assert [row.folded for row in rejections.search(session, by=saule)] == ["other", "third"]


def test_a_rule_is_saved_when_it_proves_itself_and_is_read_with_from_then_on(
    session: Session,
) -> None:
    saved = rules.create(session, rule(), by=saule, key="k")
    assert rules.create(session, rule(), by=saule, key="k").id == saved.id
    rules.use(session, by=boris)
    assert RULE["pattern"] in {row.pattern for row in press.table("kinds").rows}
    rules.delete(session, saved.id or 0, revision=saved.revision, by=saule)
    rules.use(session, by=boris)
    assert RULE["pattern"] not in {row.pattern for row in press.table("kinds").rows}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"meaning": "nonsense"}, "meaning"),
        ({"pattern": "~ course"}, "pattern"),
        ({"example_yes": "Nothing here."}, "example_yes"),
        ({"example_no": "The zymurgy course again."}, "example_no"),
    ],
)
def test_a_rule_that_does_not_prove_itself_is_refused(
    session: Session, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.create(session, rule(**typed), by=saule)
    assert refused.value.field == field


def test_a_rule_is_corrected_and_keeps_a_history(session: Session) -> None:
    number = rules.create(session, rule(), by=saule).id or 0
    rules.update(session, number, rule(pattern="zymurgy ~ course*"), revision=1, by=saule)
    with pytest.raises(Stale):
        rules.update(session, number, rule(), revision=1, by=saule)
    assert rules.get(session, number, by=saule).pattern == "zymurgy ~ course*"
    told_of = history.everything(session, by=dana).rows
    assert any(row.kind == Kind.PRESS_RULE for row in told_of)
    with pytest.raises(NotFound):
        rules.get(session, 99, by=saule)


def test_there_is_an_end_to_rules(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 1)
    rules.create(session, rule(), by=saule)
    with pytest.raises(TooManyTerms):
        rules.create(session, rule(pattern="zymurgy lesson*"), by=saule)
    assert len(session.exec(select(PressRule)).all()) == 1


def test_a_version_of_the_story_is_offered_once(session: Session) -> None:
    first = article(session, "Неделя науки", text=RUSSIAN, language="ru")
    article(session, "То же в другом месте", original_id=first, text=RUSSIAN, language="ru")
    article(session, "Давно", DAY - timedelta(days=30), text=RUSSIAN, language="ru")
    article(session, "Погода", text="Сегодня в Алматы выпало 12 мм дождя.", language="ru")
    found = stories.likely(session, TEXT, DAY, by=boris)
    assert [(each.id in (first, first + 1), each.language) for each in found] == [(True, "ru")]
    assert stories.likely(session, "Nothing at all", DAY, by=boris) == []


def test_an_article_that_is_here_already_is_known_again(session: Session) -> None:
    first = article(session, "Week", address="https://uni.example/week")
    known = (first, "Week")
    assert stories.stored(session, TEXT, "", by=boris) == known
    assert stories.stored(session, TEXT.replace("\n", "  \n\n"), "", by=boris) == known
    assert stories.stored(session, f"{TEXT} More.", "", by=boris) is None
    assert stories.stored(session, "Other", "www.uni.example/week/", by=boris) == known
    assert stories.stored(session, "Other", "https://uni.example/", by=boris) is None
    assert stories.stored(session, "", "", by=boris) is None
    session.get_one(NewsItem, first).text = "Corrected."
    session.flush()
    assert stories.stored(session, TEXT, "", by=boris) == known
    assert stories.stored(session, "corrected.", "", by=boris) == known
    trash.delete(session, Kind.NEWS_ITEM, first, revision=2, by=dana)
    assert stories.stored(session, TEXT, "", by=boris) is None


def test_a_story_in_two_languages_is_told_once_on_the_timeline(session: Session) -> None:
    def mentioned(title: str, original: int | None) -> int:
        typed = {"title": title, "published_on": DAY, "language": "en", "original_id": original}
        item = news.create(
            session,
            drafts.checked(NewsItemDraft, typed),
            partner_ids=[EMC],
            evidence={(Kind.PARTNER, EMC): Evidence(((0, 3),), "EMC took part")},
            by=aigerim,
        )
        return item.id or 0

    first = mentioned("First", None)
    mentioned("Second", first)
    rows = timeline.of_partner(session, EMC, by=boris).rows
    assert [(row.text, row.about, row.detail) for row in rows] == [
        ("First", timeline.QUOTED, "EMC took part")
    ]


def test_what_came_of_an_article_is_told_with_its_words(session: Session) -> None:
    number = article(session, "News")
    wish = {"partner_id": EMC, "owner_id": aigerim.id, "news_item_id": number, "quote": "wish"}
    follow_ups.create(session, drafts.checked(FollowUpDraft, wish), by=aigerim)
    draft = drafts.checked(AgreementDraft, {"title": "Memorandum"})
    agreements.create(
        session, draft, partner_ids=[EMC], news_item_id=number, quote="signed", by=aigerim
    )
    rows = told.of(session, number, by=boris)
    assert [(row.kind, row.about, row.title, row.quote) for row in rows] == [
        (Kind.FOLLOW_UP, "follow_up_kind.other", None, "wish"),
        (Kind.AGREEMENT, "agreement_kind.memorandum", "Memorandum", "signed"),
    ]
    agreement = session.exec(select(Agreement)).one()
    agreements.update(
        session,
        agreement.id or 0,
        drafts.checked(AgreementDraft, {"title": "Contract"}),
        partner_ids=[EMC],
        revision=agreement.revision,
        by=aigerim,
    )
    assert agreement.news_item_id == number


def test_what_an_article_says_of_an_event_is_found_by_the_event(session: Session) -> None:
    typed = {"title": "Week", "published_on": DAY, "language": "en"}
    item = news.create(
        session,
        drafts.checked(NewsItemDraft, typed),
        event_ids=[1],
        evidence={(Kind.EVENT, 1): Evidence((), "opened")},
        by=aigerim,
    )
    article(session, "Without words")
    assert news.quotes(session, 1, by=boris) == {item.id: "opened"}
