/** Words that tell Article 9 or 10 data (GDPR): how those of headers begin, and those that values hold. */

/**
 * How words begin that tell Article 9 or 10 data, where languages join or bend them ("Religionszugehörigkeit",
 * "Schwerbehindert", "vaccinated", "niepełnosprawność"). Of the beginnings of harmless words none is here.
 */
export const SENSITIVE_STEMS = new RegExp(
  `^(${[
    // Belief
    'religi|konfession|glauben|geloof|kirch|kerkelijk|trosuppf|trossamf|trosretn|wyznani|croyanc|credenz|baptis|taufe|taufd',
    // Union
    'gewerkschaft|sindical|sindicat|sindacal|sindacat|syndical|syndicat(s|$)|syndicaux|vakbond|fackforb|fackforen|fackmedl|facklig|fagforen|zwiazkow',
    // Politics
    'partei(zu|mit|buch)|partimedl|partilidm|politisk|polityczn|politiek|ideologi',
    // Health
    'schwerbehind|behinder|krankheit|krankschr|erkrank|gesundheit|impf|coronaimpf|vaccin|vacun|vacin|gevaccin|szczepi|immuni[sz]|diagnos|allerg|alerg|arbeitsunfah|unvertrag|suchterk|suchtprob|depressi|diabet|cukrzyc|medikat|medicat|medicac|medicam|medicin|medicij|medizin|lakemed|legemid|farmaco|schwanger|pregnan|zwanger|embaraz|gravid|ciaz|entbindung|accouch|fertilit(y|e)|blutgrupp|blutdruck|bloodgr|bloedgr|blodgr|blodtyp|sanguin|sanguign|psych(?!ogra)|therap|pflegegrad|pflegestuf|discapac|minusval|disabilit|handicap|invalidit|invalidez|niepelnospr|funktionsned|funktionsvar|funktionshind|funksjonsned|funksjonshem|enfermed|doenc|maladie|malatt|pathologi|patologi|gezondh|ziekte|halsa|halsot|helset|sjukdom|sygdom|sykdom|zdrowi|zdrowotn|chorob|vardbehov|menstru|koerpergewicht|korpergewicht',
    // Origin
    'ethni|etni|etnisk|rassi|hautfarb|huidskl|hudfarg|hudfarv|volkszug|volksgrupp|migrationsh|immigrat|asyl|asile|indigen|aborigin|narodowosc',
    // Sex life
    'sexual|sexuel|sexuell|seksue|seksual|sessual',
    // What is measured of a body
    'biometr|geneti|fingerabdr|vingerafdr|fingeravtr|fingeraftr|gesichtserk|stimmprof|voiceprint',
    // Crime
    'vorstraf|vorbestraf|straftat|strafblad|straffereg|straffeat|belastningsreg|karaln|niekaraln|convict',
    // Czech, Slovak, Slovene, Croatian, Hungarian, Romanian, Finnish, Estonian, Latvian, Lithuanian, Turkish, Indonesian
    'nabozen|odborech|rokkant|cukorbet|erzekeny|kirkon|puolue|mezheb|vierovyz|veroizp|vjeroisp|zdravotn|zdravstv|onemocn|postizen|postihn|tehoten|ockov|krevn|krvn|trudnoc|nosecn|invalidn|narodnost|vallas|felekez|egeszseg|beteg|fogyatek|terhes|vercsop|szakszerv|nemzetis|sanatat|dizabil|insarcin|sangvin|vaccin|uskonto|uskonnol|terveyd|terveyst|sairau|vammai|raskau|rokotu|veriryhm|ammattili|terviseseis|haigus|rasedu|veregr|ticiba|veselib|slimib|asinsgr|tikejim|sveikat|kraujo|negali|neigal|nestum|mezhep|dinimezh|saglik|hastalik|engelli|hamilel|gebeli|kangrub|sendika|kesehat|penyakit|kehamil|sange$|bolicron|disabil|golongandar',
    // Russian, Ukrainian, Bulgarian, Serbian
    'религи|релігі|вероисп|віроспов|вероучен|церк|црк|мечет|прихожан|халял|кошер|конфессі|конфесси|здоров|здравосл|здравств|здрављ|здраве|болезн|болест|заболев|захвор|хвор|хронич|хроніч|диагноз|діагноз|дијагн|инвалид|інвалід|увреждан|беремен|вагітн|бремен|трудноћ|трудниц|аллерг|алерг|диабет|діабет|дијабет|вакцин|ваксин|привив|щеплен|медицин|лекарств|ліки|лекови|лекарськ|лікарськ|психи|психо(?!граф)|терап|наркот|кров|крвн|кръвн|генет|биометр|біометр|отпечат|відбиток|отисак|национальн|націонал|националн|народност|этнич|етніч|етнич|расов|мигран|мігран|біженец|беженец|политич|політич|партийн|партійн|профсоюз|профспіл|синдикал|синдикат|сексуал|гомосексу|судимост|судиміст|осуждав|осуђив|криминал|кримінал|убежден|переконан|убеђењ|віч',
    // Greek
    'θρησκ|πεποιθ|εκκλησ|ορθοδοξ|υγεια|υγειο|ασθεν|νοσο|νοσημ|αναπηρ|αλλεργ|εγκυμ|εγκυο|εμβολ|διαβητ|ψυχικ|ψυχολογ|φαρμακευτ|ιατρικ|διαγνω|αιματο|εθνοτ|εθνικοτ|φυλετικ|συνδικ|κομματ|πολιτικωνπ|σεξουαλ|γενετικ|βιομετρ|δακτυλ|ποινικ|καταδικ',
    // Arabic and Persian, Hebrew, Hindi
    'ديان|ديني|مذهب|عقيد|طائف|امراض|مرضي|اعاق|معاق|معلول|حساسي|تشخيص|ادوي|لقاح|تطعيم|واكسن|سكري|ديابت|عرقي|قبل[يی]|قومي[تا]|سياسي|حزبي|نقاب|بصم|جينا|وراثي|جنائي|كيفري|بيماري|سلامتي?$|باردار|صحي',
    'דתי|בריאות|מחלות|נכות|מוגבלו|אלרגי|רגישו|הריון|אבחנ|תרופ|חיסונ|סוכר|פוליטי|מפלג|ביומטר|גנטי|פליל|עדתי|לאומי',
    'धर्म|धार्मिक|जाति|स्वास्थ्य|बीमार|रक्त|विकलांग|दिव्यांग|एलर्ज|गर्भ|टीका|राजनीति|मधुमेह',
  ].join('|')})`,
);

