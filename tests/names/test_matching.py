"""One organisation or two."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names import keys
from tracker.names.acronyms import stands_for
from tracker.names.analysis import analyse
from tracker.names.folding import LONGEST
from tracker.names.lexicon import Group
from tracker.names.matching import certain, compare, same, score, verdict

PAIRS = list(csv.DictReader((Path(__file__).parent / "pairs.csv").open(encoding="utf-8")))
same("", "")  # reads the lexicon, which takes its time once
WORDS = "Семей ШҚТУ КазНУ университеті №7 имени Абая LLP «Алтын» Kazakh Branch филиал А.Б. города"
NAMES = st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join) | st.text(max_size=30)


@given(NAMES, NAMES)
def test_the_order_of_two_names_does_not_matter(a: str, b: str) -> None:
    assert verdict(a, b) == verdict(b, a)


@given(NAMES)
def test_a_name_that_says_who_it_is_is_itself(name: str) -> None:
    assert score(f"{name} Спектромарт", f"{name} Спектромарт") == 1.0
    assert score(name, name) == 1.0 or not same(name, name)


@given(NAMES, NAMES)
def test_a_score_lies_between_0_and_1(a: str, b: str) -> None:
    found = verdict(a, b)
    assert 0.0 <= found.score <= 1.0
    assert found.same or not found.certain


@pytest.mark.parametrize("letters", ["а", "А.", "Каз", "ab ", "№7 ", "Шк", "«", "им. "])
def test_of_a_very_long_name_only_the_beginning_is_compared(letters: str) -> None:
    long = (letters * 10_000)[:10_000]
    short, other = long[:LONGEST], "Университет имени Шакарима"
    assert verdict(long, other) == verdict(short, other)


def test_the_pairs_we_know_are_told_apart() -> None:
    answers = [(same(row["a"], row["b"]), row["same"] == "1") for row in PAIRS]
    right = sum(said and meant for said, meant in answers)
    precision = right / sum(said for said, _ in answers)
    recall = right / sum(meant for _, meant in answers)
    assert precision >= 0.97
    assert recall >= 0.95


def test_what_is_certain_is_right() -> None:
    assert all(row["same"] == "1" for row in PAIRS if certain(row["a"], row["b"]))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Акимат области Абай", "Акимат Абайского района"),
        ("Школа №7", "Школа №17"),
        ("Школа №7", "Поликлиника №7"),
        ("Шәкәрім университеті", "Шәкәрім университетінің колледжі"),
        ("АО «Дала»", "Семейский филиал АО «Дала»"),
        ("Северо-Казахстанский университет", "Южно-Казахстанский университет"),
        ("Посольство Турции", "Посольство Китая"),
        ("Управление образования области Абай", "Управление культуры области Абай"),
        ("ТОО «Восход»", "КХ «Восход»"),
        ("ИП Ким В.А.", "ИП Ким С.Б."),
        ("ТОО «Победа»", "ТОО «Победа-2»"),
        ("Национальная палата «Дала»", "Региональная палата «Дала»"),
        ("Омский государственный университет", "Томский государственный университет"),
    ],
)
def test_what_contradicts_cannot_be_outweighed(a: str, b: str) -> None:
    assert not same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ВКТУ", "Шығыс Қазақстан техникалық университеті"),
        ("ШҚТУ", "Восточно-Казахстанский технический университет"),
        ("КазНУ им. аль-Фараби", "Al-Farabi Kazakh National University"),
        ("СПбГУ", "Санкт-Петербургский государственный университет"),
        ("ПГУ им. С. Торайгырова", "С. Торайғыров атындағы ПМУ"),
        ("ПНХЗ", "Pavlodar Petrochemical Plant"),
        ("УКТМК", "Ust-Kamenogorsk Titanium and Magnesium Plant JSC"),
        ("ЕАБР", "Eurasian Development Bank"),
        ("МОиН", "Министерство образования и науки"),
    ],
)
def test_an_acronym_stands_for_its_name_in_any_language(a: str, b: str) -> None:
    assert same(a, b)
    assert not certain(a, b)


def test_an_empty_name_is_nobody_else() -> None:
    assert score("", "ТОО «Дала»") == 0.0
    assert score("...", "№") == 0.0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        *(("", ""), ("«»", "..."), ("ТОО", "LLP"), ("№7", "№ 7"), ("школа", "школа")),
        *(("Department", "Басқарма"), ("Государственный университет", "National University")),
        *(("городская больница", "City Hospital"), ("Министерство", "Министерство")),
        *(("Казахстан", "Қазақстан"), ("Семей", "Семей")),
    ],
)
def test_a_name_that_could_be_anybodys_is_nobodys(a: str, b: str) -> None:
    assert not same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Управление образования", "Department of Education"),
        ("Педагогический колледж", "Pedagogical College"),
        ("ТОО «Мотор»", "Мотор"),
    ],
)
def test_what_every_town_may_have_is_not_certain(a: str, b: str) -> None:
    assert same(a, b)
    assert not certain(a, b)


@pytest.mark.parametrize(
    ("short", "meant", "another"),
    [
        ("ОЭСК", "United Energy Service Company JSC", "Shyngystau Et Production Cooperative"),
        ("ҰҒА", "National Academy of Sciences", "Altai State University"),
        ("АБР", "Asian Development Bank", "Akimat of Borodulikha District"),
        ("МГУ", "Lomonosov Moscow State University", "Michigan State University"),
        ("ВОЗ", "World Health Organization", "Eastern Regional Water Plant"),
        ("БСҚА", "Independent Agency for Quality Assurance in Education", "Semey Armature Plant"),
        ("ЕҚДБ", "European Bank for Reconstruction and Development", "Eurasian Bank"),
        ("SDU", "SDU University", "House of Friendship in Semey"),
    ],
)
def test_an_acronym_is_rather_the_name_in_its_own_language(
    short: str, meant: str, another: str
) -> None:
    assert same(short, meant)
    assert score(short, meant) > score(short, another)


@pytest.mark.parametrize("acronym", ["ҚазҰУ", "ШҚТУ", "МГУ"])
@pytest.mark.parametrize("ending", ["-дың", "-да", "-мен", "-ға", "дың", "да"])
def test_what_an_acronym_is_inflected_by_does_not_count(acronym: str, ending: str) -> None:
    other = "Шығыс Қазақстан техникалық университеті"
    assert verdict(acronym + ending, other) == verdict(acronym, other)
    assert certain(acronym + ending, acronym)


@given(
    st.sampled_from(["ОЭСК", "ҰҒА", "АБР", "МГУ", "КазНУ", "ҚазҰУ", "SDU", "БҚАТУ", "ab", "аб"]),
    NAMES,
)
def test_an_acronym_alone_is_never_certain(short: str, full: str) -> None:
    found = stands_for(short, analyse(full))
    assert found is None or 0.0 < found.sure < 1.0
    assert found is None or (found.letters and len(found.letters) <= 2 * len(short))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ИП Ахметовой Г.С.", "IE Akhmetova G.S."),
        ("Иртыш Кабелю", "Irtysh Kabel"),
        ("Семейская птицефабрика", "Semey Poultry Farm LLP"),
        ("Қазақстан жоғары оқу орындарының қауымдастығы", "Ассоциация вузов Казахстана"),
        ("Институт животноводства и кормопроизводства", "Мал шаруашылығы және жемшөп институты"),
        ("ГКП «Ветсервис Семей»", "Vetservis Semey"),
        ("Кемеровский государственный университет", "Kemerovo State University"),
        ("Минздрав РК", "Ministry of Health of the Republic of Kazakhstan"),
        ("халықаралық байланыстар бөлімінің", "International Relations Office Department"),
    ],
)
def test_endings_and_words_grown_together_are_read_in_three_languages(a: str, b: str) -> None:
    assert same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("«КазМунайГазом»", "«ҚазМұнайГаз» ҰК» АҚ"),
        ("Стройколледж Семея", "Семей құрылыс колледжі"),
        ("Варшавским политехническим университетом", "Warsaw University of Technology"),
        ("УрГУПС", "Ural State University of Railway Transport"),
        ("МИДа Российской Федерации", "Russian Ministry of Foreign Affairs"),
        ("посольства США", "U.S. Embassy in Kazakhstan"),
        ("Гёте-института", "Goethe-Institut"),
        ("Байтурсынов университеті", "Университет Байтұрсынұлы"),
        ("Baitursynuly University", "Университета Байтурсынова"),
        ("крестьянским хозяйством «Айгерим»", "«Айгерім» шаруа қожалығы"),
        ("Агентства по делам госслужбы", "Agency for Civil Service Affairs"),
    ],
)
def test_press_officers_forms_are_read(a: str, b: str) -> None:
    assert same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("«Ертіс» ЖШС", "Иртыш"),
        ("Ертіс политехникалық колледжі", "Иртышский политехнический колледж"),
        ("Павлодар Ертіс өңірі музейі", "Музей Павлодарского Прииртышья"),
        ("Таза Ертіс", "Чистый Иртыш"),
        ("«Ертіс толқыны» порталы", "Портал «Волна Иртыша»"),
        ("Орал политехникалық колледжі", "Уральский политехнический колледж"),
        ("Ural Federal University", "Уральский федеральный университет"),
        ("Жайық өңірі университеті", "Приуральский университет"),
        ("«Есіл» ЖШС", "ТОО «Ишим»"),
        ("«Тобыл» ЖШС", "ТОО «Тобол»"),
        ("Іле ауданының әкімдігі", "Акимат Илийского района"),
        ("Шу ауданының әкімдігі", "Акимат Чуйского района"),
        ("Шар қаласының әкімдігі", "Акимат города Чарска"),
        ("Алтай ауданының әкімдігі", "Акимат Зыряновского района"),
        ("Зырян қорғасын комбинаты", "Зыряновский свинцовый комбинат"),
        ("Күршім ауданының әкімдігі", "Акимат Курчумского района"),
        ("Катонқарағай ұлттық паркі", "Катон-Карагайский национальный парк"),
        ("Үлкен Нарын ауданының әкімдігі", "Акимат Большенарымского района"),
        ("Шалқар ауданының әкімдігі", "Акимат Челкарского района"),
        ("Бурабай ұлттық паркі", "Национальный парк «Боровое»"),
        ("Жаңаөзен мұнай колледжі", "Нефтяной колледж Нового Узеня"),
        ("Жоңғар Алатауы ұлттық паркі", "Джунгарский Алатау национальный парк"),
        ("Балқаш мыс зауыты", "Балхашский медеплавильный завод"),
        ("Орталық Қазақстан академиясы", "Центрально-Казахстанская академия"),
        ("Өскемен арматура зауыты", "Устькаменогорский арматурный завод"),
        ("Атырау мұнай колледжі", "Гурьевский нефтяной колледж"),
        ("Семей пединституты", "Семипалатинский пединститут"),
        ("Көкшетау университеті", "Кокчетавский университет"),
        ("Жетісу университеті", "Университет Семиречья"),
    ],
)
def test_a_place_that_is_called_otherwise_in_russian_is_one(a: str, b: str) -> None:
    assert same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("«Ертіс» ЖШС", "ТОО «Есиль»"),
        ("«Ертіс» ЖШС", "КХ «Иртыш»"),
        ("Иртыш Логистика", "Иртыш Трейд"),
        ("«Ертіс» шипажайы", "Ресторан «Иртыш»"),
        ("Таза Ертіс", "Ертіс толқыны"),
        ("Таза Ертіс", "Ертіс Логистика"),
        ("Ертіс толқыны", "Павлодар толқыны"),
        ("Батыс Қазақстан университеті", "Уральский университет"),
        ("Орал политехникалық колледжі", "Аральский политехнический колледж"),
        ("Ишимбайский нефтяной колледж", "Есіл мұнай колледжі"),
        ("Тобольский педагогический институт", "Есіл педагогикалық институты"),
        ("Акимат Алтайского края", "Алтай ауданының әкімдігі"),
        ("Акимат Зыряновского района", "Зайсан ауданының әкімдігі"),
        ("Күршім ауданының әкімдігі", "Акимат города Курчатова"),
        ("Бурабай ұлттық паркі", "Баянауыл ұлттық паркі"),
        ("Таза ауа қоры", "Фонд «Чистая вода»"),
        ("Семиреченский полигон", "Семипалатинский полигон"),
        ("Шар қаласының әкімдігі", "Акимат города Семей"),
    ],
)
def test_places_that_only_sound_or_look_alike_are_two(a: str, b: str) -> None:
    assert not same(a, b)


def test_a_river_is_no_form_of_a_word_that_it_begins_with() -> None:
    assert analyse("«Тобыл» ЖШС").terms.keys() == {Group.PLACE, Group.LEGAL}
    assert analyse("«Қазақмыс» тобы").of(Group.FORM) == {"group"}


@pytest.mark.parametrize(
    ("asked", "likely", "another"),
    [
        ("Отбасы банка", "АО «Отбасы банк»", "Halyk Bank of Kazakhstan JSC"),
        ("лицея №7", "Средняя школа-лицей № 7", "Средняя школа № 7"),
        ("Semey Ormany Reserve", "Резерват «Семей орманы»", "Семейский музей-заповедник"),
        ("НИШ Павлодара", "Nazarbayev Intellectual School of Physics, Pavlodar", "НИШ г. Семей"),
        (
            "Актюбинского завода ферросплавов",
            "Актюбинский завод ферросплавов — филиал АО «ТНК «Казхром»",
            "Аксуский завод ферросплавов — филиал АО «ТНК «Казхром»",
        ),
        (
            "КРУ имени Байтурсынова",
            "Костанайский региональный университет имени Ахмета Байтұрсынұлы",
            "Генеральное консульство России в Усть-Каменогорске",
        ),
        (
            "Политехнического университета имени Ползунова",
            "Алтайский технический университет имени И.И. Ползунова",
            "Томский политехнический университет",
        ),
        (
            "Агентство по противодействию коррупции",
            "Сыбайлас жемқорлыққа қарсы іс-қимыл агенттігі",
            "Независимое агентство по обеспечению качества в образовании (IQAA)",
        ),
    ],
)
def test_what_is_undecided_still_stands_in_order(asked: str, likely: str, another: str) -> None:
    assert score(asked, likely) > score(asked, another)
    assert not certain(asked, another)


@pytest.mark.parametrize(
    ("together", "apart"),
    [
        ("SemeyEngineering", "Semey Engineering JSC"),
        ("Semeyengineering", "Semey Engineering"),
        ("СемейИнжиниринг", "Semey Engineering JSC"),
        ("SpectroEngineering", "Spectro Engineering LLP"),
        ("АстанаГаз", "ТОО «Астана Газ»"),
        ("КазАтомПром", "Kazatomprom JSC"),
        ("MegaStroyInvest", "Мега Строй Инвест"),
    ],
)
def test_a_brand_is_one_written_together_or_apart(together: str, apart: str) -> None:
    assert verdict(together, apart) == verdict(apart, together)
    assert same(together, apart)


@pytest.mark.parametrize(
    ("a", "b"), [("КазМунайГаз", "KazMunayTeniz"), ("КазТрансГаз", "KazTransOil")]
)
def test_brands_that_begin_alike_are_two(a: str, b: str) -> None:
    assert same(a, a.capitalize())
    assert not same(a, b)


@pytest.mark.parametrize("apart", ["Semey Motors", "Astana Engineering", "Semey", "Engineering"])
def test_a_part_of_a_brand_is_not_the_brand(apart: str) -> None:
    assert not same("SemeyEngineering", apart)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("ЕҚДБ", "European Bank for Reconstruction and Development"),
        ("УКТМК", "Ust-Kamenogorsk Titanium and Magnesium Plant JSC"),
        ("ЕАБР", "Eurasian Development Bank"),
    ],
)
def test_a_name_is_filed_under_what_its_words_may_give_to_an_acronym(short: str, full: str) -> None:
    assert keys.asked(analyse(short)).keys() & keys.of([full], None)


def test_of_two_that_the_same_speaks_against_the_likelier_stands_first() -> None:
    asked = "Назарбаев Интеллектуальная школа г. Семей"
    likely = "Nazarbayev Intellectual School of Physics and Mathematics in Semey"
    assert score(asked, likely) > score(asked, "Secondary School No. 25 of Semey")


def test_a_national_bank_says_that_it_is() -> None:
    named = score("БРК", "Development Bank of Kazakhstan")
    assert named > score("БРК", "National Bank of the Republic of Kazakhstan")


@given(NAMES, NAMES)
def test_what_is_not_weighed_to_the_end_would_have_scored_no_better(a: str, b: str) -> None:
    whole, short = (compare(analyse(a), analyse(b), least=least) for least in (0.0, 0.6))
    assert short == whole if whole.score >= 0.6 else short.score < 0.6


def test_names_are_decided_alike_weighed_to_the_end_or_not() -> None:
    names = [analyse(name) for row in PAIRS[::2] for name in (row["a"], row["b"])]
    for place, one in enumerate(names):
        for other in names[place + 1 :: 3]:
            whole, short = compare(one, other), compare(one, other, least=0.6)
            assert short == whole if whole.score >= 0.6 else short.score < 0.6
