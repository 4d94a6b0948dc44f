"""How far a name reaches, by the grammar of its language, and what is none. Nothing is real."""

import pytest

from tracker.press import organisations
from tracker.press.article import prepare
from tracker.press.known import Context


def read(sentence: str) -> list[str]:
    return [each.name for each in organisations.find(prepare(sentence), Context())]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # What an office works at, in the dative; whose it is.
        (
            "Гостей прислало Главное управление по переработке и хранению зерна.",
            ["Главное управление по переработке и хранению зерна"],
        ),
        (
            "Пришли из Агентства по развитию и защите потребителей.",
            ["Агентство по развитию и защите потребителей"],
        ),
        ("Вчера выступила глава администрации Торвы Олег Панин.", ["администрация Торвы"]),
        (
            "Курсы ведет Академия МВД Казахстана, практику – отдел образования.",
            ["Академия МВД Казахстана", "отдел образования"],
        ),
        (
            "Гостила Ассоциация сохранения биоразнообразия.",
            ["Ассоциация сохранения биоразнообразия"],
        ),
        ("Деньги дало Бюро истории и культуры.", ["Бюро истории и культуры"]),
        # One word that names a body; whom a society or a union is of.
        ("Как сообщили в облздраве, врачей мало.", ["облздрав"]),
        ("Горводоканал просит проверить насосы.", ["Горводоканал"]),
        ("ДЧС области проведет учения.", ["ДЧС области"]),
        ("Лаборанты областной СЭС пришли.", 1),
        ("Письмо пришло от общества охотников.", 1),
        ("Просила об этом ассоциация рестораторов области.", ["ассоциация рестораторов области"]),
        ("Помощь нужна школе-интернату имени Овода.", 1),
        ("Стажеров возьмет к/х «Торва».", ["к/х «Торва»"]),
        ("Пришли гости из Astana IT University.", ["Astana IT University"]),
        ("Делегацию возглавил ректор Университета Ёнсе Ким Су Хён.", ["Университет Ёнсе"]),
        ("Лекция прошла в Университете мировой торговли.", ["Университет мировой торговли"]),
        ("Студентов принял Центр трансфера технологий.", ["Центр трансфера технологий"]),
        ("С нами Альянс университетов Нового чайного пути.", 1),
        ("Отчет сдал КазНИИ экономики АПК и торговли.", ["КазНИИ экономики АПК и торговли"]),
        ("Мы ездили в Казахский НИИ хлопка.", ["Казахский НИИ хлопка"]),
        # Put together of a trade and a kind; a kind in letters.
        ('Выступил лидер агродвижения "Торва".', ['агродвижение "Торва"']),
        ("Прибор купил медцентр «Торва».", ["медцентр «Торва»"]),
        ("Заявку принял НЦ «Зерно», отчет – РЦК «Торва».", ["НЦ «Зерно»", "РЦК «Торва»"]),
        ('The Head of NAZ "Torvaprom" came.', ['NAZ "Torvaprom"']),
        ("Коллекцию показал Дом моды «Торва».", ["Дом моды «Торва»"]),
        ("Стекло дал мусоросортировочный комплекс «Торва».", 1),
        # Whom it serves; an acronym that explains it.
        ("Играла школа для одаренных детей имени Торвы Асановой.", 1),
        (
            "Датчик купила больница скорой медицинской помощи (БСМП).",
            ["больница скорой медицинской помощи"],
        ),
        # A form before a form, a person behind a name.
        ("Приехал советник председателя АО ГК Торва Айгуль Ахметовой.", ["АО ГК Торва"]),
        ("Был и начальник персонала TorvaTech Алибек Рахимжанов.", ["TorvaTech"]),
        ("Слово взял президент РАТН Олег Кузнецов.", ["РАТН"]),
        ("Работу показал директор НИШ ФМН г. Семей.", ["НИШ ФМН г. Семей"]),
        ("По мнению «Торвы», курс полезен.", ["«Торвы»"]),
        ("Активно с МРТС сотрудничает колледж имени Абая.", ["МРТС", "колледж имени Абая"]),
        ("Ростки дал Северный ботанический сад.", ["Северный ботанический сад"]),
        ("Медали вручил Совет ветеранов.", ["Совет ветеранов"]),
        ("Деньги дал Torva-Kolta Trust.", ["Torva-Kolta Trust"]),
        # An unknown kind of body, by what it gives.
        ("Проявочная «Торва» предоставила пленку.", ["Проявочная «Торва»"]),
        ("Автобус дала мотоколонна «Торва».", 1),
        ("«Торва» аспаздығы тоқаш пісірді.", ["«Торва» аспаздығы"]),
        ("КТЛ № 3 и лицей-интернат «Торва» играли.", ["КТЛ № 3", "лицей-интернат «Торва»"]),
        ("Деньги дал Благотворительный фонд Асана Торвина.", 1),
        ("Гостей позвал продюсер канала «Торва».", ["канал «Торва»"]),
        ("Кожу прислал сапогоцентр «Торва».", 1),
        ("Пришла хозяйка молочной лавки «Торва» Анна Рау.", 1),
        ("Учили нас шорники из Дома ремесел.", 1),
        (
            "Областной центр по профилактике СПИД шлет врачей.",
            ["Областной центр по профилактике СПИД"],
        ),
        # Unknown genitives, one after another.
        ("Вчера писали в Союз охраны птиц Казахстана.", ["Союз охраны птиц Казахстана"]),
        (
            "Гостей прислал архив Национального центра рукописей и редких книг.",
            ["Национальный центр рукописей и редких книг"],
        ),
        ("В Северном музее студенты увидели меч.", ["Северный музей"]),
        ("Уже Северный аэропорт гостей ждет.", ["Северный аэропорт"]),
        ("Заходили на таможенный пост «Торва».", ["таможенный пост «Торва»"]),
        # It begins the sentence; a person or an unknown trade stands beside a foreign name.
        ("Институт степи предложил иное.", ["Институт степи"]),
        ("Нотариальная палата смотрит дальше.", ["Нотариальная палата"]),
        ("Вчера слушали директора сети гостиниц Torva Hotels Томаса Рау.", 1),
        ("Доклад профессора Университета Торвинген Маркуса Рау был краток.", 1),
        ("Микшер прислала студия звукозаписи Torva Room.", ["студия звукозаписи Torva Room"]),
        ("Гостей ждет специальная экономическая зона «Торва».", 1),
        ("Занятие вел начальник департамента по ЧС.", ["департамент по ЧС"]),
        ("Новичок, логопарк «Торва», ждет.", ["логопарк «Торва»"]),
        (
            "Гости из Торвинского, Колтского педагогического и Верского университетов уехали.",
            [
                "Торвинский университет",
                "Колтский педагогический университет",
                "Верский университет",
            ],
        ),
        ("Казахский и русский музеи закрыты.", []),
        ("Медицинские и технические университеты спорят.", []),
        ("Курсант академии гражданской защиты бегал.", ["академия гражданской защиты"]),
        # English.
        (
            "Students of the Academy of Public Administration under the President of Torvia came.",
            ["Academy of Public Administration under the President of Torvia"],
        ),
        (
            "A paper of the Ministry of Culture of the Russian Federation was read.",
            ["Ministry of Culture of the Russian Federation"],
        ),
        (
            "Guests of the Centre for the Torvan Process and Academic Mobility left.",
            ["Centre for the Torvan Process and Academic Mobility"],
        ),
        (
            "They met at the Torvan Process and Academic Mobility Center today.",
            ["Torvan Process and Academic Mobility Center"],
        ),
        (
            "We wrote to Omsk Institute of Technology and Tomsk Polytechnic University.",
            ["Omsk Institute of Technology", "Tomsk Polytechnic University"],
        ),
        ("It was held in the regional scientific library named after N. V. Torva.", 1),
        ("Dala Torv, a start-up from Pavlodar, flew a drone.", ["Dala Torv"]),
        ("Then Astana Motors gave the prizes.", ["Astana Motors"]),
        ("Later Torva-2022 Cooperative looked into it.", ["Torva-2022 Cooperative"]),
        (
            "Guests of the National Centre of Manuscripts and Rare Books left.",
            ["National Centre of Manuscripts and Rare Books"],
        ),
        ("The hall is built by China Power International again.", ["China Power International"]),
        ("Labels came from the Torv advertising agency.", ["Torv advertising agency"]),
        ("Later Technopark Torva gave boxes.", ["Technopark Torva"]),
        ("The Council of War Veterans helped.", ["Council of War Veterans"]),
        ("The National Nuclear Center agreed.", ["National Nuclear Center"]),
        ("Yesterday NIS of Semey asked for coaches.", ["NIS of Semey"]),
        ("Kazakh Tourism sent brochures to all.", ["Kazakh Tourism"]),
        ('Students were taught by NGO "Torva" again.', ['NGO "Torva"']),
        # Kazakh.
        ("Мата берген Алматы мақта-мата комбинаты.", ["Алматы мақта-мата комбинаты"]),
        ("Бірге санаған «Торва» аңшылық шаруашылығы.", ["«Торва» аңшылық шаруашылығы"]),
        (
            "Сөзді ҚР Президенті жанындағы Ұлттық ғылым академиясы бастады.",
            ["ҚР Президенті жанындағы Ұлттық ғылым академиясы"],
        ),
    ],
)  # fmt: skip
def test_a_name_reaches_as_far_as_its_grammar(sentence: str, names: list[str] | int) -> None:
    found = read(sentence)
    assert (len(found) if isinstance(names, int) else found) == names, found


