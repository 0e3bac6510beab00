/** What holds for every form: hostile texts come through as they are, a file must stay what it was, a choice is asked. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { requireChoice } from '../../../../engine/intake/choice.ts';
import { readRecords } from '../../../../engine/intake/formats/records.ts';
import { collect, failure, file } from './collect.ts';

const BLNS = fileURLToPath(new URL('../../../../../shared/data/hostile-strings/blns.json', import.meta.url));

describe('a source', () => {
  it.skipIf(!existsSync(BLNS))(
    'brings the big list of naughty strings through in cells and names',
    async () => {
      const naughty = (JSON.parse(readFileSync(BLNS, 'utf8')) as string[]).filter(
        (text) => text.trim() !== '',
      );
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const csv = `id,text\n${naughty.map((text, i) => `k${i},${quoted(text)}\n`).join('')}`;
      expect(
        (await collect(file('naughty.csv', csv), { delimiter: ',' })).rows.map(([, text]) => text),
      ).toEqual(naughty);
      const json = naughty.map((text, i) => `${JSON.stringify({ id: `k${i}`, text })}\n`).join('');
      expect((await collect(file('naughty.json', json))).rows.map(([, text]) => text)).toEqual(naughty);
      const names = naughty.slice(0, 300);
      const header = `${['id', ...names].map(quoted).join(',')}\n`;
      const row = `${['k', ...names.map(() => '1')].join(',')}\n`;
      const wide = await collect(file('names.csv', header + row + row), { delimiter: ',', header: true });
      expect(wide.inspection.columns.slice(1).map((column) => column.header)).toEqual(names);
      expect(new Set(wide.names).size).toBe(301);
    },
  );

  it('that was written to since it was looked at is refused', async () => {
    const path = file('growing.csv', 'id,plan\na,1\nb,2\n');
    const { inspection } = await collect(path);
    appendFileSync(path, 'c,3\n');
    const error = await failure(readRecords(inspection.parts[0], inspection.format, { onBatch: () => {} }));
    expect(error.message).toBe('growing.csv changed while it was read.');
  });

  it('of several tables is not taken by a guess', async () => {
    const bytes = zipSync({ 'a.csv': strToU8('id,n\nk,1\nl,2\n'), 'b.csv': strToU8('id,n\nm,3\nn,4\n') });
    const { inspection } = await collect(file('both.zip', bytes));
    expect(() => requireChoice(inspection, 'both.zip', {})).toThrow('holds 2 files: "a.csv", "b.csv"');
    expect(() => requireChoice(inspection, 'both.zip', { entry: '*' })).not.toThrow();
  });

  it('that is not what was said of it names line and byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id,city\n1,Ulm\n2,K'),
      Buffer.from([0xf6]),
      Buffer.from('ln\n'),
    ]);
    const error = await failure(collect(file('latin.csv', bytes), { encoding: 'utf-8' }));
    expect(error.message).toContain('line 3, byte 17');
  });
});
