/** Lines above the table of a delimited file: left out, told, and never mistaken for a header with few names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Dialect, detectDialect } from '../../../../engine/intake/csv/dialect.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
afterAll(remove);

const detect = (text: string): Dialect => detectDialect(Buffer.from(text), { complete: true });
const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');
const people = `id,plan,visits\n${rows(12, (i) => `k${i},gold,${i}`)}`;

describe('lines above the table', () => {
  const above: [string, string, number][] = [
    ['a title, a date and a blank line', `Customers\nExported 2024-01-01\n\n${people}`, 2],
    ['as a spreadsheet pads them', `Customers,,\n,,\n"Exported, 2024-01-01",,\n${people}`, 3],
    [
      'a title in two cells of four',
      `Report,2026,,\nid,plan,town,visits\n${rows(12, (i) => `k${i},gold,Bern,${i}`)}`,
      1,
    ],
    ['names and values', `Report,Customers\nExported,2024-01-01\n${people}`, 2],
    ['a title with a comma', `Customers, all of them\n${people}`, 1],
    ['two columns of values', `Export\nid,visits\n${rows(5, (i) => `${i},${i}`)}`, 1],
    ['words alone', `Title\n\nname,town,plan\n${rows(5, (i) => `n${'abcde'[i]},Bern,gold`)}`, 1],
    ['a semicolon and a separator line', `sep=;\nTitle\n${people.replaceAll(',', ';')}`, 1],
  ];
  for (const [what, text, lines] of above)
    it(`are left out: ${what}`, () => {
      const dialect = detect(text);
      const [first, second] = dialect.columns;
      expect(dialect).toMatchObject({ header: true, above: lines });
      expect([first.header, second.header]).not.toContain('Report');
      expect(dialect.skip).toBe(lines + 1 + (text.startsWith('sep=') ? 1 : 0));
    });

  const none: [string, string][] = [
    ['none', people],
    ['a header with one name over columns of words', `id,,\n${rows(12, (i) => `k${i},a,b`)}`],
    [
      'a header with half its names over words',
      `id,plan,,\n${rows(12, (i) => `k${'abcdefghijkl'[i]},gold,Bern,x`)}`,
    ],
    ['a header with an unnamed first column', `,x\n${rows(12, (i) => `${i},${i}`)}`],
    ['no header at all', rows(12, (i) => `${i},${i},3`)],
  ];
  for (const [what, text] of none)
    it(`are not seen where there are none: ${what}`, () => expect(detect(text).above).toBe(0));

  it('are not seen where a header has fewer names than the rows have fields', () => {
    expect(() => detect(`id,name\n${rows(12, (i) => `k${i},a,b`)}`)).toThrow('The header has 2 names');
  });
});

describe('a file with a title and a date above its table', () => {
  it('is imported, with the lines told and the places of rejects those of the file', async () => {
    const engine = await newVault(folder, 'above.cloister');
    const orders = rows(12, (i) => `${i + 1},c${i % 3},2024-01-${10 + i},${i === 4 ? 'many' : i}.50`);
    const file = write(
      folder,
      'orders.csv',
      `Orders of the shop\nExported 2024-02-01\n\norder_id,customer_id,created_at,amount\n${orders}`,
    );
    const told = '2 lines above the header are left out.';
    const inspected = await engine.call('intake.inspect', { file });
    expect(inspected.warnings).toContain(told);
    const rejects = join(folder, 'rejects.csv');
    const dry = await engine.call('intake.import', { file, dryRun: true });
    expect(dry.warnings).toContain(told);
    const answer = await engine.call('intake.import', { file, rejects });
    expect(answer.warnings).toContain(told);
    expect(answer).toMatchObject({ records: 12, accepted: 11 });
    // Two lines, a blank one, the header, then the fifth record.
    expect(readFileSync(rejects, 'utf8')).toContain('\n9,5,163,amount,');
    await engine.close();
  });
});
