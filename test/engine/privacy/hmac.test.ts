/**
 * The hash kernel against node:crypto, on messages of every length and any mixture of them, whole and truncated. Published
 * vectors are in `test/published/mac.test.ts`.
 */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHmacs, type DigestSize } from '../../../engine/privacy/kernels/hmac.ts';

const make = createHmacs();
const hashAll = (
  key: Uint8Array,
  messages: readonly Uint8Array[],
  prefix: Uint8Array,
  size: DigestSize,
): string[] => {
  const queue = make(key, prefix, size);
  const out = new Uint8Array(messages.length * size);
  messages.forEach((message, i) => {
    queue.add(message, out, i * size);
  });
  queue.flush();
  return messages.map((_, i) => Buffer.from(out.subarray(i * size, (i + 1) * size)).toString('hex'));
};
/** What node:crypto makes of the messages. */
const expectedOf = (
  key: Uint8Array,
  messages: readonly Uint8Array[],
  prefix: Uint8Array,
  size: DigestSize,
): string[] =>
  messages.map((m) =>
    createHmac('sha256', key)
      .update(prefix)
      .update(m)
      .digest('hex')
      .slice(0, 2 * size),
  );

describe('against node:crypto', () => {
  test('every length around the blocks, mixed in one batch', () => {
    const key = Buffer.alloc(32, 7);
    const prefix = Buffer.from('pid/v1\0email\0norm/1\0');
    const messages = Array.from({ length: 400 }, (_, i) => Buffer.alloc((i * 37) % 211, i));
    for (const size of [16, 32] as const)
      expect(hashAll(key, messages, prefix, size)).toEqual(expectedOf(key, messages, prefix, size));
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
        fc.constantFrom<DigestSize>(16, 32),
        (key, prefix, messages, size) => {
          expect(hashAll(key, messages, prefix, size)).toEqual(expectedOf(key, messages, prefix, size));
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
