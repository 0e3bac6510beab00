/** Which encoding a text that proves none is taken for, and that every one is read to the last byte and its place. */
import { describe, expect, it } from 'vitest';
import { createEncodingDetector } from '../../../../engine/intake/csv/encoding.ts';
import { encodingNamed, MULTI_BYTE, widthIn } from '../../../../engine/intake/csv/encodings/list.ts';
import { createUtf8Stream, EncodingError } from '../../../../engine/intake/csv/utf8-stream.ts';
import { ENCODINGS } from '../../../../shared/encodings.ts';
import { TEXTS, WRITTEN } from './written-elsewhere.ts';

const detect = (bytes: Uint8Array, size = bytes.length) => {
  const detector = createEncodingDetector();
  for (let at = 0; at < bytes.length; at += size) detector.push(bytes.subarray(at, at + size));
  return detector.report();
};

describe('a text that proves no encoding', () => {
  for (const { encoding, language, bytes } of WRITTEN)
    it(`in ${language} as ${encoding} is taken for that, as a guess with its reason`, () => {
      const found = detect(Buffer.from(bytes, 'base64'));
      expect(found).toMatchObject({ encoding, guessed: true, proved: false });
      expect(found.choices.length).toBeGreaterThan(0);
      expect(found.choices[0]).toMatchObject({ encoding, why: expect.stringMatching(/\d+/) });
      expect(found.choices[0].letters.every((letter) => TEXTS[language].includes(letter))).toBe(true);
      for (const size of [1, 3])
        expect(detect(Buffer.from(bytes, 'base64'), size)).toMatchObject({ encoding });
    });

  it('is not taken for UTF-8 where pairs of its letters are characters of that by chance', () => {
    // Ukrainian in Windows-1251: Кіра, Ліна, КИЇВ, ЧЕРНІВЦІ, Марія.
    const bytes = Buffer.from('cab3f0e00acbb3ede00acac8afc20ad7c5d0cdb2c2d6b20acce0f0b3ff0a', 'hex');
    expect(detect(bytes)).toMatchObject({ encoding: 'windows-1251', mixed: false });
  });

  it('offers only encodings that read it differently', () => {
    const { choices } = detect(Buffer.from('name\nMüller\nKöhler\n', 'latin1'));
    expect(choices[0].encoding).toBe('windows-1252');
    expect(choices.map(({ encoding }) => encoding)).not.toContain('iso-8859-15');
  });
});

describe('a text in a named encoding', () => {
  const read = (bytes: Uint8Array, encoding: (typeof ENCODINGS)[number], size: number) => {
    const stream = createUtf8Stream(encoding);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size)
      parts.push(Buffer.from(stream.push(Buffer.from(bytes.subarray(at, at + size)))));
    parts.push(Buffer.from(stream.end()));
    return { text: Buffer.concat(parts).toString(), stream };
  };

  for (const { encoding, language, bytes } of WRITTEN)
    it(`${language} as ${encoding}: the same text in pieces of any size, and every character at its byte`, () => {
      const written = Buffer.from(bytes, 'base64');
      for (const size of [1, 2, 3, 5, written.length]) {
        const { text, stream } = read(written, encoding, size);
        expect(text).toBe(TEXTS[language]);
        const decoder = new TextDecoder(encoding, { fatal: true });
        let at = 0;
        for (const character of text) {
          const place = stream.placeOf(at);
          const length = (widthIn(encoding) ?? (() => 1))(written[place], written[place + 1]);
          expect(decoder.decode(written.subarray(place, place + length))).toBe(character);
          at += Buffer.byteLength(character);
        }
        expect(stream.placeOf(at)).toBe(written.length);
      }
    });

  it('has characters as long as the platform decodes them, for every pair of bytes', () => {
    for (const encoding of MULTI_BYTE) {
      const decoder = new TextDecoder(encoding, { fatal: true });
      const width = widthIn(encoding);
      for (let first = 0x80; first < 256; first++)
        for (let second = 0x30; second < 256; second++) {
          const length = width?.(first, second) ?? 0;
          if (length > 2) continue;
          const bytes = Uint8Array.of(first, second).subarray(0, length);
          try {
            const text = decoder.decode(bytes);
            expect([...text].length, `${encoding} ${first} ${second}`).toBe(1);
          } catch (cause) {
            // No character: then no text may be made of it as two either, unless the first alone is one.
            expect(cause).toBeInstanceOf(TypeError);
          }
        }
    }
  });

  it('stops at the byte that is none of it', () => {
    const good = Buffer.concat(Array(3000).fill(Buffer.from([0x82, 0xa0, 0x41])));
    for (const [encoding, bad, at] of [
      ['shift_jis', Buffer.concat([good, Buffer.from([0x82, 0x20])]), good.length],
      ['euc-kr', Buffer.from([0x41, 0xb0, 0xa1, 0xb0]), 3],
      ['gb18030', Buffer.from([0x41, 0x81, 0x30, 0x81]), 1],
      ['windows-1253', Buffer.from([0x41, 0xe1, 0xaa, 0xe1]), 2],
    ] as const)
      for (const size of [1, 4, 100_000]) {
        try {
          read(bad, encoding, size);
          throw new Error('nothing was thrown');
        } catch (thrown) {
          if (!(thrown instanceof EncodingError)) throw thrown;
          expect([encoding, size, thrown.at]).toEqual([encoding, size, at]);
        }
      }
  });

  it('is known by its other names', () => {
    expect(['Latin1', 'cp1251', 'SJIS', 'gbk', 'ks_c_5601-1987', 'UTF8'].map(encodingNamed)).toEqual([
      'windows-1252',
      'windows-1251',
      'shift_jis',
      'gb18030',
      'euc-kr',
      'utf-8',
    ]);
    for (const name of ['klingon', '__proto__', '', 'iso-2022-jp']) expect(encodingNamed(name)).toBeNull();
    for (const name of ENCODINGS) expect(encodingNamed(name)).toBe(name);
  });
});
