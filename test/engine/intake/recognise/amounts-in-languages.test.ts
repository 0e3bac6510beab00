/** Amounts with the currencies of many countries, and those in figures that are not read: an amount stays one and is asked about. */
import { expect, it } from 'vitest';
import { suggest } from '../../../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { parseNumber } from '../../../../engine/intake/values/numbers.ts';

const ROWS = Array.from({ length: 200 }, (_, i) => i);
const ordersWith = (header: string, amount: (i: number) => string) =>
  suggest(
    ['注文番号', '会員番号', '注文日', header],
    [
      ROWS.map((i) => `O${i}`),
      ROWS.map((i) => `C${i % 50}`),
      ROWS.map((i) => `2025年${1 + (i % 12)}月${1 + (i % 28)}日`),
      ROWS.map(amount),
    ].map((values) => detectColumn(values)),
  );
const three = (i: number): string => String(100 + i).slice(-3);

it.each<[string, (i: number) => string]>([
  ['руб.', (i) => `1 ${three(i)},50 руб.`],
  ['р.', (i) => `1 ${three(i)},50 р.`],
  ['грн', (i) => `1 ${three(i)},50 грн`],
  ['лв.', (i) => `1 ${three(i)},50 лв.`],
  ['TL', (i) => `1.${three(i)},50 TL`],
  ['฿', (i) => `฿1,${three(i)}.50`],
  ['บาท', (i) => `1,${three(i)}.50 บาท`],
  ['Rp', (i) => `Rp1.${three(i)},50`],
])('%s is a currency', (sign, write) => {
  const [amount] = ordersWith('合計金額', write).columns.slice(3);
  expect(amount).toMatchObject({ role: 'amount', valueFormat: { type: 'number' } });
  if (amount.valueFormat?.type === 'number')
    expect(parseNumber(write(7), amount.valueFormat.format), sign).toBe(1107.5);
});

it.each<[string, (i: number) => string]>([
  ['円', (i) => `1,${three(i)}円`],
  ['¥', (i) => `¥1,${three(i)}`],
  ['￥', (i) => `￥1,${three(i)}`],
  ['원', (i) => `1,${three(i)}원`],
  ['₫', (i) => `1.${three(i)} ₫`],
  ['đ', (i) => `1.${three(i)}đ`],
])('three figures behind a mark are thousands where the currency has none smaller: %s', (_, write) => {
  const { number } = detectColumn(ROWS.map(write));
  if (number === null || number.ambiguous) throw new Error('no format');
  expect(parseNumber(write(7), number.format)).toBe(1107);
});

it.each<[string, (i: number) => string]>([
  [
    'Arabic figures',
    (i) => `١٬٢${'٠١٢٣٤٥٦٧٨٩'[i % 10]}${'٠١٢٣٤٥٦٧٨٩'[(i >> 4) % 10]}${'٠١٢٣٤٥٦٧٨٩'[(i >> 1) % 10]}`,
  ],
  [
    'full-width figures',
    (i) => `１２${'０１２３４５６７８９'[i % 10]}${'０１２３４５６７８９'[(i >> 3) % 10]}`,
  ],
  ['tens of thousands', (i) => `${i}.5万`],
])('%s are asked about, and the file stays one of orders', (_, write) => {
  const { kind, columns } = ordersWith('合計金額', write);
  expect([kind, columns[3].role, columns[3].valueFormat]).toEqual(['orders', 'amount', undefined]);
  expect(columns[3].warnings).toEqual([expect.stringContaining('No number format reads its values')]);
});

it('words of orders that came to nothing are told', () => {
  const states = ['発送済み', 'キャンセル', 'Отменён', '已取消', '취소', 'iptal edildi', 'ยกเลิก', 'Zrušená'];
  const found = suggest(
    ['order_id', 'customer_id', 'order_date', 'total', 'status'],
    [
      ROWS.map((i) => `O${i}`),
      ROWS.map((i) => `C${i % 50}`),
      ROWS.map((i) => `2025-01-${10 + (i % 18)}`),
      ROWS.map((i) => `${i}.50`),
      ROWS.map((i) => states[i % states.length]),
    ].map((values) => detectColumn(values)),
  );
  expect(found.columns[4].undone).toHaveLength(states.length - 1);
});
