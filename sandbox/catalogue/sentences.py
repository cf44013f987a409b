"""The project's own sentences, by language and subject. `{name} {venue} {city}` are filled in."""

Sentences = dict[str, tuple[str, ...]]

SUBJECTS = {  # of what class an event's first class makes it speak
    "theatre": "stage",
    "musical": "stage",
    "opera": "stage",
    "dance": "stage",
    "circuscabaret": "stage",
    "family": "stage",
    "comedy": "stage",
    "concert": "stage",
    "sport": "stage",
    "attract": "visit",
    "museum": "visit",
    "tours": "visit",
    "dining": "goods",
    "merch": "goods",
    "hotel": "stay",
}

ENGLISH: Sentences = {
    "stage": (
        "{name} comes to {venue} with a company that has played eleven towns and slept in nine of them.",
        "At {venue}, {name} begins in the dark, with one lamp and a voice you are not sure you heard.",
        "{city} has waited two winters for {name}, and the queue outside {venue} has learned to sing.",
        "The set folds into a single suitcase; what comes out of it fills {venue} to the roof.",
        "Nobody leaves {venue} humming the same tune, which the composer takes as a compliment.",
        "There is an interval, there is ice cream, and there is a twist that the front row always sees last.",
        "The band sits on stage, the cast never sits at all.",
        "Come early: the foyer has a small exhibition of the hats that did not make it into the show.",
    ),
    "visit": (
        "{name} is the part of {city} that people who live there take their friends to.",
        "You enter at street level and leave, some time later, knowing what the weathercock is for.",
        "Allow more time than you think: most visitors of {venue} go round twice.",
        "Guides tell the short story at every stop, and the long one to anybody who stays behind.",
        "There are benches, a café that bakes its own bread, and a view that is free of charge.",
        "In bad weather {name} is quieter, and some say better.",
    ),
    "stay": (
        "{name} has creaking stairs, quiet rooms and a breakfast that is served until the last guest is up.",
        "Every room looks over the roofs of {city}; the lift is older than the building.",
        "The night porter knows when each theatre in town comes out and keeps the lamp on.",
        "Arrive from three in the afternoon, leave your bags until the evening of your last day.",
    ),
    "goods": (
        "{name}: made in small numbers, packed by hand, and better than it needs to be.",
        "A thing to take home from {city} that is still there when the ticket has gone through the wash.",
        "Useful, a little vain, and dishwasher-proof where that makes sense.",
    ),
}

FRENCH: Sentences = {
    "stage": (
        "« {name} » arrive à {venue} avec une troupe qui l'a jouée dans onze villes.",
        "Une lampe, une voix, et tout {venue} retient son souffle.",
        "Il y a un entracte, des glaces, et une surprise que le premier rang voit toujours en dernier.",
    ),
    "visit": (
        "{name}, c'est le coin de {city} où les habitants emmènent leurs amis.",
        "Prévoyez plus de temps que vous ne pensez : la plupart des visiteurs font le tour deux fois.",
        "Les guides racontent la petite histoire à chaque arrêt, et la grande à ceux qui restent.",
    ),
    "stay": ("Des escaliers qui grincent, des chambres calmes, et un petit déjeuner pour les lève-tard.",),
    "goods": ("Fabriqué en petite série, emballé à la main : un souvenir de {city} qui dure.",),
}

GERMAN: Sentences = {
    "stage": (
        "„{name}“ kommt mit einem Ensemble nach {city}, das es in elf Städten gespielt hat.",
        "Eine Lampe, eine Stimme, und {venue} hält den Atem an.",
        "Es gibt eine Pause, es gibt Eis, und eine Wendung, die die erste Reihe immer zuletzt sieht.",
    ),
    "visit": (
        "{name} ist das Stück von {city}, das Einheimische ihren Freunden zeigen.",
        "Planen Sie mehr Zeit ein, als Sie denken: Die meisten gehen zweimal herum.",
        "An jeder Station gibt es die kurze Geschichte, und die lange für alle, die stehen bleiben.",
    ),
    "stay": ("Knarrende Treppen, ruhige Zimmer und ein Frühstück, bis der letzte Gast auf ist.",),
    "goods": ("In kleiner Zahl gefertigt, von Hand verpackt: ein Andenken an {city}, das bleibt.",),
}

SPANISH: Sentences = {
    "stage": (
        "«{name}» llega a {venue} con una compañía que la ha representado en once ciudades.",
        "Una lámpara, una voz, y {venue} contiene la respiración.",
        "Hay descanso, hay helados y un giro que la primera fila siempre ve la última.",
    ),
    "visit": (
        "{name} es el rincón de {city} al que los vecinos llevan a sus amigos.",
        "Reserve más tiempo del que piensa: casi todos dan dos vueltas.",
        "En cada parada se cuenta la historia corta, y la larga a quien se queda.",
    ),
    "stay": ("Escaleras que crujen, habitaciones tranquilas y desayuno hasta que se levante el último.",),
    "goods": ("Hecho en series pequeñas y envuelto a mano: un recuerdo de {city} que dura.",),
}

