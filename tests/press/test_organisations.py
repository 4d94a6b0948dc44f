"""Which organisations a sentence names, and how far each name reaches, in three languages."""

import pytest

from tracker.press import organisations
from tracker.press.article import prepare
from tracker.press.found import Organisation
from tracker.press.known import Context

# No sentence begins with the name, and the language is plain.
BEFORE = {
    "en": "An open day was held at our place today. ",
    "ru": "Сегодня у нас прошел день открытых дверей. ",
    "kk": "Бүгін бізде ашық есік күні өтті, қонақтар көп болды. ",
}


def found(language: str, sentence: str, context: Context = Context()) -> list[Organisation]:
    return organisations.find(prepare(BEFORE[language] + sentence), context)


def read(language: str, sentence: str) -> list[str]:
    """The words of the article that speak of organisations, one for each."""
    article = prepare(BEFORE[language] + sentence)
    return [article.words(each.spans[0]) for each in organisations.find(article, Context())]


@pytest.mark.parametrize(
    ("language", "sentence", "names"),
    [
        # A legal form, before or after, with or without quotes.
        ("ru", "Приехали ТОО «Ак Жол» и ИП Сериков.", ["ТОО «Ак Жол»", "ИП Сериков"]),
        ("ru", "Приехало ТОО «НПП «Вектор».", ["ТОО «НПП «Вектор»"]),
        ("ru", "Помогло КГП на ПХВ «Таза Қала».", ["КГП на ПХВ «Таза Қала»"]),
        ("ru", "Слово взял директор «ТОО Вектор – М» Иван Петров.", ["«ТОО Вектор – М»"]),
        ("ru", "Пришли из АО «НК «Степной путь».", ["АО «НК «Степной путь»"]),
        ("kk", "Кездесуге «Көк Дала» ЖШС мен ЖК «Мерей» келді.", ["«Көк Дала» ЖШС", "ЖК «Мерей»"]),
        ("kk", "Шартқа «Steppe Oil» ҰК» АҚ қол қойды.", ["«Steppe Oil» ҰК» АҚ"]),
        ("kk", "Көмекті «Тұлпар» шаруа қожалығымен бөлісті.", ["«Тұлпар» шаруа қожалығымен"]),
        ("en", "We met Blue Steppe LLP and \"Kok Tau\" JSC.", ["Blue Steppe LLP", '"Kok Tau" JSC']),
        ("en", "We met LLP \"Kok Tau\" and IE Ospanov.", ['LLP "Kok Tau"', "IE Ospanov"]),
        ("en", "The kiln came from Ritter Maschinen GmbH.", ["Ritter Maschinen GmbH"]),
        ("en", "We met Wool and Leather Combine LLP.", ["Wool and Leather Combine LLP"]),
        ("en", "It is a help too.", []),
        ("ru", "Об этом вузе не говорили.", []),
        # A head with its adjectives, genitives, names.
        ("ru", "Приехал Кызылтауский государственный технический университет.",
         ["Кызылтауский государственный технический университет"]),
        ("ru", "Письмо взяли в Министерство рыбных ресурсов и областной маслихат.",
         ["Министерство рыбных ресурсов", "областной маслихат"]),
        ("ru", "Сюда пришли из музея семьи Ольшанских и Мемориального дома Тургута.",
         ["музея семьи Ольшанских", "Мемориального дома Тургута"]),
        ("ru", "Потом выступили в Музее соляных шахт.", ["Музее соляных шахт"]),
        ("ru", "Инженеры ДСК-4 и Северских межрайонных электросетей были рады.",
         ["ДСК-4", "Северских межрайонных электросетей"]),
        ("ru", "Замечания прислал Степнадзор.", ["Степнадзор"]),
        ("ru", "Лекцию прочли в ОУМБ города Аксай и Служба пробации.",
         ["ОУМБ города Аксай", "Служба пробации"]),
        ("ru", "Кадры готовит IT-хаб Kok Valley.", ["IT-хаб Kok Valley"]),
        ("ru", "Гостей из университета имени К. Б. Сагинова встретили.",
         ["университета имени К. Б. Сагинова"]),
        ("ru", "Это управление культуры, спорта и туризма области Абай.",
         ["управление культуры, спорта и туризма области Абай"]),
        ("ru", "Это городское управление ветеринарии.", ["городское управление ветеринарии"]),
        ("ru", "Это Институт почвоведения и агрохимии Комитета науки.",
         ["Институт почвоведения и агрохимии", "Комитета науки"]),
        ("ru", "Это завод «Кызыл Темир» и ветклиника «Барс».",
         ["завод «Кызыл Темир»", "ветклиника «Барс»"]),
        ("ru", "Написали в Торткульский университет и Ерлан университет.",
         ["Торткульский университет", "Ерлан университет"]),
        ("ru", "Экскурсия была в музей Абая и музей Ф. М. Достоевского.",
         ["музей Абая", "музей Ф. М. Достоевского"]),
        ("ru", "Учителя школы № 17 рады.", ["школы № 17"]),
        ("ru", "Договор с Университетом Тэгу Хани подписан.", ["Университетом Тэгу Хани"]),
        ("ru", "Это Национальный ядерный центр (НЯЦ) Республики Казахстан.",
         ["Национальный ядерный центр (НЯЦ) Республики Казахстан"]),
        ("ru", "Это Союз фермеров Казахстана и Ассоциация университетов Азии.",
         ["Союз фермеров Казахстана", "Ассоциация университетов Азии"]),
        ("kk", "Қонақ Қызылтау мемлекеттік техникалық университетінен келді.",
         ["Қызылтау мемлекеттік техникалық университетінен"]),
        ("kk", "Хат К. Б. Сағынов атындағы Торткөл университетіне жетті.",
         ["К. Б. Сағынов атындағы Торткөл университетіне"]),
        ("kk", "Бұл Абай облысының мәдениет, спорт және туризм басқармасы.",
         ["Абай облысының мәдениет, спорт және туризм басқармасы"]),
        ("kk", "Қолдауды ҚР Мәдениет және ақпарат министрлігі көрсетті.",
         ["ҚР Мәдениет және ақпарат министрлігі"]),
        ("kk", "Ғалымдар мен Ғылым комитеті келісті.", ["Ғылым комитеті"]),
        ("kk", "Көрмені № 17 жалпы білім беретін мектеп ашты.",
         ["№ 17 жалпы білім беретін мектеп"]),
        ("kk", "Бұл «Барыс» ветклиникасы мен «Кен» кәсіпорны.",
         ["«Барыс» ветклиникасы", "«Кен» кәсіпорны"]),
        ("kk", "Бұл Азия университеттері қауымдастығы.", ["Азия университеттері қауымдастығы"]),
        ("kk", "Кездесуге Торткөл мен Жалын университеттерінің өкілдері келді.",
         ["Торткөл", "Жалын университеттерінің"]),
        ("en", "They came from Kyzyltau State Technical University.",
         ["Kyzyltau State Technical University"]),
        ("en", "It is the Department of Culture, Sport and Tourism of the Abai region.",
         ["Department of Culture, Sport and Tourism of the Abai region"]),
        ("en", "It is the Institute of Soil Science named after U. Ospanov.",
         ["Institute of Soil Science named after U. Ospanov"]),
        ("en", "We thank the akimat of the city of Semey.", ["akimat of the city of Semey"]),
        ("en", "Teachers of school No. 17 came.", ["school No. 17"]),
        ("en", 'The "Altyn Kum" glass factory helped.', ['"Altyn Kum" glass factory']),
        ("en", "We saw Torget Solutions and Barsa Holding.", ["Torget Solutions", "Barsa Holding"]),
        ("en", "He left Ormond University Kazakhstan.", ["Ormond University Kazakhstan"]),
        # Where and about what, in Russian.
        ("ru", "Это департамент экологии по области Абай.",
         ["департамент экологии по области Абай"]),
        ("ru", "Это Комитет по делам молодежи.", ["Комитет по делам молодежи"]),
        ("ru", "Это отдел образования по г. Аягоз.", ["отдел образования по г. Аягоз"]),
        ("ru", "Это Управление по чрезвычайным ситуациям города Аягоз.",
         ["Управление по чрезвычайным ситуациям города Аягоз"]),
        ("ru", "Это посольство Франции в Казахстане.", ["посольство Франции в Казахстане"]),
        ("ru", "Это департамент полиции Абайской области.",
         ["департамент полиции Абайской области"]),
        ("ru", "Это Университет штата Аризона и школа № 5 г. Аягоз.",
         ["Университет штата Аризона", "школа № 5 г. Аягоз"]),
        ("ru", "Это Министерство культуры и туризма Российской Федерации.",
         ["Министерство культуры и туризма Российской Федерации"]),
        ("ru", "Студенты института геологии Кызылтауского государственного университета рады.",
         ["Кызылтауского государственного университета"]),
        ("ru", "Это музей имени семьи Саги и музей Мухтара Омарова.",
         ["музей имени семьи Саги", "музей Мухтара Омарова"]),
        ("ru", "Директор музея Алия Сагиева и директор музея Абая рады.", ["музея Абая"]),
        ("ru", "Это Фонд Нурлана Сагиева и банк ЦентрПарус.",
         ["Фонд Нурлана Сагиева", "банк ЦентрПарус"]),
        ("ru", "Директор завода Ерлан рад, компания Torget тоже.", ["компания Torget"]),
        ("ru", "Это областной драматический театр имени Абая.",
         ["областной драматический театр имени Абая"]),
        ("ru", "Это Аягозский архитектурно-этнографический и природно-ландшафтный музей.",
         ["Аягозский архитектурно-этнографический и природно-ландшафтный музей"]),
        ("ru", "Это Астана IT Университет и Гёте-институт.",
         ["Астана IT Университет", "Гёте-институт"]),
        ("ru", "Ждем НАО Кызылтауский университет и Новотауский ГАУ.",
         ["НАО Кызылтауский университет", "Новотауский ГАУ"]),
        ("ru", "Это Центр ядерной физики и Казахстанское общество «Мирас».",
         ["Центр ядерной физики", "Казахстанское общество «Мирас»"]),
        ("ru", "Это национальный центр по ветеринарии и Минздрав РК.",
         ["национальный центр по ветеринарии", "Минздрав РК"]),
        ("ru", "Это ТОО Кызыл Тау и ТОО «Ак Тау».", ["ТОО Кызыл Тау", "ТОО «Ак Тау»"]),
        # Kazakh fronts.
        ("kk", "Бұл Абай облысы бойынша экология департаменті.",
         ["Абай облысы бойынша экология департаменті"]),
        ("kk", "Бұл Абай облыстық адами әлеуетті дамыту басқармасы.",
         ["Абай облыстық адами әлеуетті дамыту басқармасы"]),
        ("kk", "Бұл Абай облысының «Мирас» палатасы.", ["Абай облысының «Мирас» палатасы"]),
        ("kk", "Бұл «Дос» тәуелсіз өмір орталығы.", ["«Дос» тәуелсіз өмір орталығы"]),
        ("kk", "Ректор Қазақстан халқы Ассамблеясын құттықтады.",
         ["Қазақстан халқы Ассамблеясын"]),
        ("kk", "Бұл Ұлттық ядролық орталық емес пе?", ["Ұлттық ядролық орталық"]),
        ("kk", "Осы жиында Ерлан Қасенов Торткөл университетінде болғанын айтты.",
         ["Торткөл университетінде"]),
        ("kk", "Бұл Еуропалық одақтың Қазақстандағы өкілдігі.",
         ["Еуропалық одақтың Қазақстандағы өкілдігі"]),
        ("kk", "Бұл Торткөл Тау-кен университеті мен Жәңгір хан университеті.",
         ["Торткөл Тау-кен университеті", "Жәңгір хан университеті"]),
        ("kk", "Бұл 12-мектеп пен Абай атындағы кітапхана.",
         ["12-мектеп", "Абай атындағы кітапхана"]),
        # English turns.
        ("en", "We saw the Consulate General of France in Kazakhstan.",
         ["Consulate General of France in Kazakhstan"]),
        ("en", "It is the University of International Business and Ormond College.",
         ["University of International Business", "Ormond College"]),
        ("en", "It is Colorado School of Mines and the Center for International Programs Ali Ba.",
         ["Colorado School of Mines", "Center for International Programs"]),
        ("en", "We saw the Ethnographic and Natural-Landscape Museum of Ayagoz.",
         ["Ethnographic and Natural-Landscape Museum of Ayagoz"]),
        ("en", "It is Bank CenterTorget and the Akimat of the Abai region.",
         ["Bank CenterTorget", "Akimat of the Abai region"]),
        ("en", "It is Al-Sagi KazNU and A. Sagi KRU named after A. Sagi.",
         ["Al-Sagi KazNU", "A. Sagi KRU named after A. Sagi"]),
        ("en", 'It is the municipal enterprise "Taza Su".', ['"Taza Su"']),
        ("en", "We asked Ormond University's rector.", ["Ormond University"]),
        ("en", "We thank Institute of Food and Light Industry, LLP.",
         ["Institute of Food and Light Industry, LLP"]),
        # Acronyms.
        ("ru", "Гости из КТТУ имени К. Сагинова и МОН РК.", ["КТТУ имени К. Сагинова", "МОН РК"]),
        ("ru", "Это КазНИИ животноводства.", ["КазНИИ животноводства"]),
        ("kk", "Хатты ҚызҰУ-дың ректоры жазды.", ["ҚызҰУ"]),
        ("en", "We met D. Ospanov KSTU and DAAD.", ["D. Ospanov KSTU", "DAAD"]),
        ("en", "The IT and STEM labs have QR codes.", []),
        ("ru", "В ВКО и РК это новость.", []),
        # What only its neighbours give away.
        ("en", "The director of Torget Altai came.", ["Torget Altai"]),
        ("en", "Firms such as Torget, Barsa LLP and Ulken came.", ["Torget", "Barsa LLP", "Ulken"]),
        ("ru", "Приехали АО «Ветер», «Парус» и «Якорь».", ["АО «Ветер»", "«Парус»", "«Якорь»"]),
        ("ru", "Инженеры «Паруса» довольны.", ["«Паруса»"]),
        ("kk", "«Желкен» директоры келді.", ["«Желкен»"]),
        ("en", "The director of Kazakhstan branch spoke.", []),
        ("en", "A delegation from Gyeongsa and engineers from Torget came.", ["Torget"]),
        ("en", "They met Ormond University, Adam Barret and others.", ["Ormond University"]),
    ],
)  # fmt: skip
def test_names_are_found_as_they_are_written(
    language: str, sentence: str, names: list[str]
) -> None:
    assert read(language, sentence) == names


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "В рамках проекта «Светлый путь» прошел концерт."),
        ("ru", "Конференция «Наука без границ» собрала сто человек."),
        ("ru", "Директор школы Айгуль Сериккызы поздравила ректора университета Марата Омарова."),
        ("ru", "Университеты Китая и предприятия города ищут медицинский колледж."),
        ("ru", "Лекция прошла на кафедре физики факультета естественных наук."),
        ("ru", "Наш институт образования меняется, ученый совет его поддержал."),
        ("ru", "Улица Абая, дом 5, музейное дело, школьник, центральный вход."),
        ("ru", "Программу оплатил Европейский союз."),
        ("kk", "«Жарық жол» бағдарламасы аясында дәріс өтті."),
        ("kk", "Біздің университетіміз бен Қытайдың университеттері достасты."),
        ("kk", "Тарих факультетінің деканы мен физика кафедрасының меңгерушісі сөйледі."),
        ("kk", "Мансап орталығы мен оқу бөлімі хабарлады."),
        ("kk", "Ректор Дархан Оспанов мұғалімдерге алғыс айтты."),
        ("en", "The Head of State praised Kazakh science and German companies."),
        ("en", "The Faculty of Law and the Department of Physics held a seminar."),
        ("en", "The Career and Employment Center and the Academic Council met."),
        ("en", "It is ranked by the QS World University Rankings."),
        ("en", "Renewable Energy and Computer Systems are taught in the Higher School of Design."),
    ],
)
def test_what_is_no_organisation_is_not_found(language: str, sentence: str) -> None:
    assert read(language, sentence) == []


