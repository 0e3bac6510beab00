/** Files that are UTF-8 in one part and something else in another: what is not UTF-8 is left out and told, never misread. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import { createEncodingDetector } from '../../../../engine/intake/csv/encoding.ts';
import { createUtf8Marker } from '../../../../engine/intake/csv/utf8.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'mixed');
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

const rows = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `K${from + i},Jürgen,Köln\n`).join('');
const head = 'customer_id,first_name,city\n';
const put = (name: string, ...pieces: (string | Buffer)[]): string =>
  write(folder, name, Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const mapping = {
  version: 1,
  kind: 'profiles',
  columns: [{ column: 'customer_id', role: 'identifier', identifier: 'customer' }],
} as const;
const load = (file: string, format?: { encoding: string }) =>
  engine.call('intake.import', {
    file,
    mapping: { ...mapping, columns: [...mapping.columns] },
    dryRun: true,
    ...(format === undefined ? {} : { format }),
  });

describe('a table of two encodings', () => {
  it('half and half: the half that is UTF-8 is taken, every record of the other is told with its line', async () => {
    const file = put('half.csv', head, rows(0, 500), latin(rows(500, 500)));
    const looked = await engine.call('intake.inspect', { file });
    expect(looked.encoding).toBe('utf-8');
    expect(looked.warnings.join(' ')).toMatch(
      /1000 bytes are not, the first at byte \d+: records .* left out/,
    );
    expect(looked.warnings.join(' ')).toContain('500 records do not fit. Line 502 (record 501, byte');
    const taken = await load(file);
    expect([taken.records, taken.accepted, taken.rejected]).toEqual([1000, 500, 500]);
    expect(taken.rejects.slice(0, 2).map(({ line, reason }) => [line, reason])).toEqual([
      [502, expect.stringContaining('not UTF-8')],
      [503, expect.stringContaining('not UTF-8')],
    ]);
  });

  it('one bad line among many loses that record alone, also where the file says its encoding or begins with a mark', async () => {
    for (const [name, mark, format] of [
      ['one.csv', '', undefined],
      ['said.csv', '', { encoding: 'utf-8' }],
      ['mark.csv', '\ufeff', undefined],
    ] as const) {
      const file = put(name, mark + head, rows(0, 40), latin('K40,Zoë,"Ge\nnf"\n'), rows(41, 40));
      const taken = await load(file, format);
      expect([taken.accepted, taken.rejected, taken.rejects[0].line]).toEqual([80, 1, 42]);
      expect(taken.warnings.join()).toContain('a byte is not');
    }
  });

  it('another encoding that is named reads all of it', async () => {
    const file = put('named.csv', head, rows(0, 20), latin(rows(20, 20)));
    const taken = await load(file, { encoding: 'windows-1252' });
    expect([taken.accepted, taken.rejected]).toEqual([40, 0]);
  });

  it('a name of a column that is not UTF-8 is asked about', async () => {
    const file = put('header.csv', latin('customer_id,Größe,city\n'), rows(0, 20));
    await expect(load(file)).rejects.toMatchObject({ code: 'INPUT_HEADER' });
  });
});

describe('what proves UTF-8', () => {
  const told = (...chunks: Buffer[]) => {
    const detector = createEncodingDetector();
    for (const chunk of chunks) detector.push(chunk);
    return detector.report();
  };

  it('nothing in a text of another encoding, some sequence by chance included', () => {
    expect(told(latin(rows(0, 100)))).toMatchObject({ encoding: 'windows-1252', mixed: false });
    // Capital E with acute before a no-break space is also a character of UTF-8.
    expect(told(latin(`${rows(0, 100)}CAF\u00c9\u00a0!\n`))).toMatchObject({ encoding: 'windows-1252' });
  });

  it('characters before and behind the first wrong byte, over borders of chunks', () => {
    const bytes = Buffer.concat([Buffer.from(rows(0, 30)), latin('é\n'), Buffer.from(rows(30, 30))]);
    for (const size of [1, 3, 1000]) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(told(...chunks)).toMatchObject({ encoding: 'utf-8', mixed: true });
    }
  });

  it('marks no byte of any character and every other one, in chunks of any size', () => {
    const text = 'aé€😀b';
    const bytes = Buffer.concat([
      Buffer.from(text),
      Buffer.from([0xc3]),
      Buffer.from(text),
      Buffer.from([0xed, 0xa0, 0x80, 0xf0, 0x9f]),
    ]);
    for (let size = 1; size <= bytes.length; size++) {
      const marker = createUtf8Marker();
      const out: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size)
        out.push(Buffer.from(marker.push(bytes.subarray(at, at + size))));
      out.push(Buffer.from(marker.end()));
      const expected = [...Buffer.from(text), 0xff, ...Buffer.from(text), 0xff, 0xff, 0xff, 0xff, 0xff];
      expect([...Buffer.concat(out)]).toEqual(expected);
    }
  });
});
