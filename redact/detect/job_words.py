"""Words that functions of officials and employees are made of, in lower case: heads, what stands around them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENDINGS = tuple(
    sorted(
        _words(
            "adviseur adviseuse medewerker medewerkster mdw manager coördinator coordinator coördinatrice jurist "
            "juriste analist analiste inspecteur inspectrice consulent consulente controller beheerder beheerster "
            "ingenieur directeur directrice directeur-generaal leider leidster secretaris secretaresse inkoper "
            "inkoopster auditor architect architecte ontwikkelaar ontwikkelaarster ambtenaar specialist specialiste "
            "regisseur regisseuse onderzoeker onderzoekster begeleider begeleidster hoofd chef voorlichter "
            "voorlichtster deskundige handhaver opzichter verpleegkundige rechercheur rechercheuse commandant voogd "
            "businesspartner regievoerder ondersteuner taxateur controleur wetenschapper bouwkundige verkeerskundige "
            "rechtskundige planoloog epidemioloog hydroloog bioloog ecoloog archeoloog socioloog psycholoog "
            "criminoloog toxicoloog viroloog geoloog ergonoom planner tekenaar technicus operator administrateur "
            "administratrice huismeester havenmeester sluismeester rentmeester wachtmeester magazijnmeester "
            "kwartiermeester sluiswachter brugwachter assistent assistente coach trainer trainster programmeur "
            "beveiliger monteur centralist centraliste bibliothecaris archivaris conservator docent docente leraar "
            "lerares leerkracht instructeur instructrice examinator examinatrice decaan teamlead teamleader "
            "gezagvoerder hoofdagent hoofdcommissaris brigadier adjudant bewaarder inrichtingswerker "
            "reclasseringswerker jeugdwerker jongerenwerker welzijnswerker opbouwwerker groepswerker buurtwerker "
            "therapeut therapeute indicatiesteller bedrijfsarts verzekeringsarts jeugdarts vertrouwensarts "
            "keuringsarts gedragswetenschapper orthopedagoog pedagoog redacteur eindredacteur griffier accountmanager "
            "accountant actuaris econoom fiscalist functionaris bestuurder uitvoerder werkvoorbereider landmeter "
            "stagiair stagiaire trainee kwartiermaker strateeg strategist stedenbouwkundige verkenner businessanalist "
            "behandelaar toezichthouder vertrouwenspersoon rapporteur registrator netwerker expert ontwerper laborant "
            "laborante bemiddelaar supervisor machinist designer tester badmeester ceremoniemeester kundige loog "
            "gerechtsbode kamerbewaarder brandweerman tolk stenograaf typist typiste diensthoofd projektleiter "
            "abteilungsleiter referatsleiter sachbearbeiter geschäftsführer besluitvormer acquisiteur planeconoom "
            "statisticus verlener opziener boswachter leerplichtambtenaar"
        )
    )
)
"""What a function ends in; longer words that end so (beleidsadviseur) say enough by themselves."""

SPECIFIC = _words(
    "teamleider projectleider afdelingshoofd wijkagent hoofdagent beleidsmedewerker vertrouwenspersoon "
    "casemanager kwartiermaker gedragswetenschapper epidemioloog hydroloog archeoloog ecoloog planoloog "
    "bedrijfsarts kabinetschef bevelvoerder centralist centraliste receptionist receptioniste telefonist "
    "telefoniste huismeester webmaster conciërge concierge consulent consulente controller inkoper opzichter "
    "auditor voorlichter griffiemedewerker projectingenieur kaderlid zaakvoerder stagiaire stagiair trainee "
    "directiesecretaresse gezinsvoogd secretaresse orthopedagoog adjudant hoofdcommissaris havenmeester "
    "rentmeester archivaris bibliothecaris conservator landmeter werkvoorbereider actuaris fiscalist strateeg "
    "planeconoom boekhouder boekhoudster doktersassistente indicatiesteller teamchef regievoerder "
    "businesspartner liaison attaché chef-staf teamlead teamleader ploegleider ploegchef meldkamerchef "
    "projektleiter sachbearbeiter geschäftsführer reclasseringswerker jongerenwerker jeugdwerker "
    "welzijnswerker opbouwwerker buurtwerker gezagvoerder wachtcommandant dienstchef griffiechef "
    "accountmanager beleidsadviseur roostermaker brandmeester hoofdbrandmeester brandwacht bewindvoerder "
    "productowner mt-lid directielid managementassistent managementassistente directieassistent "
    "directieassistente preventiemedewerker scrummaster rapporteur raadadviseur mentor decaan studentendecaan "
    "examinator intern-begeleider zorgcoördinator opperwachtmeester bestuurssecretaris directiesecretaris "
    "kerndocent opsporingsambtenaar inrichtingswerker"
)
"""Single words that say which function somebody holds."""

GENERIC = _words(
    "adviseur adviseuse jurist juriste medewerker medewerkster mdw ambtenaar docent docente leraar lerares "
    "leerkracht directeur directrice manager beheerder beheerster inspecteur inspectrice rechercheur "
    "rechercheuse specialist specialiste onderzoeker onderzoekster begeleider begeleidster assistent "
    "assistente hoofd chef coach trainer trainster monteur chauffeur bode agent agente accountant controleur "
    "deskundige tolk technicus operator ingenieur analist analiste architect architecte ontwikkelaar "
    "programmeur commandant majoor kapitein luitenant kolonel sergeant korporaal brigadier wachtmeester "
    "beveiliger bewaker portier bewaarder therapeut therapeute behandelaar bestuurder redacteur machinist "
    "piloot schipper leider consultant rector conrector psycholoog pedagoog planner functionaris voogd "
    "tekenaar administrateur voorman uitvoerder taxateur arts matroos loods econoom bioloog regisseur "
    "ondersteuner registrator instructeur dispatcher secretaris teamlid projectlid baliemedewerker "
    "vrijwilligerscoördinator bureauchef woonbegeleider recherchekundige directeur-generaal "
    "magazijnmedewerker conducteur technieker vakdocent expert ontwerper laborant laborante supervisor "
    "toezichthouder handhaver verpleegkundige deurwaarder coördinator coordinator coördinatrice recruiter "
    "lector sergeant-majoor luitenant-kolonel kapitein-luitenant boswachter"
)
"""Words for a function that many hold: they lead to somebody only beside a name or with their field."""

NEVER = _words(
    "burgemeester locoburgemeester staatssecretaris gemeentesecretaris provinciesecretaris "
    "secretaris-generaal secretaris-directeur raadsgriffier statengriffier griffier domeincontroller "
    "netbeheerder wegbeheerder projectontwikkelaar vastgoedontwikkelaar fractieleider partijleider "
    "regeringsleider wereldleider bendeleider marktleider oppositieleider voorhoofd achterhoofd uithoofd "
    "landshoofd staatshoofd gezinshoofd opperhoofd bruggenhoofd briefhoofd oud-bestuurder autobestuurder "
    "bromfietsbestuurder medebestuurder treinbestuurder automobilist arts-assistent vrachtwagenchauffeur "
    "taxichauffeur buschauffeur filmregisseur privédocent rijksambtenaar gemeenteambtenaar topambtenaar "
    "overheidsambtenaar ex-ambtenaar politieagent overheidsmedewerker oud-medewerker ex-medewerker "
    "geheimagent hoofdredacteur waterbeheerder vaarwegbeheerder spoorbeheerder terreinbeheerder "
    "natuurbeheerder wachtwoordbeheerder partijsecretaris penningmeester informateur leidinggevende "
    "hoogleraar dialoog monoloog epiloog proloog analoog oudheidkundige kamergriffier astroloog verleider "
    "inleider geleider halfgeleider misleider afleider aanleider onkundige cardioloog neuroloog uroloog "
    "gynaecoloog radioloog oncoloog dermatoloog patholoog reumatoloog nefroloog longarts huisarts"
)
"""Public roles, roles in politics or in the news, and what only ends like a function."""

NEVER_ENDINGS = (
    *(
        "dialoog",
        "cataloog",
        "partijleider",
        "coalitieleider",
        "rebellenleider",
        "bendeleider",
        "clanleider",
        "geleider",
        "hoogleraar",
    ),
    *("busbestuurder", "autobestuurder", "gezinshoofd", "staatshoofd", "ervaringsdeskundige"),
)
MANY_HOLD = _words(
    "medewerker medewerkster ambtenaar behandelaar beheerder arts agent agente docent docente leraar lerares "
    "leerkracht inspecteur specialist deskundige bestuurder functionaris secretaris ondersteuner assistent "
    "onderzoeker expert leider toezichthouder handhaver coördinator"
)
"""Of the generic ones those that say nothing even after 'onze' or 'mijn'."""

WITH_FIELD = _words("officier hoofd chef arts")
"""Heads that only count with what stands behind them: 'officier van dienst', 'hoofd ICT'."""

LED = _words("werker werkster")
"""Heads that only count with a word before them: 'maatschappelijk werker'."""

RANKS = _words(
    "majoor kapitein luitenant kolonel sergeant korporaal brigadier wachtmeester agent agente generaal adjudant"
)

BEFORE = _words(
    "senior junior medior sr sr. jr jr. plv plv. plaatsvervangend plaatsvervangende pl. waarnemend wnd wnd. "
    "wd. adjunct eerste tweede 1e 2e strategisch tactisch coördinerend coordinerend operationeel juridisch "
    "technisch functioneel sociaal politiek ambtelijk algemeen financieel bestuurlijk lead principal chief "
    "hoofd- onafhankelijk onafhankelijke vaste persoonlijk specialistisch buitengewoon maatschappelijk "
    "tijdelijk interim beoogd voormalig oud ervaringsdeskundig gecertificeerd beëdigd behandelend dienstdoend "
    "onbezoldigd landelijk regionaal toegevoegd gemachtigd intern extern assistent deputy acting associate "
    "executive general managing allround assistent-"
)
ADJECTIVES = ("isch", "eel", "ief", "lijk", "aal", "air", "kundig", "gisch", "erend")
NO_ADJECTIVES = _words(
    "eigenlijk namelijk duidelijk eindelijk uiteindelijk natuurlijk gezamenlijk mogelijk moeilijk "
    "waarschijnlijk vermoedelijk oorspronkelijk inmiddels speciaal normaal helemaal allemaal totaal lokaal "
    "centraal veel deel onderdeel voordeel nadeel heel geheel materieel wel actief relatief tarief brief "
    "initiatief motief archief praktisch automatisch elektronisch telefonisch tragisch logisch drastisch "
    "gedeeltelijk afzonderlijk persoonlijk regelmatig hopelijk aanzienlijk wekelijk mondeling schriftelijk "
    "dagelijk verhaal kanaal materiaal journaal portaal signaal kwartaal taal maal zaal personeel individueel "
    "officieel actueel eventueel virtueel formeel informeel tegelijk vrolijk redelijk onmiddellijk behoorlijk "
    "tijdschrift elk vooral overal"
)
"""Words that end like an adjective and may well stand before a function without being a part of it."""

ENGLISH = _words(
    "security information privacy data software cloud network netwerk system systems storage devops project "
    "program programme product incident compliance risk legal policy chief executive financial finance "
    "technology technical operations operating communications communication account business customer change "
    "service delivery test quality process cyber threat intelligence soc senior junior lead principal deputy "
    "assistant liaison research hr human resources it ict ot digital innovation community content marketing "
    "sales public affairs relations press press-office data-science protection disaster health safety "
    "environmental environment field case crisis response site reliability database infrastructure solution "
    "solutions enterprise domain front-end back-end frontend backend full-stack fullstack qa ux ui web "
    "release agile scrum investigation investigations forensic forensics malware detection vulnerability "
    "identity access financial-crime regulatory contract category supply chain purchasing procurement "
    "legislative international european first second third duty night office general policy-making knowledge "
    "learning development talent recruitment payroll"
)
"""Words before an English head."""
ENGLISH_HEADS = _words(
    "officer engineer developer analyst owner master handler responder consultant lead specialist manager "
    "architect advisor adviser counsel assistant director scientist auditor coordinator strategist recruiter "
    "steward tester hunter administrator secretary investigator researcher designer partner"
)

TOPICS = _words(
    "jeugd wonen zorg milieu water bodem geluid lucht energie klimaat natuur verkeer vastgoed inkoop "
    "personeel organisatie privacy ict it hr hrm wmo woo wob avg bezwaar beroep control dementie asiel "
    "migratie opvang veiligheid openbare orde economie financiën financien communicatie belastingen heffing "
    "subsidies vergunningen omgevingsvergunningen klachten evenementen vrijwilligers projecten parkeren groen "
    "grijs afval riolering wegen bruggen havens sport cultuur kunst erfgoed welzijn armoede schulden inkomen "
    "werk leerplicht onderwijs kinderopvang leerlingenvervoer statushouders inburgering stikstof landbouw "
    "visserij dierenwelzijn bouw bouwen wijken gebieden europa internationaal detectie respons dreigingen "
    "terrorisme inlichtingen systemen applicaties netwerken monitoring crypto cybersecurity cyber security ot "
    "finance planning audit archief post receptie balie kcc meldkamer catering schoonmaak gebouwen facilitair "
    "klantcontact klantenservice loket pensioenen operaties ondersteuning logistiek magazijn wagenpark bhv "
    "arbo integriteit ondermijning handhaving toezicht jeugdzorg jeugdhulp gezin ouderen volksgezondheid "
    "infectieziekten infectiepreventie reizigers vaccinaties bestuur management kabinet griffie juridisch "
    "vaktechniek techniek grond grondzaken planologie landschap ecologie archeologie monumenten toerisme "
    "recreatie vreemdelingen burgers burgerzaken publiekszaken basisregistraties data datascience ai "
    "innovatie digitaal digitalisering strategie onderzoek statistiek media pers redactie web social sociaal "
    "domein beleid uitvoering advies regie bedrijfsvoering ondernemingsraad medezeggenschap "
    "gegevensbescherming informatiebeveiliging informatievoorziening tigrinya arabisch pools oekraïens turks "
    "engels brandweer ghor ambulance bevolkingszorg crisisbeheersing rampenbestrijding noord zuid oost west "
    "rayon regio wijk volwassenen schuldhulpverlening invordering dienstverlening verpleegkunde huisvesting "
    "mobiliteit luchtvaart scheepvaart spoor infrastructuur ruimte leefomgeving"
)
TOPIC_ENDINGS = tuple(
    _words(
        "zaken beheer kunde recht voering veiligheid kwaliteit vaardigheid vervoer domein participatie techniek "
        "planning systemen systeem onderwijs toezicht beleid ing heid tie teit schap zorg logie iek economie "
        "grafie ities ties ingen middelen projecten diensten hulp bouw advies bestuur management security control "
        "finance affairs services operations compliance heden communicatie preventie migratie werken belastingen "
        "rechten procedures zones water geluid natuur energie"
    )
)
NO_TOPICS = _words(
    "ging hing ving ding kreeg betrekking instantie publiek uniek afspraak aanleiding elke iedere eerste "
    "tweede onze bring"
)
ADJECTIVE_ENDINGS = (
    "ische",
    "ële",
    "lijke",
    "ale",
    "bare",
    "ieve",
    "erne",
    "uele",
    "ele",
    "aire",
    "eke",
    "nde",
    "se",
    "ige",
)
UNITS = _words(
    "directie directoraat directoraat-generaal afdeling team cluster unit dienst eenheid sector bureau sectie "
    "groep regio rayon district basisteam domein programma project ministerie gemeente provincie waterschap "
    "politie brandweer veiligheidsregio inspectie omgevingsdienst ggd school stichting organisatie instelling "
    "hoogheemraadschap bedrijf universiteit hogeschool kabinet faculteit vakgroep locatie vestiging filiaal "
    "staf concern compagnie bataljon brigade post kazerne meldkamer arrondissementsparket parket rechtbank "
    "college cio-office soc cert"
)
DETERMINERS = _words("de het onze ons mijn m'n uw hun haar zijn jullie jouw je die deze dit dat diens 't")
POSSESSIVES = _words("onze ons mijn m'n uw hun haar zijn jullie jouw je diens")
ABSTRACT = _words(
    "een geen elke elk iedere ieder welke welk enkele alle sommige beide meerdere twee drie vier vijf zes 'n "
    "een'n wat zo'n vacature vacatures functie functieprofiel fte rol"
)
