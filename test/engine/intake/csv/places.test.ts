/** The byte that is told of a record is that of the file as it is written, whatever it is written in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUtf8Stream } from '../../../../engine/intake/csv/utf8-stream.ts';
import type { Encoding } from '../../../../shared/encodings.ts';
import { collect, failure, file } from '../formats/collect.ts';

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const MARK = '\ufeff';

/** Every way a text of Latin letters may be written. */
const WAYS: [name: string, encoding: Encoding, write: (text: string) => Buffer][] = [
  ['UTF-8', 'utf-8', (text) => Buffer.from(text)],
  ['UTF-8 with a mark', 'utf-8', (text) => Buffer.from(MARK + text)],
  ['UTF-16 little endian', 'utf-16le', (text) => Buffer.from(MARK + text, 'utf16le')],
  ['UTF-16 big endian', 'utf-16be', (text) => bigEndian(MARK + text)],
  ['UTF-16 without a mark', 'utf-16le', (text) => Buffer.from(text, 'utf16le')],
  ['Windows-1252', 'windows-1252', (text) => Buffer.from(text, 'latin1')],
];

describe('the byte of a record', () => {
  for (const [name, encoding, writeText] of WAYS)
    it(`is that of the file in ${name}, counted on its bytes`, async () => {
      const lines = ['id,größe'];
      for (let i = 0; i < 40; i++)
        lines.push(i % 3 === 0 ? `k${i}é` : i % 3 === 1 ? `"k${i}","ä\r\nö"` : `ü${i},mü`);
      const bytes = writeText(lines.map((line) => `${line}\r\n`).join(''));
      const { places, problems } = await collect(file(`places-${name}.csv`, bytes), { encoding });
      const told = [
        ...places.map(([, at]) => at),
        ...problems.map(({ record, offset }) => {
          expect((record - 1) % 3).toBe(0);
          return offset;
        }),
      ].sort((a, b) => a - b);
      // A line begins in the file where all that was written before it ends.
      const before = (i: number): string =>
        lines
          .slice(0, i)
          .map((line) => `${line}\r\n`)
          .join('');
      const begins = lines.slice(1).map((_, i) => writeText(before(i + 1)).length);
      expect(told).toEqual(begins);
    });

  it('is found again for every character and any pieces the text came in', () => {
    const texts = fc.array(
      fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('ÿ', '€', '😀')),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), fc.boolean(), (parts, size, isMarked) => {
        const text = parts.join('').replaceAll(MARK, '').toWellFormed();
        const written = Buffer.from((isMarked ? MARK : '') + text, 'utf16le');
        const stream = createUtf8Stream('utf-16le');
        for (let at = 0; at < written.length; at += size) stream.push(written.subarray(at, at + size));
        stream.end();
        let [utf8, utf16] = [0, isMarked ? 2 : 0];
        for (const character of text) {
          expect(stream.placeOf(utf8)).toBe(utf16);
          utf8 += Buffer.byteLength(character);
          utf16 += character.length * 2;
        }
        expect(stream.placeOf(utf8)).toBe(utf16);
      }),
      { numRuns: 25 },
    );
  });

  it('that is no JSON is that of the file behind its mark', async () => {
    const text = '[{"id":"ü"},{"id":x}]';
    const at = text.indexOf('x');
    const marked = await failure(collect(file('marked.json', Buffer.from(MARK + text))));
    expect(marked.message).toContain(`byte ${3 + at + 1}`);
    const wide = await failure(collect(file('wide.json', Buffer.from(MARK + text, 'utf16le'))));
    expect(wide.message).toContain(`byte ${2 + 2 * at}`);
  });
});
