/** The hash kernel against RFC 4231, Wycheproof and node:crypto, on messages of every length and any mixture of them. */
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHmacs } from '../../../engine/privacy/kernels/hmac.ts';

const make = createHmacs();
const hashAll = (key: Uint8Array, messages: readonly Uint8Array[], prefix?: Uint8Array): string[] => {
  const queue = make(key, prefix);
  const out = new Uint8Array(messages.length * 32);
  messages.forEach((message, i) => {
    queue.add(message, out, i * 32);
  });
  queue.flush();
  return messages.map((_, i) => Buffer.from(out.subarray(i * 32, i * 32 + 32)).toString('hex'));
};

describe('RFC 4231', () => {
  const repeated = (byte: number, count: number): Buffer => Buffer.alloc(count, byte);
  test.each([
    [
      1,
      repeated(0x0b, 20),
      Buffer.from('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      2,
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      3,
      repeated(0xaa, 20),
      repeated(0xdd, 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      4,
      Buffer.from('0102030405060708090a0b0c0d0e0f10111213141516171819', 'hex'),
      repeated(0xcd, 50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      6,
      repeated(0xaa, 131),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      7,
      repeated(0xaa, 131),
      Buffer.from(
        'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('case %d', (_, key, message, expected) => {
    expect(hashAll(key, [message, message, message, message, message])).toEqual(new Array(5).fill(expected));
  });
});

const folder = new URL('../../../../shared/data/wycheproof/', import.meta.url);
const vectors = existsSync(folder)
  ? readdirSync(folder).filter((name) => /hmac.*sha256.*json$/i.test(name))
  : [];
describe.skipIf(vectors.length === 0)('Wycheproof (skips without the shared data)', () => {
  test('every valid tag is ours, no invalid one is', () => {
    let seen = 0;
    for (const name of vectors) {
      const { testGroups } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
        testGroups: { tagSize: number; tests: { key: string; msg: string; tag: string; result: string }[] }[];
      };
      for (const { tagSize, tests } of testGroups)
        for (const { key, msg, tag, result } of tests) {
          const [ours] = hashAll(Buffer.from(key, 'hex'), [Buffer.from(msg, 'hex')]);
          expect(ours.slice(0, tagSize / 4) === tag).toBe(result === 'valid');
          seen += 1;
        }
    }
    expect(seen).toBeGreaterThan(150);
  });
});

describe('against node:crypto', () => {
  test('every length around the blocks, mixed in one batch', () => {
    const key = Buffer.alloc(32, 7);
    const prefix = Buffer.from('pid/v1\0email\0norm/1\0');
    const messages = Array.from({ length: 400 }, (_, i) => Buffer.alloc((i * 37) % 211, i));
    const expected = messages.map((m) => createHmac('sha256', key).update(prefix).update(m).digest('hex'));
    expect(hashAll(key, messages, prefix)).toEqual(expected);
  });
  test('any key, prefix and messages, long ones among short ones', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(
          fc.oneof(fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ minLength: 3900, maxLength: 4200 })),
          { maxLength: 12 },
        ),
        (key, prefix, messages) => {
          const expected = messages.map((m) =>
            createHmac('sha256', key).update(prefix).update(m).digest('hex'),
          );
          expect(hashAll(key, messages, prefix)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });
  test('more messages than one round holds, and a place that is written again keeps the last', () => {
    const key = Buffer.alloc(32, 1);
    const queue = make(key);
    const out = new Uint8Array(64);
    for (let i = 0; i < 10_000; i++) queue.add(Buffer.from(String(i)), out, 32 * (i % 2));
    queue.flush();
    const of = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
    expect(Buffer.from(out).toString('hex')).toBe(of('9998') + of('9999'));
  });
  test('two keys take turns on one kernel', () => {
    const [a, b] = [make(Buffer.alloc(32, 1)), make(Buffer.alloc(32, 2))];
    const out = new Uint8Array(64);
    a.add(Buffer.from('x'), out, 0);
    b.add(Buffer.from('x'), out, 32);
    b.flush();
    a.flush();
    const of = (byte: number): string =>
      createHmac('sha256', Buffer.alloc(32, byte)).update('x').digest('hex');
    expect(Buffer.from(out).toString('hex')).toBe(of(1) + of(2));
  });
});
