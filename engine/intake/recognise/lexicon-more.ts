/**
 * Words of headers in Polish, Swedish, Danish and Norwegian, and in Japanese, as they are written there; see `lexicon.ts`.
 * Japanese puts no blanks between words, so each is looked for inside a header (`tokens.ts`).
 */
import type { Concept } from './lexicon.ts';

export const MORE_WORDS: Partial<Record<Concept, string>> = {
  customer: `idklienta numerklienta nrklienta kodklienta klient kundnummer kundnr kundid kund kundenr kundenummer medlemsnummer
    medlemsnr medlemsid 顧客id 顧客番号 顧客コード 会員id 会員番号 会員コード お客様id お客様番号 ユーザーid ユーザid`,
  'foreign-id': '商品id 商品番号 商品コード 店舗id 店舗コード キャンペーンid',
  email: `epost epostadress epostadresse mejl mejladress adresemail adrespocztyelektronicznej emailadress emailadresse
    メール メールアドレス eメール 電子メール`,
  phone: `numertelefonu nrtelefonu telefonkomorkowy komorka mobilnr mobiltelefonnummer tlf tlfnr telefonnr
    電話 電話番号 携帯番号 携帯電話 携帯電話番号`,
  name: `imię nazwisko imięinazwisko drugieimię nazwiskopanieńskie nazwiskorodowe imiędziecka imięmatki imięojca
    förnamn efternamn namn tilltalsnamn mellannamn smeknamn barnetsnamn barnensnamn fornavn etternavn efternavn navn mellemnavn
    mellomnavn kælenavn barnetsnavn flicknamn 氏名 名前 お名前 姓 名 姓名 苗字 名字 セイ メイ カナ フリガナ ふりがな
    ニックネーム あだ名 旧姓 子供の名前 お子様名 配偶者名 保護者名 宛名`,
  'account-name':
    'pseudonim nazwaużytkownika användarnamn brukernavn brugernavn ユーザー名 アカウント名 ログインid',
  person: `odbiorca nadawca opiekun osobakontaktowa handlowiec lekarz zdjęcie małżonek rodzic właściciel
    mottagare avsändare målsman vårdnadshavare maka makemaka sambo kontaktperson läkare läge säljare ägare
    modtager mottaker avsender afsender ejer eier sælger selger 担当者 受取人 送り主 依頼主 保護者 配偶者 医師 主治医 写真 顔写真`,
  address: `ulica adres adreszamieszkania nrdomu nrmieszkania numerdomu numermieszkania firma nazwafirmy pracodawca
    gata gatuadress adress gatunummer företag företagsnamn arbetsgivare vej vejnavn gade gateadresse husnummer virksomhed
    bedrift arbejdsgiver arbeidsgiver 住所 番地 丁目 建物名 マンション名 会社名 勤務先 所属`,
  location:
    'szerokośćgeograficzna długośćgeograficzna współrzędne breddgrad bredegrad længdegrad 緯度 経度 位置情報 座標',
  birth: `dataurodzenia urodziny födelsedatum födelsedag fødselsdato fødselsdag bursdag 生年月日 誕生日`,
  card: `numerkarty kartakredytowa kortnummer kreditkort kredittkort カード番号 クレジットカード`,
  iban: `numerkonta nrkonta rachunekbankowy kontonr bankkonto clearingnummer 口座番号 銀行口座`,
  'national-id': `pesel nip dowódosobisty nrdowodu numerdowodu paszport nrpaszportu numerpaszportu nrrejestracyjny
    numerrejestracyjny prawojazdy personnummer personnr samordningsnummer registreringsnummer regnr bilnummer passnummer
    fødselsnummer cpr cprnummer cprnr körkort körkortsnummer マイナンバー 個人番号 パスポート番号 旅券番号 免許証番号 保険証番号
    車両番号 社員番号`,
  secret: 'hasło lösenord passord adgangskode portkod パスワード 暗証番号',
  'free-text': `uwagi komentarz opis notatka notatki wiadomość anteckning anteckningar kommentarer bemærkning merknad
    beskrivelse beskrivning meddelande 備考 メモ コメント 自由記述 お問い合わせ内容 特記事項`,
  'web-address': 'stronawww webbplats hjemmeside ホームページ',
  sensitive: `zdrowie choroby rasa leki ciąża wciąży grupakrwi związekzawodowy orientacjaseksualna poglądypolityczne
    partiapolityczna odciskpalca odciskpalców przekonania parti hälsa läggning sexuellläggning hudfärg ursprung etnisktursprung
    könsidentitet helse sundhed handicap religion livssyn
    宗教 信仰 宗派 檀家 労働組合 組合員 健康 病歴 既往歴 病名 持病 疾患 障害 障がい 血液型 血圧 妊娠 出産予定日 ワクチン 予防接種
    人種 民族 性的指向 性自認 政治 支持政党 思想 信条 指紋 顔認証 生体認証 遺伝子 犯罪歴 前科 アレルギー 服薬 処方
    糖尿病 喫煙 体重 介護度 要介護 本籍 部落`,
  proxy: 'wegetariański veganska spenden gåva darowizna kyrkoavgift 寄付 食事制限',
  quasi: `rokurodzenia miesiącurodzenia miejsceurodzenia wiek wiekdziecka grupawiekowa liczbadzieci dzieci kodpocztowy miasto
    miejscowość gmina powiat województwo dzielnica kraj zawód stanowisko branża dochód dochody zarobki wynagrodzenie stancywilny
    płeć obywatelstwo język wykształcenie nieletni niepełnoletni emeryt tytuł zwrot hobby szkoła wzrost
    födelseår födelseort ålder åldersgrupp barnensålder barnetsålder antalbarn barn postnummer postnr ort postort kommun län
    stadsdel yrke befattning bransch inkomst civilstånd kön medborgarskap språk utbildning minderårig pensionär titel
    skola skole längd erhverv =by bynavn  fødselsår fødested alder aldersgruppe antalbørn børn kommune fylke landsdel stilling indkomst inntekt
    civilstand sivilstand køn kjønn statsborgerskab statsborgerskap sprog språk uddannelse utdanning mindreårig
    年齢 年代 年齢層 生年 生まれ年 誕生月 生まれ月 出身地 出生地 性別 郵便番号 都道府県 市区町村 市町村 地域 地区 国籍 国 国名 言語 職業 職種
    役職 業種 部署 肩書 年収 収入 所得 世帯 婚姻 既婚 未婚 結婚 配偶者の有無 子供 こども 子ども お子様 家族 家族構成 学歴 学年 未成年
    身長 星座 趣味 住居 学校名`,
  time: `czas datazamówienia datazakupu datarejestracji datautworzenia tid tidpunkt dato tidspunkt beställningsdatum köpdatum
    orderdato ordredato købsdato 日付 日時 時刻 注文日 購入日 登録日 作成日 更新日 注文日時 購入日時`,
  amount: `kwota suma wartość łącznie cena belopp totalbelopp summa totalt pris beløb beløp omsætning omsetning 金額 合計 合計金額 売上
    購入金額 支払金額 総額`,
  price: 'cenajednostkowa styckpris stykpris enhetspris 単価',
  'order-id': `numerzamówienia nrzamówienia zamówienie faktura numerfaktury orderid ordrenummer fakturanummer 注文番号 受注番号
    注文id 伝票番号`,
  'event-name': 'zdarzenie händelse hændelse hendelse イベント イベント名',
  consent: `zgoda zgody zgodamarketingowa zgodanamarketing samtycke marknadsföringssamtycke nyhetsbrev samtykke nyhedsbrev
    nyhetsbrev 同意 許諾 メルマガ メールマガジン 配信希望`,
  refusal:
    'sprzeciw wycofanie rezygnacja wypisany avregistrerad avanmäld afmeldt avmeldt 配信停止 拒否 オプトアウト 退会',
  purpose: 'cel ändamål formål 目的',
  state: 'stan status stav tillstånd 状態',
  count: 'liczba ilość antal antall 数量 個数 回数 件数',
  total: 'średnia punkty rabat genomsnitt poäng gennemsnit 平均 ポイント 割引',
};
