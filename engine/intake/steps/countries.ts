/**
 * Countries by ISO 3166-1:2020 (alpha-2, alpha-3, numeric) and their names in English, German, French, Spanish,
 * Italian, Dutch, Portuguese and Polish, and some by their own, folded: without accents, in lower case, words apart by one blank.
 */

const TABLE = `
AD AND 020 andora|andorra|andorre
AE ARE 784 emirados arabes unidos|emirati arabi uniti|emiratos arabes unidos|emirats arabes unis|uae|united arab emirates|vereinigte arabische emirate|verenigde arabische emiraten|zjednoczone emiraty arabskie
AF AFG 004 afeganistao|afganistan|afghanistan
AG ATG 028 antigua and barbuda|antigua barbuda|antigua e barbuda|antigua en barbuda|antigua et barbuda|antigua i barbuda|antigua und barbuda|antigua y barbuda
AI AIA 660 anguila|anguilla
AL ALB 008 albania|albanie|albanien
AM ARM 051 armenia|armenie|armenien
AO AGO 024 angola
AQ ATA 010 antarctica|antarctique|antarktis|antarktyda|antartida|antartide
AR ARG 032 argentina|argentine|argentinie|argentinien|argentyna
AS ASM 016 american samoa|amerikaans samoa|amerikanisch samoa|samoa americaines|samoa americana|samoa americane|samoa amerykanskie
AT AUT 040 austria|autriche|oostenrijk|osterreich
AU AUS 036 australia|australie|australien
AW ABW 533 aruba
AX ALA 248 aland|aland islands|alandinseln|iles aland|ilhas aland|islas aland|isole aland|wyspy alandzkie
AZ AZE 031 aserbaidschan|azerbaidjan|azerbaigian|azerbaijan|azerbaijao|azerbaiyan|azerbeidzjan|azerbejdzan
BA BIH 070 bosna i hercegovina|bosnia and herzegovina|bosnia e herzegovina|bosnia ed erzegovina|bosnia herzegovina|bosnia i hercegowina|bosnia y herzegovina|bosnie en herzegovina|bosnie herzegovine|bosnien und herzegowina
BB BRB 052 barbade|barbados
BD BGD 050 banglades|bangladesch|bangladesh|bangladesz
BE BEL 056 belgia|belgica|belgie|belgien|belgio|belgique|belgium
BF BFA 854 burkina faso|burquina faso
BG BGR 100 bulgaria|bulgarie|bulgarien|bulgarije|bułgaria|българия
BH BHR 048 bahrain|bahrajn|bahrein|barein
BI BDI 108 burundi
BJ BEN 204 benin
BL BLM 652 saint barthelemy|san bartolome|sao bartolomeu|st barthelemy
BM BMU 060 bermuda|bermudas|bermudes|bermudy
BN BRN 096 brunei|brunei darussalam
BO BOL 068 bolivia|bolivia plurinational state of|bolivie|bolivien|boliwia
BQ BES 535 bonaire sint eustatius and saba|caraibi olandesi|caribbean netherlands|caribe neerlandes|caribisch nederland|karibische niederlande|niderlandy karaibskie|paises baixos caribenhos|pays bas caribeens
BR BRA 076 brasil|brasile|brasilien|brazil|brazilie|brazylia|bresil
BS BHS 044 bahama s|bahamas|bahamy
BT BTN 064 bhoutan|bhutan|butan|butao
BV BVT 074 bouvet island|bouveteiland|bouvetinsel|ile bouvet|ilha bouvet|isla bouvet|isola bouvet|wyspa bouveta
BW BWA 072 botsuana|botswana
BY BLR 112 belarus|białorus|bielorrusia|bielorrussia|bielorussia|bielorussie
BZ BLZ 084 belice|belize
CA CAN 124 canada|kanada
CC CCK 166 cocos keeling islands|cocoseilanden|iles cocos|ilhas cocos keeling|islas cocos|isole cocos keeling|kokosinseln|wyspy kokosowe
CD COD 180 congo kinshasa|congo the democratic republic of the|demokratyczna republika konga|kongo kinshasa|republica democratica del congo
CF CAF 140 centraal afrikaanse republiek|central african republic|repubblica centrafricana|republica centro africana|republica centroafricana|republika srodkowoafrykanska|republique centrafricaine|zentralafrikanische republik
CG COG 178 congo|congo brazzaville|kongo|kongo brazzaville|republica do congo
CH CHE 756 schweiz|suica|suisse|suiza|svizzera|switzerland|szwajcaria|zwitserland
CI CIV 384 costa d avorio|costa do marfim|cote d ivoire|ivoorkust|ivory coast
CK COK 184 cook islands|cookeilanden|cookinseln|iles cook|ilhas cook|islas cook|isole cook|wyspy cooka
CL CHL 152 chile|chili|cile
CM CMR 120 camaroes|cameroon|cameroun|camerun|kameroen|kamerun
CN CHN 156 china|chine|chiny|cina|peoples republic of china|prc|中国
CO COL 170 colombia|colombie|kolumbia|kolumbien
CR CRI 188 costa rica|kostaryka
CU CUB 192 cuba|kuba
CV CPV 132 cabo verde|cap vert|cape verde|capo verde|kaapverdie|republika zielonego przyladka
CW CUW 531 curacao|curazao
CX CXR 162 christmas island|christmaseiland|ile christmas|ilha christmas|isla de navidad|isola christmas|weihnachtsinsel|wyspa bozego narodzenia
CY CYP 196 chipre|chypre|cipro|cypr|cyprus|zypern
CZ CZE 203 cechia|ceska republika|cesko|chequia|czech republic|czechia|czechy|tchequia|tchequie|tschechien|tschechische republik|tsjechie
DE DEU 276 alemanha|alemania|allemagne|brd|bundesrepublik deutschland|deutschland|duitsland|federal republic of germany|germania|germany|niemcy
DJ DJI 262 djibouti|djibuti|dschibuti|dzibuti|gibuti|yibuti
DK DNK 208 danemark|dania|danimarca|danmark|denemarken|denmark|dinamarca
DM DMA 212 dominica|dominika|dominique
DO DOM 214 dominicaanse republiek|dominican republic|dominikana|dominikanische republik|repubblica dominicana|republica dominicana|republique dominicaine
DZ DZA 012 algeria|algerie|algerien|algerije|algieria|argelia
EC ECU 218 ecuador|ekwador|equador|equateur
EE EST 233 eesti|estland|estonia|estonie
EG EGY 818 agypten|egipt|egipto|egito|egitto|egypt|egypte
EH ESH 732 saara ocidental|sahara occidental|sahara occidentale|sahara zachodnia|westelijke sahara|western sahara|westsahara
ER ERI 232 eritrea|eritreia|erythree|erytrea
ES ESP 724 espagne|espana|espanha|hiszpania|spagna|spain|spanien|spanje
ET ETH 231 athiopien|ethiopia|ethiopie|etiopia
FI FIN 246 finland|finlande|finlandia|finnland|suomi
FJ FJI 242 fidji|fidschi|fidzi|figi|fiji|fiyi
FK FLK 238 falkland islands|falkland islands malvinas|falklandeilanden|falklandinseln|falklandy|iles malouines|ilhas malvinas|islas malvinas|isole falkland
FM FSM 583 micronesia|micronesia federated states of|micronesie|mikronesien|mikronezja
FO FRO 234 faeroer|faroe islands|faroer|iles feroe|ilhas faroe|islas feroe|isole fær øer|wyspy owcze
FR FRA 250 franca|france|francia|francja|frankreich|frankrijk
GA GAB 266 gabao|gabon|gabun
GB GBR 826 england|great britain|grossbritannien|northern ireland|regno unito|reino unido|royaume uni|scotland|u k|uk|united kingdom|vereinigtes konigreich|verenigd koninkrijk|wales|wielka brytania
GD GRD 308 granada|grenada|grenade
GE GEO 268 georgia|georgie|georgien|gruzja
GF GUF 254 frans guyana|franzosisch guayana|french guiana|guayana francesa|guiana francesa|gujana francuska|guyana francese|guyane francaise
GG GGY 831 guernesey|guernsey
GH GHA 288 gana|ghana
GI GIB 292 gibilterra|gibraltar
GL GRL 304 greenland|grenlandia|groenland|groenlandia|gronland
GM GMB 270 gambia|gambie
GN GIN 324 guine|guinea|guinee|gwinea
GP GLP 312 guadalupa|guadalupe|guadeloupe|gwadelupa
GQ GNQ 226 aquatorialguinea|equatoriaal guinea|equatorial guinea|guine equatorial|guinea ecuatorial|guinea equatoriale|guinee equatoriale|gwinea rownikowa
GR GRC 300 grece|grecia|grecja|greece|griechenland|griekenland|hellas|ελλαδα
GS SGS 239 georgia del sud e sandwich australi|georgia południowa i sandwich południowy|georgie du sud et les iles sandwich du sud|ilhas georgia do sul e sandwich do sul|islas georgia del sur y sandwich del sur|south georgia and the south sandwich islands|south georgia south sandwich islands|sudgeorgien und die sudlichen sandwichinseln|zuid georgia en zuidelijke sandwicheilanden
GT GTM 320 guatemala|gwatemala
GU GUM 316 guam
GW GNB 624 guine bissau|guinea bisau|guinea bissau|guinee bissau|gwinea bissau
GY GUY 328 guiana|gujana|guyana
HK HKG 344 hong kong|hong kong rae da china|hong kong sar china|hongkong sar van china|r a s chinoise de hong kong|rae de hong kong china|ras di hong kong|sonderverwaltungsregion hongkong|sra hongkong chiny
HM HMD 334 heard en mcdonaldeilanden|heard island and mcdonald islands|heard mcdonald islands|heard und mcdonaldinseln|iles heard et macdonald|ilhas heard e mcdonald|islas heard y mcdonald|isole heard e mcdonald|wyspy heard i mcdonalda
HN HND 340 honduras
HR HRV 191 chorwacja|croacia|croatia|croatie|croazia|hrvatska|kroatie|kroatien
HT HTI 332 haiti
HU HUN 348 hongarije|hongrie|hungary|hungria|magyarorszag|ungarn|ungheria|wegry
ID IDN 360 indonesia|indonesie|indonesien|indonezja
IE IRL 372 ierland|ireland|irland|irlanda|irlande|irlandia
IL ISR 376 israel|israele|izrael
IM IMN 833 ile de man|ilha de man|isla de man|isle of man|isola di man|wyspa man
IN IND 356 inde|india|indie|indien
IO IOT 086 britisches territorium im indischen ozean|british indian ocean territory|brits indische oceaanterritorium|brytyjskie terytorium oceanu indyjskiego|territoire britannique de l ocean indien|territorio britanico del oceano indico|territorio britanico do oceano indico|territorio britannico dell oceano indiano
IQ IRQ 368 irak|iraq|iraque
IR IRN 364 ira|iran|iran islamic republic of
IS ISL 352 iceland|ijsland|island|islanda|islande|islandia
IT ITA 380 italia|italie|italien|italy|włochy
JE JEY 832 jersey
JM JAM 388 giamaica|jamaica|jamaika|jamaique|jamajka
JO JOR 400 giordania|jordan|jordania|jordanie|jordanien
JP JPN 392 giappone|japan|japao|japon|japonia|日本
KE KEN 404 kenia|kenya|quenia
KG KGZ 417 kirghizistan|kirghizstan|kirgisistan|kirgistan|kirgizie|kirguistan|kyrgyzstan|quirguistao
KH KHM 116 cambodge|cambodia|cambodja|cambogia|camboja|camboya|kambodscha|kambodza
KI KIR 296 kiribati|quiribati
KM COM 174 comoras|comore|comoren|comores|comoros|komoren|komory
KN KNA 659 saint christophe et nieves|saint kitts and nevis|saint kitts e nevis|saint kitts en nevis|saint kitts i nevis|san cristobal y nieves|sao cristovao e nevis|st kitts nevis|st kitts und nevis
KP PRK 408 corea del nord|corea del norte|coree du nord|coreia do norte|korea democratic people s republic of|korea połnocna|noord korea|nordkorea|north korea
KR KOR 410 corea del sud|corea del sur|coree du sud|coreia do sul|korea południowa|korea republic of|republic of korea|south korea|sudkorea|zuid korea|대한민국
KW KWT 414 koeweit|koweit|kuwait|kuwejt
KY CYM 136 cayman islands|iles caimans|ilhas cayman|islas caiman|isole cayman|kaaimaneilanden|kaimaninseln|kajmany
KZ KAZ 398 cazaquistao|kasachstan|kazachstan|kazajistan|kazakhstan|kazakistan
LA LAO 418 lao people s democratic republic|laos
LB LBN 422 lebanon|liban|libano|libanon
LC LCA 662 saint lucia|sainte lucie|santa lucia|st lucia
LI LIE 438 liechtenstein
LK LKA 144 sri lanka
LR LBR 430 liberia
LS LSO 426 lesotho|lesoto
LT LTU 440 lietuva|litauen|lithuania|litouwen|lituania|lituanie|litwa
LU LUX 442 luksemburg|lussemburgo|luxembourg|luxemburg|luxemburgo
LV LVA 428 latvia|latvija|letland|letonia|lettland|lettonia|lettonie|łotwa
LY LBY 434 libia|libie|libya|libye|libyen
MA MAR 504 maroc|marocco|marokko|maroko|marrocos|marruecos|morocco
MC MCO 492 monaco|monako
MD MDA 498 moldavia|moldavie|moldova|moldova republic of|mołdawia|republik moldau
ME MNE 499 czarnogora|montenegro
MF MAF 663 saint martin|saint martin french part|san martin|sao martinho|st martin
MG MDG 450 madagascar|madagaskar
MH MHL 584 iles marshall|ilhas marshall|islas marshall|isole marshall|marshall islands|marshalleilanden|marshallinseln|wyspy marshalla
MK MKD 807 macedoine du nord|macedonia|macedonia del nord|macedonia del norte|macedonia do norte|macedonia połnocna|noord macedonie|nordmazedonien|north macedonia
ML MLI 466 mali
MM MMR 104 mianmar birmania|mjanma birma|myanmar|myanmar birma|myanmar birmania|myanmar birmanie|myanmar burma
MN MNG 496 mongolei|mongolia|mongolie
MO MAC 446 macao|macao sar china|macau rae da china|macau sar van china|r a s chinoise de macao|rae de macao china|ras di macao|sonderverwaltungsregion macau|sra makau chiny
MP MNP 580 iles mariannes du nord|ilhas marianas do norte|islas marianas del norte|isole marianne settentrionali|mariany połnocne|noordelijke marianen|nordliche marianen|northern mariana islands
MQ MTQ 474 martinica|martinique|martynika
MR MRT 478 mauretania|mauretanien|mauritania|mauritanie
MS MSR 500 montserrat
MT MLT 470 malta|malte
MU MUS 480 maurice|mauricio|mauritius
MV MDV 462 maldivas|maldive|maldiven|maldives|malediven|malediwy
MW MWI 454 malaui|malawi
MX MEX 484 meksyk|messico|mexico|mexiko|mexique
MY MYS 458 malaisie|malasia|malaysia|maleisie|malezja
MZ MOZ 508 mocambique|mosambik|mozambico|mozambik|mozambique
NA NAM 516 namibia|namibie
NC NCL 540 neukaledonien|new caledonia|nieuw caledonie|nouvelle caledonie|nova caledonia|nowa kaledonia|nueva caledonia|nuova caledonia
NE NER 562 niger
NF NFK 574 ile norfolk|ilha norfolk|isla norfolk|isola norfolk|norfolk|norfolk island|norfolkinsel
NG NGA 566 nigeria
NI NIC 558 nicaragua|nikaragua
NL NLD 528 holandia|holland|nederland|netherlands|niederlande|paesi bassi|paises baixos|paises bajos|pays bas|the netherlands
NO NOR 578 noorwegen|norge|noruega|norvege|norvegia|norway|norwegen|norwegia
NP NPL 524 nepal
NR NRU 520 nauru
NU NIU 570 niue
NZ NZL 554 neuseeland|new zealand|nieuw zeeland|nouvelle zelande|nova zelandia|nowa zelandia|nueva zelanda|nuova zelanda
OM OMN 512 oma|oman
PA PAN 591 panama
PE PER 604 perou|peru
PF PYF 258 frans polynesie|franzosisch polynesien|french polynesia|polinesia francesa|polinesia francese|polinezja francuska|polynesie francaise
PG PNG 598 papoea nieuw guinea|papouasie nouvelle guinee|papua neuguinea|papua new guinea|papua nova guine|papua nowa gwinea|papua nueva guinea|papua nuova guinea
PH PHL 608 filipijnen|filipinas|filipiny|filippine|philippinen|philippines
PK PAK 586 pakistan|paquistao
PL POL 616 poland|polen|pologne|polonia|polska
PM SPM 666 saint pierre and miquelon|saint pierre e miquelon|saint pierre en miquelon|saint pierre et miquelon|saint pierre i miquelon|san pedro y miquelon|sao pedro e miquelao|st pierre miquelon|st pierre und miquelon
PN PCN 612 iles pitcairn|ilhas pitcairn|islas pitcairn|isole pitcairn|pitcairn|pitcairn islands|pitcairneilanden|pitcairninseln
PR PRI 630 porto rico|portorico|portoryko|puerto rico
PS PSE 275 palastinensische autonomiegebiete|palestijnse gebieden|palestine state of|palestinian territories|territoires palestiniens|territori palestinesi|territorios palestinos|terytoria palestynskie
PT PRT 620 portogallo|portugal|portugalia
PW PLW 585 palaos|palau
PY PRY 600 paraguai|paraguay|paragwaj
QA QAT 634 catar|katar|qatar
RE REU 638 la reunion|reuniao|reunion|riunione
RO ROU 642 roemenie|romania|romenia|roumanie|rumania|rumanien|rumunia
RS SRB 688 serbia|serbie|serbien|servia|servie|srbija
RU RUS 643 rosja|rusia|rusland|russia|russian federation|russie|russland|россия
RW RWA 646 ruanda|rwanda
SA SAU 682 arabia saudi|arabia saudita|arabia saudyjska|arabie saoudite|saoedi arabie|saudi arabia|saudi arabien
SB SLB 090 iles salomon|ilhas salomao|islas salomon|isole salomone|salomonen|salomonseilanden|solomon islands|wyspy salomona
SC SYC 690 seicheles|seszele|seychellen|seychelles
SD SDN 729 soedan|soudan|sudan|sudao
SE SWE 752 schweden|suecia|suede|sverige|svezia|sweden|szwecja|zweden
SG SGP 702 singapore|singapour|singapur|singapura
SH SHN 654 saint helena ascension and tristan da cunha|sainte helene|sant elena|santa elena|santa helena|sint helena|st helena|wyspa swietej heleny
SI SVN 705 eslovenia|slovenia|slovenie|slovenija|slowenien|słowenia
SJ SJM 744 spitsbergen en jan mayen|spitzbergen und jan mayen|svalbard and jan mayen|svalbard e jan mayen|svalbard et jan mayen|svalbard i jan mayen|svalbard jan mayen|svalbard y jan mayen
SK SVK 703 eslovaquia|slovacchia|slovakia|slovaquie|slovensko|slowakei|slowakije|słowacja
SL SLE 694 serra leoa|sierra leona|sierra leone
SM SMR 674 saint marin|san marino
SN SEN 686 senegal
SO SOM 706 somalia|somalie
SR SUR 740 surinam|suriname
SS SSD 728 soudan du sud|south sudan|sud sudan|sudan del sur|sudan południowy|sudao do sul|sudsudan|zuid soedan
ST STP 678 santo tome y principe|sao tome and principe|sao tome e principe|sao tome en principe|sao tome et principe|sao tome principe|sao tome und principe|wyspy swietego tomasza i ksiazeca
SV SLV 222 el salvador|salvador|salwador
SX SXM 534 saint martin partie neerlandaise|sint maarten|sint maarten dutch part
SY SYR 760 siria|syria|syrian arab republic|syrie|syrien
SZ SWZ 748 essuatini|esuatini|eswatini|swaziland
TC TCA 796 iles turques et caiques|ilhas turcas e caicos|islas turcas y caicos|isole turks e caicos|turks and caicos islands|turks caicos islands|turks en caicoseilanden|turks i caicos|turks und caicosinseln
TD TCD 148 chad|chade|ciad|czad|tchad|tschad|tsjaad
TF ATF 260 francuskie terytoria południowe i antarktyczne|franse gebieden in de zuidelijke indische oceaan|franzosische sud und antarktisgebiete|french southern territories|terre australi francesi|terres australes francaises|territorios australes franceses|territorios franceses do sul
TG TGO 768 togo
TH THA 764 tailandia|tajlandia|thailand|thailande|thailandia
TJ TJK 762 tadjikistan|tadjiquistao|tadschikistan|tadzjikistan|tadzykistan|tagikistan|tajikistan|tayikistan
TK TKL 772 tokelau
TL TLS 626 oost timor|timor est|timor leste|timor oriental|timor wschodni
TM TKM 795 turcomenistao|turkmenistan
TN TUN 788 tunesie|tunesien|tunez|tunezja|tunisia|tunisie
TO TON 776 tonga
TR TUR 792 turchia|turcja|turkei|turkey|turkije|turkiye|turquia|turquie
TT TTO 780 trinidad and tobago|trinidad e tobago|trinidad en tobago|trinidad tobago|trinidad und tobago|trinidad y tobago|trinite et tobago|trynidad i tobago
TV TUV 798 tuvalu
TW TWN 158 taiwan|taiwan province of china|tajwan
TZ TZA 834 tansania|tanzania|tanzania united republic of|tanzanie
UA UKR 804 oekraine|ucraina|ucrania|ukraina|ukraine|украіна
UG UGA 800 oeganda|ouganda|uganda
UM UMI 581 amerikanische uberseeinseln|dalekie wyspy mniejsze stanow zjednoczonych|iles mineures eloignees des etats unis|ilhas menores distantes dos eua|islas menores alejadas de ee uu|isole minori esterne degli stati uniti|kleine afgelegen eilanden van de verenigde staten|u s outlying islands|united states minor outlying islands
US USA 840 america|estados unidos|etats unis|etats unis d amerique|stany zjednoczone|stati uniti|u s|u s a|united states|united states of america|us|usa|vereinigte staaten|vereinigte staaten von amerika|verenigde staten
UY URY 858 uruguai|uruguay|urugwaj
UZ UZB 860 oezbekistan|ouzbekistan|usbekistan|uzbekistan|uzbequistao
VA VAT 336 cidade do vaticano|citta del vaticano|ciudad del vaticano|etat de la cite du vatican|holy see vatican city state|vaticaanstad|vatican city|vatikanstadt|watykan
VC VCT 670 saint vincent and the grenadines|saint vincent e grenadine|saint vincent en de grenadines|saint vincent et les grenadines|saint vincent i grenadyny|san vicente y las granadinas|sao vicente e granadinas|st vincent grenadines|st vincent und die grenadinen
VE VEN 862 venezuela|venezuela bolivarian republic of|wenezuela
VG VGB 092 britische jungferninseln|british virgin islands|britse maagdeneilanden|brytyjskie wyspy dziewicze|iles vierges britanniques|ilhas virgens britanicas|islas virgenes britanicas|isole vergini britanniche|virgin islands british
VI VIR 850 amerikaanse maagdeneilanden|amerikanische jungferninseln|iles vierges des etats unis|ilhas virgens americanas|islas virgenes de ee uu|isole vergini americane|u s virgin islands|virgin islands u s|wyspy dziewicze stanow zjednoczonych
VN VNM 704 viet nam|vietna|vietnam|wietnam
VU VUT 548 vanuatu
WF WLF 876 wallis and futuna|wallis e futuna|wallis en futuna|wallis et futuna|wallis futuna|wallis i futuna|wallis und futuna|wallis y futuna
WS WSM 882 samoa
YE YEM 887 iemen|jemen|yemen
YT MYT 175 majotta|mayotte
ZA ZAF 710 africa do sul|afrique du sud|republika południowej afryki|south africa|sudafrica|sudafrika|zuid afrika
ZM ZMB 894 sambia|zambia|zambie
ZW ZWE 716 simbabwe|zimbabue|zimbabwe
`;

/** A name as it is looked up. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export type Country = { alpha2: string; alpha3: string; numeric: string };

const COUNTRIES: ReadonlyMap<string, Country> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap((line): [string, Country][] => {
      const [alpha2, alpha3, numeric] = line.split(' ', 3);
      const country = { alpha2, alpha3, numeric };
      return [alpha2, alpha3, numeric, ...line.slice(11).split('|')].map((name) => [fold(name), country]);
    }),
);

/** The country a text names, by a code or a name in one of eight languages or its own; undefined where it names none. */
export const countryOf = (text: string): Country | undefined => COUNTRIES.get(fold(text));
