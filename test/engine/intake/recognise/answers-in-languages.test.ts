/**
 * Answers about consent in many languages: a yes is proposed where the header asks and the words are plain, and nowhere else. A
 * header that says "not", or names those who left, proposes nothing.
 */
import { expect, it } from 'vitest';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';

const CUSTOMERS = detectColumn(Array.from({ length: 200 }, (_, i) => `C${i}`));
const columnOf = (header: string, words: readonly string[]) =>
  suggest(
    ['customer_id', header],
    [CUSTOMERS, detectColumn(Array.from({ length: 200 }, (_, i) => words[i % words.length]))],
    'profiles',
  ).columns[1];
const rows = (list: string): string[][] =>
  list
    .trim()
    .split('\n')
    .map((line) => line.split(';').map((word) => word.trim()));

it.each(
  rows(`
  Согласие на email; да; нет
  Подписка на SMS; ДА; НЕТ
  メルマガ購読; はい; いいえ
  ﾒﾙﾏｶﾞ購読; はい; 同意しない
  是否订阅邮件; 是; 否
  訂閱電子報; 同意; 不同意
  이메일 수신동의; 예; 아니오
  Hírlevél hozzájárulás; igen; nem
  Uutiskirje; kyllä; ei
  E-posta izni; evet; HAYIR
  الموافقة على النشرة البريدية; نعم; لا
  ยินยอมรับอีเมล; ใช่; ไม่
  Đồng ý nhận email; có; không
  Nyhetsbrev; ja; nej
  Newsletter (ja/nein); ja; nein
  Newsletter opt-in; Ναι; Όχι`),
)('under %s, %s is a yes and %s is none', (header, yes, no) => {
  const { role, consent } = columnOf(header, [yes, no]);
  expect([role, consent?.values]).toEqual(['consent', { [yes]: 'given', [no]: 'refused' }]);
});

it.each(
  rows(`
  Do not send newsletter; yes; no
  Not subscribed newsletter; yes; no
  No newsletter; 1; 0
  Keine Newsletter; ja; nein
  Newsletter abgelehnt; ja; nein
  Newsletter stop; ja; nein
  Nyhetsbrev nej tack; ja; nej
  Не присылать email рассылку; да; нет
  Без согласия на email; да; нет
  Отказ от email рассылки; да; нет
  email配信不可; はい; いいえ
  メルマガ購読しない; はい; いいえ
  不订阅邮件; 是; 否
  이메일 수신 안함; 예; 아니오
  Nesouhlas s newsletterem; ano; ne
  إلغاء النشرة البريدية; نعم; لا
  Markkinointikielto sähköposti; kyllä; ei
  E-posta onay vermedi; evet; hayır
  ไม่ยินยอมรับอีเมล; ใช่; ไม่
  Không đồng ý nhận email; có; không
  Rezygnacja z newslettera; tak; nie
  newsletter; не active; active`),
)('%s proposes nothing', (header, ...words) => {
  expect(columnOf(header, words)).toMatchObject({ role: 'dropped', aboutConsent: true });
});
