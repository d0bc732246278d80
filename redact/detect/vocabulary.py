"""Small closed word lists of Dutch that the name grammar stands on. All lower case; no list of persons."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words(
    "van von vom vander vanden de den der het t s te ten ter la le les l du des da das do dos d di del della "
    "dello af el al ul ut ould ibn bin bint ben abu abou bou ait aït zu zur zum y st san"
)
"""What may stand between first name and surname."""

PREPOSITIONS = _words("in op aan bij uit uijt over onder voor tot")
"""The same before another particle only: 'in 't', 'op den', 'uit de'."""

TITLES = _words(
    "dhr mevr mw mevrouw meneer mijnheer heer dame drs mr ir ing dr prof bc msc bsc llm mba ma phd ds pater "
    "zuster broeder jhr jonkheer jkvr mej mejuffrouw mrs ms miss sir herr frau monsieur madame professor "
    "dokter doctor advocaat notaris heren dames sergeant majoor kolonel luitenant kapitein generaal "
    "wachtmeester inspecteur"
)

LAW_WORDS = _words(
    "motie moties wet wetten amendement amendementen kabinet commissie commissies initiatiefwet initiatiefnota "
    "rijkswet prijs ij wetsvoorstel wetsontwerp leerstoel lezing penning bokaal syndroom"
)
"""motie-X, motie X, wet X, kabinet X: the name is public."""

NAMED_AFTER = _words(
    "akkoord rapport advies norm arrest doctrine fractie lijst methode model test ziekte regeling plan taskforce "
    "formule zaak dossier operatie project code effect principe schaal index coëfficiënt variant virus"
)
"""rapport-X, zaak-X: public with a hyphen only; 'dossier Jansen' is about a person."""

ORG_STARTS = _words(
    "stichting ministerie ministeries gemeente gemeenten provincie waterschap universiteit hogeschool "
    "vereniging firma bedrijf directie directoraat afdeling cluster team bureau instituut fonds college "
    "school basisschool museum hotel café restaurant ziekenhuis kliniek apotheek bank rechtbank gerechtshof "
    "politie veiligheidsregio dienst omgevingsdienst advocatenkantoor kantoor vof gebroeders gebr uitgeverij "
    "drukkerij station luchthaven stadion camping kasteel kerk moskee bibliotheek kamer zaal vergaderzaal "
    "gebouw paviljoen project projectnaam merk krant persbureau omroep omrop partij kanaal sluis brug tunnel "
    "bos polder eiland meer wijk buurt dorp stad plaats regio koninkrijk republiek academie conservatorium"
)
"""What follows them is the name of an organisation or a place."""

ORG_ENDS = _words(
    "bv nv vof cv ltd inc gmbh llc plc huis mc fonds holding groep group prijs instituut institute stichting "
    "foundation universiteit university hogeschool college school academie museum ziekenhuis kliniek "
    "advocaten notarissen accountants makelaars makelaardij consultancy consulting advies adviesgroep bouw "
    "bouwbedrijf transport logistics solutions systems services security software technologies technology "
    "techniek installaties catering media publishers uitgevers bank verzekeringen stadion arena theater hotel "
    "concern company zonen zn co collectief lyceum gymnasium scholengemeenschap centrum center centre lab "
    "laboratorium haven hal zaal award lezing toernooi"
)
"""What stands before them is the name of an organisation."""

STREET_ENDS = (
    "straat", "laan", "plein", "gracht", "kade", "singel", "steeg", "dreef", "plantsoen", "boulevard",
    "straatje",
)  # fmt: skip

MONTHS_AND_DAYS = _words(
    "januari februari maart april mei juni juli augustus september oktober november december feb mrt apr "
    "aug sep sept okt nov dec maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "monday tuesday wednesday thursday friday saturday sunday january february march may june july "
    "august october kerst kerstmis pasen pinksteren hemelvaart koningsdag sinterklaas ramadan"
)

