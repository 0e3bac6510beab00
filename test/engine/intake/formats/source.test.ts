/** What holds for every form: a file must stay what it was, a choice is asked. */
import { appendFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { requireReadable } from '../../../../engine/intake/choice.ts';
import { readRecords } from '../../../../engine/intake/formats/records.ts';
import { collect, failure, file } from './collect.ts';

describe('a source', () => {
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
    expect(() => requireReadable(inspection, 'both.zip', {})).toThrow('holds 2 files: "a.csv", "b.csv"');
    expect(() => requireReadable(inspection, 'both.zip', { entry: '*' })).not.toThrow();
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
