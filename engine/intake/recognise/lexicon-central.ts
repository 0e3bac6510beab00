/**
 * Words of headers in the languages of the east and north of Europe that are written in Latin letters: Czech, Slovak, Slovene,
 * Croatian, Hungarian, Romanian, Finnish, Estonian, Latvian, Lithuanian; and in Turkish. Of Catalan, Icelandic, Albanian, Malay,
 * Tagalog, Swahili and Afrikaans only what must not be kept. See `lexicon.ts`.
 */
import type { Concept } from './lexicon.ts';

export const CENTRAL_WORDS: Partial<Record<Concept, string>> = {
  customer: `zákazník zákazníka zákazníci číslozákazníka číslozákazníku kódzákazníka idzákazníka idzákazník čísloklienta čísloodběratele odberateľ odběratel
    kupac kupca brojkupca idkupca kupacid šifrakupca brojkorisnika idkorisnika stranka številkastranke idstranke šifrastranke kupecid
    ügyfél ügyfélszám ügyfélkód ügyfélazonosító vevő vevőkód vevőszám vevőazonosító vásárlóazonosító felhasználóazonosító tagszám
    codclient idclient numărclient clientul codabonat codcumpărător asiakas asiakasnumero asiakasnro asiakastunnus asiakasid jäsennumero
    klient kliendinumber kliendikood kliendiid klienta klientanumurs klientakods klientaid pircējs klientas klientonumeris kliento
    klientokodas klientoid pirkėjas müşteri müşterino müşterinumarası müşteriid müşterikodu müşterinum üyeno üyenumarası üyeid kullanıcıid aboneno`,
  'foreign-id': `kódproduktu idproduktu čísloproduktu šifraproizvoda šifraizdelka cikkszám termékkód termékazonosító codprodus idprodus codbare
    tuotekoodi tuotenumero tuotetunnus tootekood prekėskodas precekods preceskods ürünkodu ürünid stokkodu barkod vonalkód mağazakodu kampanyakodu`,
  email: `emailovaadresa epošta eposta mailadresa emailadresa elektronskapošta elektronskinaslov emailcím emailcíme elektronikuslevélcím adresădeemail
    adresademail adresaemail sähköposti sähköpostiosoite epost epostiaadress meil meiliaadress epasts epastaadrese elpaštas elpašto elpaštoadresas
    epaštas epostaadresi epostaadresiniz
    sposti vásárlóemailcíme emailcímed
    correuelectrònic netfang `,
  phone: `telefonníčíslo číslotelefonu telefónnečíslo telefón mobil mobilnítelefon mobilnýtelefón brojtelefona brojmobitela mobitel
    telefonskaštevilka mobilnaštevilka gsm telefonszám telefonszáma mobiltelefonszám mobilszám numărdetelefon nrtelefon nrdetelefon telefonmobil
    puhelin puhelinnumero matkapuhelin puh telefoninumber mobiilinumber mobiil tālrunis tālruņanumurs mobilaistālrunis telefonas telefononumeris
    mobilus cep ceptelefonu cepno telefonnumarası telefonno ceptel
    iştelefonu evtelefonu ceptelefonunuz telefonu mobtelefonas 
    telèfon sími farsími simu nambayasimu`,
  name: `jméno křestníjméno příjmení celéjméno jménoapříjmení jménozákazníka =meno krstnémeno priezvisko celémeno menoapriezvisko rodnépříjmení
    =ime prezime imeiprezime punoime imekupca priimek imeinpriimek vezetéknév keresztnév utónév teljesnév név ügyfélnév ügyfélneve vevőneve anyjaneve
    születésinév becenév =nume prenume numeclient numedefamilie numelecomplet numesiprenume numeșiprenume etunimi sukunimi kokonimi =nimi asiakkaannimi
    kutsumanimi eesnimi perekonnanimi perenimi nimesi kliendinimi vārds uzvārds vārdsuzvārds pilnsvārds vardas pavardė vardaspavardė vardasirpavardė
    isim soyisim soyad soyadı adsoyad adısoyadı adı adıvesoyadı müşteriadı müşteriisim alıcıadı alıcıismi ünvan unvan kızlıksoyadı anneadı babaadı
    oslovení oslovenie megszólítás dítě jménodítěte lapsennimi
    neve vásárlóneve vevőneve leánykori anyaleánykorineve leánykorinév prenumelemamei numelemamei kızlık annekızlıksoyadı äidinnimi
    cognoms cognom nomicognoms nafn fornafn eftirnafn skírnarnafn emri mbiemri emrimbiemri jina jinakamili pangalan apelyido soyadı`,
  'account-name':
    'uživatelskéjméno používateľskémeno korisničkoime uporabniškoime felhasználónév numeutilizator käyttäjätunnus käyttäjänimi kasutajanimi lietotājvārds vartotojovardas kullanıcıadı přezdívka',
  person: `příjemce príjemca odesílatel odosielateľ kontaktníosoba kontaktnáosoba kontaktosoba kontaktnaosoba prodejce predajca obchodník lékař lekár
    manžel manželka rodič primatelj primalac prejemnik pošiljatelj prodavač zdravnik liječnik skrbnik vlasnik lastnik címzett feladó kapcsolattartó
    ügyintéző orvos háziorvos házastárs szülő gondviselő tulajdonos destinatar destinatarul expeditor persoanădecontact vânzător medic părinte soț soție
    vastaanottaja lähettäjä yhteyshenkilö myyjä lääkäri huoltaja puoliso omistaja saaja saatja kontaktisik müüja arst abikaasa saņēmējs sūtītājs
    kontaktpersona ārsts gavėjas siuntėjas kontaktinisasmuo gydytojas alıcı teslimalan gönderen temsilci müşteritemsilcisi satıştemsilcisi
    doktor veli anne baba yetkili ilgilikişi fotoğraf fotografie fotka =kép fénykép kuva valokuva
     vastuuhenkilö ügyfélmenedzser értékesítő üzletkötő obchodnízástupce agentvânzări vadybininkas`,
  address: `ulice číslopopisné číslodomu čp popisnéčíslo orientačníčíslo doručovacíadresa dodacíadresa fakturačníadresa bydliště trvalýpobyt
    bydlisko trvalébydlisko firma spoločnosť společnost zaměstnavatel zamestnávateľ ulica ulicaibroj kućnibroj adresa adresadostave prebivalište
    naslov hišnaštevilka ulicainhišnaštevilka podjetje delodajalec tvrtka poduzeće poslodavac utca házszám emelet ajtó lakcím lakóhely szállításicím
    számlázásicím =cím cégnév =cég munkahely munkáltató stradă stradanr strada bloc scara apartament domiciliu adresădelivrare adresădefacturare
    companie angajator osoite katuosoite lähiosoite kotiosoite toimitusosoite laskutusosoite katu yritys työnantaja aadress tänav =maja korter
    majanumber ettevõte tööandja adrese iela mājasnumurs dzīvoklis uzņēmums darbadevējs adresas gatvė namonumeris butas įmonė darbdavys
    adres açıkadres mahalle mahalleadı sokak cadde apartman apartmanno binano daireno kapıno teslimatadresi faturaadresi evadresi işadresi şirket şirketadı
    firmaadı işyeri kurum
    adreça carrer heimilisfang heimili rruga anwani tirahan manzil`,
  location:
    'zeměpisnášířka zeměpisnádélka souřadnice szélesség hosszúság koordináták leveysaste pituusaste koordinaatit enlem boylam koordinat koordinatlar konum',
  birth: `datumnarození narození narozeniny dátumnarodenia narodenie narodeniny datumrođenja rođendan rođenje datumrojstva rojstvo rojstnidan rojstnidatum
    születésidátum születésiidő születés születésnap szülidátum datanașterii datadenaștere naștere ziuadenaștere syntymäaika syntymäpäivä
    syntynyt sünniaeg sünnikuupäev sünnipäev dzimšanasdatums dzimšanasdiena gimimodata gimtadienis doğumtarihi doğum doğumgünü dtarihi
    szüldátum születésidátuma syntpvm doğumgünü 
    datadenaixement naixement fæðingardagur datëlindja datelindja tarehekuzaliwa kaarawan`,
  card: 'číslokarty platebníkarta platobnákarta brojkartice kreditnakartica številkakartice bankkártyaszám bankkártya numărcard luottokortti korttinumero kaardinumber kartesnumurs kortelėsnumeris kartno kartnumarası kredikartı',
  iban: 'čísloúčtu bankovníúčet bankovýúčet brojračuna bankovniračun številkaračuna bankszámlaszám számlaszám_bank contbancar tilinumero pankkitili kontonumber pangakonto bankaskonts sąskaita banksąskaita hesapno banka bankahesabı',
  'national-id': `rodnéčíslo číslopasu číslooběanskéhoprůkazu číslooptochodu čísloop občanskýprůkaz občianskypreukaz =pas cestovnípas ičo =dič spz ecv řidičskýprůkaz
    oib jmbg brojosobneiskaznice osobnaiskaznica brojputovnice putovnica matičnibroj emšo davčnaštevilka osebnaizkaznica tajszám taj adóazonosító
    adóazonosítójel személyigazolványszám személyiszám személyi útlevélszám útlevél rendszám jogosítvány cnp serieci serieșinumăr carteidentitate
    buletin pașaport numărînmatriculare henkilötunnus hetu sotu passinnumero ajokortti rekisterinumero ajoneuvonrekisteri isikukood passinumber
    idkaart personaskods pasesnumurs asmenskodas pasonumeris tckimlikno tckimlik tckn tcno kimlikno kimliknumarası tcnumarası vergino vergikimlikno
    pasaportno ehliyetno plaka plakano sgkno
    vkn vergikimlikno vergidairesi ehliyet adószám osobníčíslo
    kennitala`,
  secret: 'heslo lozinka geslo jelszó parolă salasana parool =parole slaptažodis şifre parola',
  'free-text': `poznámka poznámky komentář komentár popis zpráva správa připomínky napomena napomene bilješka poruka opomba opombe opis sporočilo
    megjegyzés megjegyzések leírás üzenet hozzászólás observații mențiuni comentarii descriere mesaj huomautus huomautukset huomiot kommentti
    lisätiedot kuvaus viesti märkused märkus kirjeldus sõnum piezīmes komentāri apraksts pastabos komentarai aprašymas açıklama notlar yorum
    yorumlar mesaj müşterinotu siparişnotu`,
  'web-address':
    'webovástránka webstránka weboldal honlap verkkosivu koduleht mājaslapa svetainė websitesi sayfa',
  sensitive: `náboženství náboženstvo víra vyznání vierovyznanie církev zdravotnístav zdravotnýstav zdraví zdravie zdravotnéobmedzenie nemoc choroba onemocnění diagnóza
    postižení postihnutie ztp těhotenství těhotná tehotná tehotenstvo krevnískupina krvnáskupina alergie alergia léky lieky očkování očkovanie národnost
    národnosť rasa etnickýpůvod etnikum odbory členodborů odbory sexuálníorientace politickástrana politickáorientace trestnírejstřík otiskprstu odtlačokprsta
    vjera vjeroispovijest religija crkva veroizpoved =vera zdravlje zdravstvenostanje bolest bolesti zdravje zdravstvenostanje invaliditet invalidnost
    invalidnina trudnoća trudna nosečnost krvnagrupa krvnaskupina alergije lijekovi zdravila cijepljenje nacionalnost narodnost etničkapripadnost sindikat
    spolnausmerjenost seksualnaorijentacija političkastranka kaznenaevidencija otisakprsta vallás felekezet egyház egészség egészségiállapot betegség
    betegségek krónikusbetegség fogyatékosság fogyatékos vércsoport terhesség terhes allergia allergiák gyógyszer gyógyszerek gyógyszerérzékenység oltás
    nemzetiség etnikum rassz származás szakszervezet szakszervezetitag szexuálisirányultság szexuálisorientáció politikainézet párt párttagság
    büntetettelőélet erkölcsibizonyítvány ujjlenyomat religie credință confesiune biserică staredesănătate sănătate boală boli afecțiuni dizabilitate handicap
    grupăsanguină grupasanguină sarcină însărcinată gravidă alergii medicamente vaccinare etnie rasă sindicat orientaresexuală partidpolitic cazier
    amprentă uskonto uskontokunta uskontunnustus kirkko kirkollisvero terveys terveydentila sairaus sairaudet vamma vammaisuus veriryhmä raskaus raskaana
    allergiat lääkitys rokotus rokotukset etninentausta etnisyys rotu ammattiliitto liittojäsenyys seksuaalinensuuntautuminen puolue poliittinenkanta
    rikosrekisteri sormenjälki kasvontunnistus =usk usutunnistus religioon kirik tervis terviseseisund haigus haigused puue veregrupp rasedus allergiad ravimid rahvus
    rass ametiühing seksuaalnesättumus erakond sõrmejälg karistused reliģija ticība ticībaspiederība veselība veselībasstāvoklis slimība slimības
    invaliditāte asinsgrupa grūtniecība alerģija alerģijas zāles tautība rase arodbiedrība seksuālāorientācija partija sodāmība pirkstunospiedums
    religija tikėjimas tikyba bažnyčia sveikata sveikatosbūklė ligos negalia neįgalumas kraujogrupė nėštumas alergija alergijos vaistai tautybė
    rasė profsąjunga seksualinėorientacija politinėpartija teistumas pirštųatspaudas =din dini dinî mezhep inanç kilise cami sağlık sağlıkdurumu hastalık
    hastalıklar kronikhastalık engelli engellilik engeldurumu engellilikdurumu kangrubu gebelik hamile hamilelik alerji alerjiler ilaç ilaçlar aşı aşıdurumu ırk
    etnik etnikköken kökeni sendika sendikaüyeliği cinselyönelim siyasigörüş siyasiparti parti adlisicil sabıka parmakizi biyometrik genetik helal
    mezhebi členstvívodborech členodborů dietnáobmedzenia celiakie cukorbeteg cukorbetegség lisztérzékeny gluténérzékeny laktózérzékeny párttag párttagság =roma cigány rokkantság rokkant
    kirkonjäsen seurakunta puoluekanta puoluejäsenyys liitonjäsen grupadesange grupadesânge greutate greutatea =kilo bolicronice etnia testsúly súly hmotnost váha težina =kaal svars svoris
    vankila sokeritauti keliakia diabetik diabetikář invalidita důchodceinvalidní
    creences malaltia malalties salut embaràs grupsanguini afiliaciósindical heilsa heilsufar sjúkdómur sjúkdómar fötlun trú trúfélag trúarbrögð blóðflokkur kynþáttur stéttarfélag feja besimi shëndeti
    sëmundje sëmundjet aftësiakufizuar kombësia grupiigjakut kesihatan relihiyon kalusugan kapansanan afya ugonjwa kabila ulemavu gesondheid siekte gestremdheid bloedgroep sağlamlıq millət`,
  proxy: `=dar dary darování vegetarián adomány vegetáriánus donație vegetarian lahjoitus kasvissyöjä annetus ziedojums paauka bağış vejetaryen vegan pojišťovna zdravotnípojišťovna poisťovňa lékárna gyógyszertár eczane apteekki
    dieta diéta étrend ruokavalio dietă ravitsemus`,
  quasi: `pohlaví pohlavie věk vek věkováskupina vekováskupina roknarození roknarodenia město mesto obec městočást okres kraj země krajina štát stát psč
    poštovnísměrovacíčíslo státnípříslušnost štátnepříslušnosť občanství občianstvo jazyk povolání povolanie zaměstnání zamestnanie vzdělání
    vzdelanie rodinnýstav počětdětí početdětí počtedětí počtydětí početdetí děti deti příjem príjem důchodce dôchodca výška
    =spol =dob dobnaskupina godinarođenja grad općina županija država regija poštanskibroj jezik zanimanje zvanje obrazovanje bračnostanje brojdjece djeca prihod
    primanja umirovljenik državljanstvo poštnaštevilka starost starostnaskupina letorojstva poklic izobrazba zakonskistan številootrok otroci dohodek
    neme =nem életkor =kor korcsoport születésiév születésihely irányítószám irsz város település megye ország régió kerület foglalkozás beosztás
    munkakör végzettség iskolaivégzettség családiállapot gyermekek gyerekek gyermekekszáma jövedelem fizetés állampolgárság nyelv nyugdíjas magasság titulus
    sex =gen vârstă grupădevârstă anulnașterii loculnașterii oraș localitate comună județ sector regiune țară codpoștal profesie ocupație funcție studii educație
    starecivilă copii numărcopii venit venituri cetățenie limbă naționalitate pensionar sukupuoli ikä ikäryhmä syntymävuosi syntymäpaikka
    kaupunki paikkakunta kunta maakunta lääni =maa postinumero postitoimipaikka ammatti toimiala koulutus siviilisääty lapset lastenmäärä lapsia tulot
    kansalaisuus kieli äidinkieli eläkeläinen opiskelija pituus sugu vanus vanusegrupp sünniaasta linn vald maakond riik postiindeks sihtnumber =amet
    elukutse haridus perekonnaseis lapsed lastearv sissetulek kodakondsus =keel dzimums vecums dzimšanasgads pilsēta novads valsts pastaindekss
    profesija nodarbošanās izglītība ģimenesstāvoklis bērni bērnuskaits ienākumi pilsonība valoda lytis amžius gimimometai miestas
    rajonas apskritis šalis paštokodas paštoindeksas profesija pareigos išsilavinimas šeiminėpadėtis vaikai vaikųskaičius pajamos pilietybė kalba cinsiyet yaş yaşgrubu
    yaşaralığı doğumyılı doğumyeri şehir =il ilçe semt bölge ülke postakodu meslek unvanı sektör eğitim eğitimdurumu medenidurum medenihal evli çocuk çocuksayısı
    gelir gelirdüzeyi maaş uyruk vatandaşlık =dil emekli öğrenci =boy burç ikamet
    öğrenimdurumu öğrenim mezuniyet házasságiállapot foglalkoztatás foglalkoztatottság kotitalouskoko kotitaloudenkoko postinro ammattiasema työtilanne šeimyninėpadėtis šeimosstatusas
    velikostdomácnosti háztartás háztartásmérete domácnost rodina gospodarie askerlik askerlikdurumu velkostboty cipőméret ruhaméret ayakkabınumarası beden`,
  time: `datumobjednávky dátumobjednávky datumnákupu dátumnákupu datum dátum datumregistrace dátumregistrácie datumvytvoření čas datumnarudžbe datumkupnje
    datumregistracije datumnaročila datumnakupa datumregistracija vrijeme rendelésdátuma rendelésidátum vásárlásdátuma regisztrációdátuma dátuma időpont idő kelt létrehozva
    datacomenzii datacomandă dataînregistrării datacumpărării tilauspäivä ostopäivä päivämäärä päiväys pvm =aika rekisteröitymispäivä rekisteröintipäivä luotu
    tellimusekuupäev kuupäev =aeg registreerimiskuupäev pasūtījumadatums datums laiks reģistrācijasdatums užsakymodata laikas registracijosdata
    sipariştarihi tarih tarihi kayıttarihi alışverişTarihi satınalmatarihi üyeliktarihi zaman saat oluşturulmatarihi sontarih`,
  amount: `částka suma celkem spolu celkovácena celkovásuma celkovácěna celkováútrata útrata cenacelkem iznos ukupno ukupniiznos vrijednost vrednost znesek skupaj skupniznesek
    összeg végösszeg összesen bruttó nettó fizetendő összesköltés érték valoare totalplată totalcheltuit sumătotală sumă summa yhteensä loppusumma kokonaissumma
    hinta ostotyhteensä kokku kogusumma kopā kopsumma kopējāsumma viso išviso bendrasuma tutar toplam toplamtutar toplamfiyat toplamharcama ödenen
    ödenentutar geneltoplam sepettutarı ciro bedel`,
  price:
    'cenazakus cenajednotková jednotkovácena jediničnacijena cijena cena egységár =ár prețunitar preț yksikköhinta kappalehinta ühikuhind =hind vienībascena vienetokaina kaina birimfiyat fiyat birimfiyatı',
  'order-id': `objednávka čísloobjednávky idobjednávky čísloobjednávky číslofaktury faktúra číslofaktúry narudžba brojnarudžbe idnarudžbe naročilo
    številkanaročila rendelés rendelésszám rendelésszáma rendelésazonosító rendelésiszám számlaszám számlasorszáma comandă numărcomandă nrcomandă idcomandă numărfactură
    tilaus tilausnumero tilausnro tilausid laskunumero tellimus tellimusenumber tellimuseid arve arvenumber pasūtījums pasūtījumanumurs rēķins
    rēķinanumurs užsakymas užsakymonumeris sąskaitosnumeris sipariş siparişno siparişnumarası siparişid siparişkodu faturano fişno`,
  'event-name':
    'událost udalosť događaj dogodek esemény eveniment tapahtuma sündmus notikums įvykis olay etkinlik',
  consent: `souhlas souhlasy súhlas súhlasy souhlassnewsletterem odběrnovinek odběrnewsletteru privola suglasnost pristanak soglasje privolitev enovice hozzájárulás hírlevél
    hírlevélhozzájárulás feliratkozott feliratkozás acord consimțământ buletininformativ abonat suostumus uutiskirje markkinointilupa =lupa nõusolek uudiskiri
    piekrišana jaunumi jaunumiem sutikimas naujienlaiškis naujienlaiškį izin izni onay onayı rıza rızası bülten bülteni bültenizni kvkk kvkkonayı iys iysizni
    açıkrıza ticariileti ticarielektronikileti elektronikileti smsizni epostaizni
    hírlevelet hírlevélre feliratkozva souhlasím odběr uutiskirjeentilaaja ticariiletiizni`,
  refusal: `odhlášen odhlášení nesouhlas nesúhlas odvolání odvolanie odmítnutí odjava odjavljen povlačenje leiratkozott leiratkozás tiltakozás visszavonás dezabonat
    dezabonare retragere refuz markkinointikielto kielto suoramarkkinointikielto peruutettu peruutus loobumine keeldumine atteikums atrakstījies atsisakymas
    atsisakė =ret reddi reddetti redetti iptal abonelikiptali listedençıktı onaysız izinsiz
    lemondta lemondott dezabonează`,
  purpose:
    'účel svrha namen cél célja adatkezeléscélja scop tarkoitus käyttötarkoitus eesmärk mērķis nolūks tikslas amaç',
  state: 'stav stanje állapot státusz stare tila =olek =seis statuss būsena durum durumu',
  method:
    'zdroj způsob izvor vir način forrás mód sursă metodă lähde tapa allikas avots šaltinis kaynak yöntem',
  until:
    'platnost platnosťdo vrijedido érvényes valabilpână voimassa kehtibkuni derīgslīdz galiojaiki geçerliliktarihi',
  count: `počet množství množstvo počtkusů početkusů početobjednávek početobjednávok količina komada brojnarudžbi število količina mennyiség darab
    darabszám =db rendelésekszáma száma bucăți cantitate numărcomenzi määrä kpl lukumäärä tilaustenmäärä kogus arv =tk daudzums skaits kiekis skaičius
    vnt adet miktar sayı sayısı siparişsayısı `,
  total:
    'body bodovi točke točk pontok pontszám puncte pisteet pontit punktid punkti taškai puan puanı sleva zľava popust kedvezmény reducere alennus allahindlus atlaide nuolaida indirim průměr prosjek povprečje átlag medie keskiarvo keskmine vidējais vidurkis ortalama dph pdv ddv áfa tva alv käibemaks pvn kdv doprava dostava szállításidíj livrare toimituskulut kargo kargoücreti',
};
