/** Columns that begin with whole numbers: a mark that comes later is not taken for the decimal one where it may part thousands. */
import { afterAll, describe, expect, it } from 'vitest';
import { parseNumber } from '../../../engine/intake/values/numbers.ts';
import { numberFormatText, parseNumberFormat } from '../../../engine/intake/values/written.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
const engine = await newVault(folder, 'shop.cloister');
afterAll(async () => {
  await engine.call('vault.close', {});
  remove();
});

const HEADER = 'customer_id;order_id;order_date;total\n';
/** Orders of whole amounts, then those that are given. */
const orders = (name: string, whole: number, then: readonly string[]): string =>
  write(
    folder,
    name,
    HEADER +
      [...Array.from({ length: whole }, (_, i) => String(i % 999)), ...then]
        .map((total, i) => `c${i % 40};o${i};2026-03-${10 + (i % 18)};${total}\n`)
        .join(''),
  );
const totalOf = async (file: string) =>
  (await engine.call('intake.inspect', { file })).mapping.columns.find(({ column }) => column === 'total');

describe('a column of whole numbers', () => {
  it('is asked about where a mark among the records looked at may part thousands', async () => {
    const file = orders('early.csv', 2500, ['1.234', '2.500']);
    expect((await totalOf(file))?.format).toBeUndefined();
    await expect(engine.call('intake.import', { file })).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  });

  it('has the format that a later mark proves', async () => {
    const german = orders('german.csv', 2500, ['1.234', '12,50']);
    expect((await totalOf(german))?.format).toBe('1.234,56');
    const english = orders('english.csv', 2500, ['1,234', '1,234.50']);
    expect((await totalOf(english))?.format).toBe('1,234.56');
    expect((await engine.call('intake.import', { file: english, dryRun: true })).rejected).toBe(0);
  });

  it('rejects such a mark behind the records looked at, and reads every other', async () => {
    const file = orders('late.csv', 20_000, ['1.234', '2.5', '0.125', '7', '1234.125', '-3.456 €']);
    const suggested = (await engine.call('intake.inspect', { file })).mapping;
    expect(suggested.columns.find(({ column }) => column === 'total')?.format).toBe('1234');
    const { rejects, amountTotal } = await engine.call('intake.import', {
      file,
      mapping: suggested,
      dryRun: true,
    });
    expect(rejects.map(({ line, column }) => [line, column])).toEqual([
      [20_002, 'total'],
      [20_007, 'total'],
    ]);
    expect(rejects[0].reason).toContain('may be the decimal or the thousands mark');
    const whole = Array.from({ length: 20_000 }, (_, i) => i % 999).reduce((sum, one) => sum + one, 0);
    expect(amountTotal).toBeCloseTo(whole + 2.5 + 0.125 + 7 + 1234.125, 6);
  });

  it('is no question of JSON, whose numbers have one mark', async () => {
    const rows = Array.from({ length: 20_002 }, (_, i) =>
      JSON.stringify({
        customer_id: `c${i}`,
        order_id: `o${i}`,
        order_date: '2026-03-01',
        total: i < 20_000 ? i % 999 : 1.234,
      }),
    );
    const file = write(folder, 'orders.ndjson', rows.join('\n'));
    expect((await engine.call('intake.import', { file, dryRun: true })).rejected).toBe(0);
  });

  it('has a format that is written and read back', () => {
    for (const text of ['1234', '1234%']) expect(numberFormatText(parseNumberFormat(text, 'x'))).toBe(text);
    const format = parseNumberFormat('1234', 'x');
    const cases: [string, number][] = [
      ['1234', 1234],
      ['1.234', Number.NaN],
      ['(123.456)', Number.NaN],
      ['0.123', 0.123],
      ['.123', 0.123],
      ['1.2345', 1.2345],
      ['1.23', 1.23],
      ['1.234e2', Number.NaN],
    ];
    for (const [text, value] of cases) expect(parseNumber(text, format)).toBe(value);
  });
});