PLACES = _words(
    "nederland nederlanden holland nederlandse nederlander nederlanders europa europese amerika azië afrika "
    "australië benelux amsterdam rotterdam utrecht eindhoven tilburg groningen almere breda nijmegen enschede "
    "haarlem arnhem zaanstad amersfoort apeldoorn hoofddorp maastricht leiden dordrecht zoetermeer zwolle "
    "deventer delft alkmaar heerlen venlo leeuwarden hilversum hengelo purmerend roosendaal schiedam lelystad "
    "almelo hoorn gouda vlaardingen assen bergen oss ede capelle veenendaal katwijk zeist nieuwegein roermond "
    "velsen emmen helmond hertogenbosch bosch haag 's-gravenhage rijswijk leidschendam voorburg wassenaar "
    "delfzijl drachten sneek heerenveen franeker harlingen dokkum kampen meppel hoogeveen coevorden zutphen "
    "doetinchem winterswijk tiel culemborg wageningen barneveld ermelo harderwijk nunspeet putten terneuzen "
    "middelburg vlissingen goes hulst weert sittard geleen kerkrade valkenburg waalwijk uden veghel boxtel "
    "vught best son nuenen geldrop veldhoven valkenswaard bergeijk deurne asten someren cuijk boxmeer gennep "
    "venray horst texel schiphol aalsmeer uithoorn amstelveen diemen weesp muiden naarden bussum laren "
    "blaricum huizen eemnes baarn soest leusden woudenberg doorn houten bunnik woerden montfoort oudewater "
    "vianen lopik ijsselstein bodegraven alphen waddinxveen boskoop hillegom lisse sassenheim noordwijk "
    "warmond oegstgeest voorschoten westland naaldwijk maassluis hellevoetsluis brielle spijkenisse "
    "barendrecht ridderkerk zwijndrecht papendrecht sliedrecht gorinchem leerdam werkendam drenthe friesland "
    "fryslân gelderland overijssel flevoland limburg zeeland brabant noord-brabant noord-holland zuid-holland "
    "curaçao aruba bonaire saba suriname marokko turkije duitsland frankrijk belgië engeland spanje italië "
    "portugal polen oekraïne rusland china japan india iran irak israël palestina gaza syrië afghanistan "
    "egypte somalië eritrea ethiopië ghana nigeria kenia zweden noorwegen denemarken finland oostenrijk "
    "zwitserland griekenland hongarije roemenië bulgarije kroatië servië ierland schotland luxemburg canada "
    "mexico brazilië argentinië brussel antwerpen gent luik londen parijs berlijn madrid rome wenen warschau "
    "moskou kiev kyiv washington peking tokio straatsburg genève new york oost west noord zuid midden veluwe "
    "betuwe achterhoek twente randstad waddenzee noordzee ijssel maas rijn waal schelde lek vecht amstel "
    "rotte ij markermeer ijsselmeer engels engelse duits duitse frans franse belgisch belgische turks turkse "
    "marokkaans russisch russische chinees chinese spaans"
)

NO_NAMES = _words(
    "vast mobiel mail email telefoon rol functie wijze naam eens oneens neutraal stelling wifi nummer "
    "doe lees zie klik kies vul bel let gebruik treffers gevonden bekend uitkomst "
    "allen iedereen collega collegae art nr blz par incl excl staat raad kamer minister ministers "
    "staatssecretaris regering kabinet tweede eerste hoge rijk rijks koning koningin koninklijke kroon bank "
    "beurs wet woo wob avg bijlage artikel hoofdstuk paragraaf pagina blad nota brief memo bericht onderwerp "
    "datum kenmerk aan van cc bcc betreft geachte beste hoi hallo hey dag groet groeten met namens afzender "
    "ontvanger verzonden hierbij graag dank bedankt ok oké ja nee prima akkoord opmerking vraag antwoord "
    "versie concept definitief vertrouwelijk intern extern openbaar besluit verzoek bezwaar beroep zienswijze "
    "partij partijen lid leden fractie voorzitter griffier secretaris notulist directeur hoofd manager "
    "adviseur jurist burger burgers inwoner inwoners team groep dienst loket balie internet intranet windows "
    "office outlook word excel teams microsoft google apple android iphone ipad whatsapp signal zoom linux "
    "oracle java python cloud server data backup security awareness helpdesk servicedesk workshop webinar "
    "update planning agenda overleg vergadering notulen verslag actie actiepunt besluitenlijst rondvraag "
    "mededelingen pers media nos nrc trouw volkskrant telegraaf parool facebook twitter linkedin instagram "
    "youtube telegram nieuwsuur zembla argos god jezus bijbel koran sint euro dollar covid corona pfas "
    "stikstof asiel defensie financiën justitie veiligheid zaken binnenlandse buitenlandse economische "
    "sociale volksgezondheid welzijn sport onderwijs cultuur wetenschap infrastructuur waterstaat landbouw "
    "natuur visserij klimaat energie algemene belastingdienst rijkswaterstaat politie brandweer marechaussee "
    "douane rijksoverheid overheid provincie gemeente waterschap veiligheidsregio rechtbank hof openbaar "
    "ministerie autoriteit inspectie instituut bureau centrum nationaal nationale centraal centrale europees "
    "digitaal digitale senior junior the and for with from to subject sent date dear kind regards best "
    "original message re fw fwd attachment please this that we you our your it is in on at of or by as if ik "
    "jij je u uw wij we hij zij ze het deze dit die dat een de den der er hier daar wie wat waar waarom hoe "
    "wanneer welke want maar omdat daarom ook dus toch nog al als dan toen nu niet geen wel kan kun kunt zou "
    "wil mag moet heb heeft had ben bent was waren wordt werd zal zullen om op in uit over na voor bij tot te "
    "per sinds tijdens volgens via zonder tegen onder door"
)
"""Capitalised now and then, and no name of a person: functions, headings, mail words, brands, first words."""

