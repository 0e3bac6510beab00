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
  democrat republican conservative labour socialist`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