ARABIC: Sentences = {
    "stage": (
        "يصل عرض «{name}» إلى {venue} مع فرقة قدمته في إحدى عشرة مدينة.",
        "مصباح واحد وصوت واحد، ثم يحبس الجمهور أنفاسه.",
        "هناك استراحة ومثلجات، ومفاجأة يراها الصف الأول دائمًا في النهاية.",
    ),
    "visit": (
        "هنا يصطحب أهل {city} أصدقاءهم: {name}.",
        "خصص وقتًا أطول مما تظن، فمعظم الزوار يدورون مرتين.",
        "يروي المرشدون القصة القصيرة عند كل محطة، والطويلة لمن يبقى.",
    ),
    "stay": ("سلالم قديمة وغرف هادئة وإفطار حتى يستيقظ آخر ضيف.",),
    "goods": ("يُصنع بأعداد قليلة ويُغلّف باليد: تذكار من {city} يدوم.",),
}

JAPANESE: Sentences = {
    "stage": ("{venue}で「{name}」。ひとつの灯りと、ひとつの声から始まります。",),
    "visit": (
        "{name}は、地元の人が友だちを連れて行く場所です。",
        "思っているより時間に余裕を持ってお出かけください。二周する方がほとんどです。",
    ),
    "stay": ("静かなお部屋と、ゆっくりの朝食。",),
    "goods": ("少しずつ、手で作られた記念の品です。",),
}

LANGUAGES: dict[str, Sentences] = {
    "en": ENGLISH,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "ar": ARABIC,
    "ja": JAPANESE,
}

HEADINGS = {  # overview, duration, good to know, what's included, performance times, children, where
    "en": (
        "Overview",
        "Duration",
        "Good To Know",
        "What's Included",
        "Performance Times",
        "Suitable For Children",
        "Where Do I Go",
    ),
    "fr": ("Aperçu", "Durée", "Bon à savoir", "Compris", "Horaires", "Pour les enfants", "Où aller"),
    "de": ("Überblick", "Dauer", "Gut zu wissen", "Inbegriffen", "Termine", "Für Kinder", "Der Weg"),
    "es": ("Resumen", "Duración", "Conviene saber", "Incluye", "Horarios", "Para niños", "Cómo llegar"),
    "ar": ("نظرة عامة", "المدة", "من المفيد أن تعرف", "ما يشمله", "المواعيد", "للأطفال", "المكان"),
    "ja": ("概要", "所要時間", "ご案内", "含まれるもの", "時間", "お子さま", "場所"),
}

KEYS = (
    "overview",
    "duration",
    "good_to_know",
    "whats_included",
    "when_can_i_go",
    "suitable_for_children",
    "where_do_i_go",
)

NOTES = {  # one line for each section after the overview; `{minutes}` and `{venue}` are filled in
    "en": (
        "About {minutes} minutes, give or take the applause.",
        "Latecomers are let in when there is a suitable pause. Strobe light and one very loud kettle.",
        "Admission as booked. Programmes, drinks and umbrellas are extra.",
        "The dates are in the calendar; doors open half an hour before.",
        "Recommended from seven years. Younger ones are welcome in the family room.",
        "To {venue}. The nearest station is signposted.",
    ),
    "fr": (
        "Environ {minutes} minutes, applaudissements compris.",
        "Les retardataires entrent à la première pause. Lumières stroboscopiques.",
        "L'entrée telle que réservée. Programme et boissons en plus.",
        "Les dates sont au calendrier ; ouverture une demi-heure avant.",
        "Conseillé à partir de sept ans.",
        "{venue}. La station la plus proche est indiquée.",
    ),
    "de": (
        "Etwa {minutes} Minuten, Beifall eingerechnet.",
        "Nacheinlass in einer passenden Pause. Stroboskoplicht.",
        "Eintritt wie gebucht. Programmheft und Getränke gehen extra.",
        "Die Termine stehen im Kalender; Einlass eine halbe Stunde vorher.",
        "Empfohlen ab sieben Jahren.",
        "{venue}. Die nächste Haltestelle ist ausgeschildert.",
    ),
    "es": (
        "Unos {minutes} minutos, aplausos incluidos.",
        "Los que llegan tarde entran en la primera pausa. Luces estroboscópicas.",
        "La entrada reservada. Programa y bebidas aparte.",
        "Las fechas están en el calendario; puertas media hora antes.",
        "Recomendado a partir de siete años.",
        "{venue}. La estación más cercana está señalizada.",
    ),
    "ar": (
        "نحو {minutes} دقيقة مع التصفيق.",
        "يدخل المتأخرون عند أول توقف مناسب. توجد أضواء وامضة.",
        "الدخول كما حُجز. البرنامج والمشروبات بتكلفة إضافية.",
        "المواعيد في التقويم، وتُفتح الأبواب قبل نصف ساعة.",
        "يُنصح به من سن السابعة.",
        "{venue}. أقرب محطة عليها لافتات.",
    ),
    "ja": (
        "約{minutes}分です。",
        "遅れた方は区切りのよいところでご案内します。",
        "ご予約の入場が含まれます。",
        "日程はカレンダーをご覧ください。",
        "七歳以上におすすめです。",
        "{venue}。最寄り駅に案内があります。",
    ),
}