@pytest.mark.parametrize(
    ("language", "sentence", "sector"),
    [
        ("en", "We met Blue Steppe LLP.", "industry"),
        ("en", "We met the Kyzyltau Museum.", "museum"),
        ("en", "We met the Kyzyltau Institute of Technology.", "university"),
        ("en", "We met the Kyzyltau Research Institute.", "research_institute"),
        ("ru", "Приехало КГУ «Школа-лицей № 5».", "school"),
        ("ru", "Приехало РГП на ПХВ «Институт геологии».", "research_institute"),
        ("ru", "Приехала Академия наук Казахстана.", "research_institute"),
        ("ru", "Приехал центр занятости города Семей.", "government"),
        ("ru", "Приехала газета «Дала».", "media"),
        ("ru", "Приехала палата предпринимателей области Абай.", "ngo"),
        ("ru", "Приехала городская больница № 2.", "other"),
        ("kk", "Бұл Абай облысының ветеринария басқармасы.", "government"),
        ("kk", "Бұл «Үміт» қоғамдық қоры.", "ngo"),
        ("kk", "Бұл № 5 мектеп-лицейі.", "school"),
        ("kk", "Бұл «Қызылтау университеті» КеАҚ.", "university"),
    ],
)
def test_an_organisation_is_of_a_sector(language: str, sentence: str, sector: str) -> None:
    assert [each.sector for each in found(language, sentence)] == [sector]