/** Values that tell Article 9 data in a column of few values, whatever its header. */
export const SENSITIVE_VALUES: ReadonlySet<string> = new Set(
  `christianity catholicism islamism judaism hinduism buddhism atheism christentum judentum christianisme judaisme
  pregnancy pregnant schwangerschaft grossesse disability disabled lgbt lgbtq queer transgender
  catholic protestant muslim islam jewish jewry hindu buddhist sikh atheist christian orthodox katholisch evangelisch
  muslimisch judisch jüdisch konfessionslos römisch-katholisch catholique musulman juif athée bouddhiste catolico católico
  católica protestante musulman musulmán judío ateo ateu cattolico cattolica musulmano ebreo katholiek islamitisch joods
  hervormd gereformeerd katolik katolickie prawosławny muzułmanin żydowskie katolsk muslimsk judisk protestantisk
  muçulmano budista evangélico evangélica umbanda candomblé 仏教 キリスト教 イスラム教 神道 創価学会
  diabetes cancer asthma hiv depression epilepsy hypertension krebs diabete asma flu gastritis bronchitis pneumonia
  diabetiker épilepsie asthme cáncer cancro kanker nowotwór cukrzyca cancer astma 糖尿病 喘息 高血圧
  heterosexual homosexual bisexual gay lesbian asexual heterosexuell homosexuell bisexuell hétérosexuel homosexuel lesbienne
  heterosexuální homoseksualny eterosessuale omosessuale caucasian hispanic latino african-american afro-american
  democrat republican conservative labour socialist
  православие православный православная мусульманин мусульманка мусульманство ислам іслам католик католичество католицизм иудаизм иудей буддизм буддист атеист
  атеистка протестант протестантизм христианство християнство православ'я мусульманин католицтво юдаїзм атеїст буддист християнин православен мюсюлманин
  диабет діабет астма рак онкология гипертония гіпертонія эпилепсия епілепсія гепатит вич віл инвалид інвалід беременна вагітна бременна
  χριστιανός χριστιανή ορθόδοξος ορθόδοξη μουσουλμάνος μουσουλμάνα καθολικός εβραίος άθεος διαβήτης άσθμα καρκίνος υπέρταση
  müslüman hristiyan hıristiyan yahudi sünni alevi ateist diyabet kanser astım hipertansiyon tansiyon
  křesťan křesťanství katolík evangelík ateista protestantské pravoslaví judaismus cukrovka rakovina hypertenze kresťan rímskokatolícke katolički pravoslavni
  katolikus református evangélikus ortodox zsidó muszlim ateista cukorbetegség rák asztma luterilainen ortodoksi muslimi juutalainen ateisti syöpä
  ortodox ortodoxă catolic catolică musulman reformat penticostal luterāņu katoļu pareizticīgais katalikas stačiatikis õigeusk luterlik
  مسلم مسلمة مسيحي مسيحية يهودي يهودية سني شيعي ملحد إسلام الإسلام المسيحية سكري السكري سرطان ربو مسلمان مسیحی زرتشتی یهودی شیعه سنی دیابت سرطان
  יהודי יהודיה מוסלמי מוסלמית נוצרי נוצריה דרוזי חרדי חרדית דתי חילוני מסורתי סוכרת סרטן אסטמה
  हिंदू हिन्दू मुस्लिम मुसलमान ईसाई सिख बौद्ध जैन दलित ब्राह्मण मधुमेह कैंसर hindu sikh jain dalit brahmin
  佛教 道教 基督教 天主教 伊斯兰教 伊斯蘭教 无宗教 汉族 回族 藏族 维吾尔族 蒙古族 壮族 满族 原住民 阿美族 中共党员 共青团员 党员 糖尿病 高血压 高血壓 癌症 哮喘 氣喘 乙肝 艾滋病 孕妇
  불교 기독교 개신교 천주교 가톨릭 이슬람교 원불교 무교 당뇨 당뇨병 고혈압 암 천식 임신 浄土真宗 神道 カトリック プロテスタント イスラム教 無宗教 キリスト教 アトピー がん うつ病 花粉症
  พุทธ คริสต์ อิสลาม ฮินดู เบาหวาน ความดันโลหิตสูง มะเร็ง phậtgiáo kitô hồigiáo islam kristen katolik buddha konghucu jawa sunda batak hipertensi diabetes`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
