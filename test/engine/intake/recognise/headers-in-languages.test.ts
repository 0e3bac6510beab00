/**
 * Names of columns in ten languages under which personal data stands, with values that give nothing away: few words, or yes
 * and no. What is special is not kept, who somebody is is not kept, and what narrows down who it is is never kept as an
 * ordinary attribute. Words of shops stay what they are.
 */
import { describe, expect, it } from 'vitest';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { findWords, tokensOf } from '../../../../engine/intake/recognise/tokens.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';

const PEOPLE = Array.from({ length: 200 }, (_, i) => `C${i}`);
const every = (values: readonly string[]): string[] => PEOPLE.map((_, i) => values[(i * 11) % values.length]);
const CUSTOMERS = detectColumn(PEOPLE);
const CODES = detectColumn(every(['qa', 'qb', 'qc', 'qd', 'qe', 'qf', 'qg', 'qh', 'qi', 'qj', 'qk', 'ql']));
const ANSWERS = detectColumn(every(['yes', 'no']));
const FIGURES = detectColumn(every(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']));

const columnOf = (header: string, evidence: typeof CODES) =>
  suggest(['customer_id', header], [CUSTOMERS, evidence], 'profiles').columns[1];
const words = (list: string): string[] => list.split(';').map((word) => word.trim());

const SPECIAL: Record<string, string> = {
  German: `Diabetiker; GdB; Kirchenzugehörigkeit; Hautfarbe; Volkszugehörigkeit; Fingerabdruck; Coronaimpfung; Straftaten;
    Arbeitsunfähigkeit; Unverträglichkeiten; Gewerkschaftszugehörigkeit; Suchterkrankung; Raucher`,
  French: `Appartenance syndicale; Groupe sanguin; Enceinte; Empreinte digitale; Condamnations; Couleur de peau; Pathologie;
    Croyance; Origine ethnique; État de santé`,
  Spanish: `Creencias; Afiliación sindical; Grupo sanguíneo; Ideología; Huella dactilar; Antecedentes penales; Medicación;
    Minusvalía; Reconocimiento facial`,
  Italian: `Credo; Appartenenza sindacale; Invalidità; Gruppo sanguigno; Incinta; Opinioni politiche; Impronta digitale;
    Precedenti penali; Farmaci`,
  Portuguese: `Crença; Filiação sindical; Doenças; Tipo sanguíneo; Grávida; Cor da pele; Impressão digital; Alergias`,
  Dutch: `Geloofsovertuiging; Bloedgroep; Gevaccineerd; Huidskleur; Politieke partij; Vingerafdruk; Strafblad; Geaardheid`,
  Polish: `Wyznanie; Związek zawodowy; Stan zdrowia; Choroba przewlekła; Niepełnosprawność; W ciąży; Pochodzenie etniczne;
    Poglądy polityczne; Odcisk palca; Karalność; Orientacja seksualna`,
  Swedish: `Trossamfund; Fackförbund; Hälsotillstånd; Sjukdom; Funktionsnedsättning; Blodgrupp; Hudfärg; Politisk åsikt;
    Fingeravtryck; Belastningsregister; Läkemedel; Sexuell läggning`,
  Japanese: `宗教; 労働組合; 健康状態; 既往歴; 障害者手帳; 血液型; 出産予定日; 人種; 性的指向; 支持政党; 指紋; 犯罪歴; アレルギー`,
  English: `Chronic conditions; Insulin; Halal; Skin tone; Voting intention; Hearing aid; Patient type; Addiction; IVF; Caste;
    Gender reassignment; Smoker; Face template; Blood pressure`,
};
const SOMEBODY: Record<string, string> = {
  German: `Rufname; Kindername; Kontoinhaber; Hausarzt; Klassenlehrer; KFZ-Kennzeichen; Str; Empfänger`,
  French: `Surnom; Destinataire; Interlocuteur; Raison sociale; Plaque d'immatriculation`,
  Spanish: `Apodo; Domicilio; Cónyuge; Pasaporte; Titular`,
  Italian: `Nominativo; Intestatario; Targa; Ragione sociale; Coniuge`,
  Portuguese: `Apelido; Logradouro; Vendedor; Responsável`,
  Dutch: `Tussenvoegsel; Roepnaam; Kenteken; Burgerservicenummer; Ontvanger`,
  Polish: `Imię; Nazwisko; Imię i nazwisko; Ulica; PESEL; Nr dowodu; Opiekun; Telefon`,
  Swedish: `Förnamn; Efternamn; Gatuadress; Personnummer; Mottagare; Arbetsgivare; Målsman`,
  Japanese: `氏名; お名前; フリガナ; 住所; 勤務先; 担当者名; 電話番号; メールアドレス; マイナンバー; 姓; 保護者名`,
  English: `Known as; Mother; Next of kin; Account holder; Attendee; Doctor; Licence plate; Gate code; Discord; Initials; MRN;
    Assigned to`,
};
const NARROWING: Record<string, string> = {
  German: `Geburtsort; Landkreis; Branche; Haushaltsgröße; Nationalität; Sternzeichen; Minderjährig; Schuhgröße; Rentner`,
  French: `Quartier; Civilité; Situation familiale; Revenus; Mineur; Diplôme; École`,
  Spanish: `Municipio; Barrio; Ocupación; Jubilado; Menor de edad; Colegio`,
  Italian: `Quartiere; Mansione; Cittadinanza; Minorenne; Titolo di studio`,
  Portuguese: `CEP; Freguesia; Bairro; Faixa etária; Escolaridade; Aposentado`,
  Dutch: `Woonplaats; Wijk; Functie; Minderjarig; Geboorteplaats`,
  Polish: `Wiek; Płeć; Miasto; Województwo; Liczba dzieci; Zawód; Stan cywilny; Rok urodzenia; Język; Szkoła`,
  Swedish: `Ålder; Kön; Postnummer; Kommun; Antal barn; Yrke; Civilstånd; Födelseår; Utbildning`,
  Japanese: `年齢; 年代; 性別; 郵便番号; 都道府県; 国籍; 職業; 年収; 婚姻状況; 子供の人数; 学年; 未成年`,
  English: `Ward; Census tract; Relationship status; Under 16; Child age; Home owner; Credit score; Starsign; Vegan; School district`,
};
/** Of shops, of every language here: these are kept as they are. */
const ORDINARY = words(
  `plan; tier; Treuestufe; segment; Kanal; points; lead source; visits; churned; size; Grösse; coupon used;
  Kundengruppe; lifecycle stage; NPS; abonnement; status klienta; kundtyp; favourite category; politeness; partial refund;
  company size; agent type; passenger type; building type; owner team; canal comercial; favourite author; interests;
  psychographic segment; Δ spend; raspberry; glance; impulse; medium roast; vaccuum model`,
);

describe.each(Object.keys(SPECIAL))('in %s', (language) => {
  it.each(words(SPECIAL[language]))('"%s" is special and not kept', (header) => {
    for (const evidence of [CODES, ANSWERS, FIGURES]) {
      const { role, classification } = columnOf(header, evidence);
      expect([role, classification.class]).toEqual(['dropped', 'sensitive']);
    }
  });
  it.each(words(SOMEBODY[language]))('"%s" says who somebody is and is not kept', (header) => {
    const { role, classification } = columnOf(header, CODES);
    expect(role).not.toBe('attribute');
    expect(['direct_id', 'unclassified']).toContain(classification.class);
  });
  it.each(words(NARROWING[language]))('"%s" is not kept as an ordinary attribute', (header) => {
    for (const evidence of [CODES, ANSWERS, FIGURES])
      expect(columnOf(header, evidence)).not.toMatchObject({
        role: 'attribute',
        attributeClass: 'ordinary',
      });
  });
});

it.each(ORDINARY)('"%s" is an ordinary attribute', (header) => {
  expect(columnOf(header, CODES)).toMatchObject({ role: 'attribute', attributeClass: 'ordinary' });
});

it('a flag or a figure about a name, a photo or an account is none, and bands are no telephone numbers', () => {
  for (const header of ['Pet owner', 'Has photo', 'Is mother', 'Top reviewer', 'Instagram user', 'Apartment'])
    expect(columnOf(header, ANSWERS), header).toMatchObject({ role: 'attribute' });
  expect(columnOf('TikTok followers', FIGURES)).toMatchObject({ role: 'attribute' });
  const bands = detectColumn(every(['25000-50000', '50000-75000', '75000-99999']));
  expect(columnOf('Income band', bands)).toMatchObject({ role: 'attribute' });
  const phones = detectColumn(PEOPLE.map((_, i) => `0151 99${10_000 + (i % 90) * 101}`));
  expect(columnOf('x3', phones)).toMatchObject({
    role: 'dropped',
    why: expect.stringContaining('telephone'),
  });
  for (const header of ['HubSpot owner', 'Author', 'Company', 'Team owner', 'Photo'])
    expect(columnOf(header, CODES).role, header).toBe('dropped');
});

describe('what is not understood', () => {
  it('is not kept: a header in a writing whose words are not known, without a word that is', () => {
    for (const header of ['ВИЧ-статус', 'Θρήσκευμα', '会員のひみつ', 'الديانة', '종교'])
      expect(columnOf(header, ANSWERS)).toMatchObject({ role: 'dropped' });
  });
  it('is found within Japanese, longest words first, and in half-width letters', () => {
    const lexicon = new Map([
      ['氏名', 'name'],
      ['氏名カナ', 'kana'],
      [tokensOf('フリガナ').join(''), 'reading'],
    ]);
    const found = (header: string) => findWords(tokensOf(header), lexicon).map(({ concept }) => concept);
    expect(found('お客様氏名')).toEqual(['name']);
    expect(found('お客様氏名カナ')).toEqual(['kana']);
    expect(found('ﾌﾘｶﾞﾅ')).toEqual(['reading']);
    expect(found('商品名')).toEqual([]);
  });
});

it('given names are told by the values, whatever the header, and towns and brands are none', () => {
  const of = (values: readonly string[]) => columnOf('field_7', detectColumn(every(values))).role;
  expect(of(['Anna', 'Piotr', 'Léa', 'Björn', 'Giulia', 'Kevin', 'Zq'])).toBe('dropped');
  expect(of(['Maria Schmidt', 'Peter Huber', 'Hans Maier', 'Eva Wolf', 'Paul Roth'])).toBe('dropped');
  expect(of(['太郎', '花子', 'さくら', '健太', '美咲'])).toBe('dropped');
  expect(of(['Oslo', 'Bergen', 'Florence', 'Victoria', 'Charlotte', 'Austin', 'Lyon'])).toBe('attribute');
  expect(of(['free', 'plus', 'pro', 'max', 'team'])).toBe('attribute');
});