@pytest.mark.parametrize(
    ("language", "sentence", "groups"),
    [
        ("en", "It was seen by the city's schools and regional museums.",
         ["the city's schools", "regional museums"]),
        ("en", "He wants to open a large meat processing plant here.",
         ["a large meat processing plant"]),
        ("en", "Schools and plants are useful.", []),
        ("ru", "Гости из школ города и областных музеев.", ["школ города", "областных музеев"]),
        ("kk", "Балалар қала мектептерінен келді.", ["қала мектептерінен"]),
    ],
)  # fmt: skip
def test_a_kind_without_a_name_is_a_group(language: str, sentence: str, groups: list[str]) -> None:
    assert [each.name for each in found(language, sentence) if each.is_group] == groups


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Shakarim University"),
        ("en", "Shakarim University of Semey"),
        ("ru", "Университет имени Шакарима"),
        ("ru", "НАО «Университет имени Шакарима города Семей»"),
        ("kk", "Шәкәрім университеті"),
        ("kk", "Шәкәрім атындағы Семей мемлекеттік университеті"),
    ],
)
def test_the_university_itself_is_the_host(language: str, name: str) -> None:
    (host,) = found(
        language, {"en": "We are {}.", "ru": "Это {}.", "kk": "Бұл {}."}[language].format(name)
    )
    assert host.is_host
    assert host.sector == "university"


def test_the_settings_may_add_names_of_the_host() -> None:
    plain = found("en", "We are Ormond University.")
    ours = found("en", "We are Ormond University.", Context(host=("Ormond University",)))
    assert [each.is_host for each in (*plain, *ours)] == [False, True]


def test_what_bears_the_name_of_the_host_is_another_and_its_parts_are_nobody() -> None:
    assert read("ru", "Приехали дети из школы имени Шакарима.") == ["школы имени Шакарима"]
    assert read("en", "Endowment Fund of Shakarim University paid.") == ["Shakarim University"]
    assert read("kk", "Шәкәрім университетінің Ветеринария институты ашты.") == [
        "Шәкәрім университетінің"
    ]


def test_large_and_small_letters_may_say_nothing() -> None:
    text = (
        "Вчера приехали ТОО «Ак Жол» и управление культуры области, рады были все без исключения."
    )
    for given in (text.upper(), text.lower()):
        article = prepare(given)
        names = [each.name for each in organisations.find(article, Context())]
        assert [name.casefold() for name in names] == [
            "тоо «ак жол»",
            "управление культуры области",
        ]