@pytest.mark.parametrize(
    "sentence",
    [
        "На территории ВФТ-2024 прошла встреча.",
        "Конкурс TORV Skills International-2025 завершился.",
        "Филиал британского университета открыли осенью.",
        "Мы открыли ИКТ-академию и IT-технопарк.",
        "Курсы «Сетевая академия Torva» ведет кафедра.",
        "Победила команда «Торва».",
        "Статья вышла в журнале «Вестник университета».",
        "Анализ сделала лаборатория «Радиоэкология».",
        "Там собрались студенты вузов и колледжей Восточного Казахстана.",
        "Все ездили на предприятия Астаны.",
        "В программе Европейского Союза «Торва+» все заняты.",
        "Кафедра провела викторину «Тенге».",
        "Китайская компания просит повторить расчет.",
        "Хакатон собрал команды Dala Coders, NullPointer и Team Wolf.",
        "Там работает лаборатория «Умный дом».",
        "Ансамбль «Торва» станцевал, прозвучал гимн «Gaudeamus».",
        "The prize is a Torvo ThinkPad.",
        "All of them went to the Summer School in July.",
        "Ынтымақтастық туралы келісім жасалды.",
        "Announcement and Placement were discussed, Crystal was shown.",
        "Спецпроект завершен, Восторг полный.",
        "Хабар туралы кеше көп айтылды.",
        "Баяндамашы сөйледі, Уағдаластық бар.",
        "Вокальный квартет «Торва» спел песню.",
        "«Торва» квартеті ән сыйлады.",
        "Воду дает Северный магистральный канал.",
        "Traditionally, the week begins in April.",
        "Is Kazakhstan training specialists?",
        "Nico Torvers emphasized the importance of books.",
        "We were welcomed by Vice President of Foreign Affairs and the Ambassador.",
        "It is a part of the SCO Year of Ecology.",
        "A paper was signed with a Chinese University.",
        "They spoke of trends in the field of VET.",
        "A grant from the local executive authority (LEA) was paid.",
        'The "Mechanical Engineering" educational program began.',
        "Teachers of the department of APK came.",
        "It is called the Torv Seeds for the Future Program.",
        'The drama club "Torva" read poems.',
        "Мақала «Университет хабаршысы» журналында шықты.",
        "«Ашытқыны әжеміз берді», – дейді ол.",
    ],
)
def test_what_only_looks_like_a_name_is_none(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Гости побывали в Казахском национальном университете имени Торвы.", "Казахский"),
        ("Соглашение подписали с Минобрнауки.", "Минобрнауки"),
        ("Мы были в Городском музее Торвы.", "Городской"),
    ],
)
def test_a_name_in_a_case_is_called_without_it(sentence: str, name: str) -> None:
    [found] = read(sentence)
    assert found.split()[0] == name


def test_a_short_form_is_the_same_organisation() -> None:
    [found] = organisations.find(
        prepare(
            "Пришли из Торвинского государственного аграрного технического университета. "
            "Теперь Торвинский аграрный университет ждет ответа."
        ),
        Context(),
    )
    assert len(found.spans) == 2


def test_the_acronym_belongs_to_the_whole_and_not_to_what_it_is_of() -> None:
    found = organisations.find(
        prepare("Пришло Агентство по развитию Правительства Торвии (КОТИ). Гостей привел КОТИ."),
        Context(),
    )
    assert [(each.name, len(each.spans)) for each in found] == [
        ("Агентство по развитию", 3),
        ("Правительство Торвии", 1),
    ]


@pytest.mark.parametrize("sentence", ["Regional museums took part.", "Областные музеи пришли."])
def test_several_at_the_beginning_of_a_sentence_are_a_group(sentence: str) -> None:
    [found] = organisations.find(prepare(sentence), Context())
    assert found.is_group