PUBLIC_ROLES = _words(
    "minister staatssecretaris burgemeester wethouder kamerlid raadslid statenlid gedeputeerde dijkgraaf hoogleraar "
    "gemeentesecretaris provinciesecretaris griffier"
)
"""Functions whose holders act in public."""

BODIES = _words(
    "AIVD AVG AZ AenM BAG BBB BHOS BRP BV BZ BZK CBS CDA COA CPB CU DEF DENK DG DUO EK EU EZ EZK FEZ FIN FvD GGD "
    "GL GS HBO HR HRM ICT IG IGJ ILT IND IPO IT IenW JA21 JZ JenV KCC KGG KNMI LNV LS LVVN MBO MIVD MT NB NCSC "
    "NCTV NL NSC NV NVWA OCW OM OOV OR PGB PO PS PVV PvdA PvdA-GroenLinks PvdD RIVM RVO SCP SG SGP SP SVB SZW TK "
    "UWV UvW VN VNG VO VRO VS VTH VVD VWS WJZ WO WOB WOO"
)
"""Abbreviations of bodies, units and the like, as they are written: no initials of a person."""

BUILDING_ENDS = (
    "zwembad", "bad", "huis", "hof", "zaal", "kamer", "school", "college", "brug", "tunnel", "sluis", "kazerne",
    "stadion", "museum", "theater", "fonds", "prijs", "lezing", "penning", "toren", "gebouw", "vleugel", "park",
    "orgel", "kerk", "bibliotheek", "leerstoel", "instituut", "kliniek", "hal",
)  # fmt: skip
"""What bears a person's name and is none; surnames that end so are on the list of surnames."""

FUNCTION_WORDS = tuple(
    sorted(
        _words(
            "adviseur adviseuse medewerker medewerkster manager directeur directrice hoofd jurist juriste coördinator "
            "coordinator secretaris secretaresse analist analyst architect beheerder ontwikkelaar developer engineer "
            "onderzoeker inspecteur rechercheur officier woordvoerder voorlichter projectleider programmamanager "
            "teamleider teamlead afdelingshoofd functionaris controller auditor ambtenaar griffier consultant "
            "specialist expert officer assistent assistente stagiair stagiaire trainee consulent toezichthouder "
            "handhaver planner administrateur accountmanager inkoper casemanager behandelaar "
            "bestuursadviseur teammanager accountant boa wijkagent agent arts verpleegkundige docent leraar notaris "
            "advocaat programmeur dba ciso cio cto ceo cfo strateeg bestuurder ondernemer "
            "procesmanager projectmanager kwartiermaker regisseur"
        )
    )
)
"""Last (or only) words of functions; compounds end in them (beleidsadviseur)."""

GIVEN_THOUGH_WORD = _words(
    "jan piet kees klaas bert rob bob tim tom ben bas bram daan dirk ed els eva fleur floor frank guus hans "
    "harm hein henk ilse jaap jasmijn jet joep joke joost jos karel koos leo lies linda lisa lotte luc marc "
    "mark max mees mia mieke miep mirjam nico nina otto peter pim rene rik robin ron ruud sam sander saskia "
    "sem sjaak sjoerd sofie stan stef sven ted teun thijs ties tineke toon trijn truus victor vincent wil "
    "willem wim wout anna bart barbara bernard chris christine cor dick ali amber angela arie bruno carmen "
    "charlotte claire claudia cris daniel david diana emma felix ferdinand floris gijs ingrid irene iris "
    "jacob jeroen johan john julia karin laura lex maria marie martin michiel mohammed monique nora olga paul "
    "philip pieter rosa sara simone sofia stella sylvia tess theo tine veronica viola vera yvonne"
)
"""Common first names that a dictionary of words holds too; capitalised they are names."""
