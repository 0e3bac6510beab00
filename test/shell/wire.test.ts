/** Values survive the wire unchanged, and bytes from anywhere make plain data or an error, nothing else. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../shared/contract/wire.ts';

const array = fc.oneof(
  fc.uint8Array(),
  fc.int16Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.uint32Array(),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    array,
    fc.array(tie('value')),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'v', 'a', 's')),
      tie('value'),
      {
        noNullPrototype: true,
      },
    ),
  ),
}));

describe('the wire', () => {
  test('brings every plain value back as it was', () => {
    fc.assert(
      fc.property(value, (given) => {
        // vitest takes a key called `constructor` for a type, Node does not.
        expect(isDeepStrictEqual(decode(encode(given)), given)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
  test('brings it back from the middle of a larger buffer too', () => {
    const given = { x: new Float64Array([1.5, Number.NaN]), n: 1 };
    const bytes = encode(given);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decode(larger.subarray(3))).toStrictEqual(given);
    // As a body arrives over HTTP: a Buffer, which cuts without copying.
    expect(decode(Buffer.from(larger.buffer, 3))).toStrictEqual(given);
  });
  test('carries arrays in shared memory as copies', () => {
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([1, 2]);
    const [back] = decode(encode([shared])) as [Float32Array];
    expect([...back]).toEqual([1, 2]);
    expect(back.buffer).toBeInstanceOf(ArrayBuffer);
  });
  test('costs a million numbers little more than their bytes', () => {
    expect(encode({ x: new Float32Array(1_000_000) }).length).toBeLessThan(4_000_100);
  });
  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a big integer', 1n],
    ['a map', new Map()],
    ['a date', new Date(0)],
  ])('does not take %s', (_, given) => {
    expect(() => encode({ given })).toThrow(/wire/);
  });
  test('does not take a value that contains itself', () => {
    const given: { self?: unknown } = {};
    given.self = given;
    expect(() => encode(given)).toThrow(/nested/);
  });
});

const message = (head: unknown, rest: number[] = []): Uint8Array => {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length + rest.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(rest, 4 + text.length);
  return bytes;
};

describe('hostile bytes', () => {
  test('of any kind make plain data or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => decode(bytes)).toThrow();
      }),
    );
  });
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a head longer than the message', new Uint8Array([255, 255, 255, 255, 1])],
    ['a head that is null', message(null)],
    ['a head without lists', message({ v: 1 })],
    ['an unknown kind of array', message({ v: [null], a: [[[0], 'Function', 0]], s: [] })],
    ['an inherited kind of array', message({ v: [null], a: [[[0], 'constructor', 0]], s: [] })],
    ['an array longer than the message', message({ v: [null], a: [[[0], 'Uint8Array', 9]], s: [] })],
    ['an array of negative length', message({ v: [null], a: [[[0], 'Uint8Array', -1]], s: [] })],
    ['an array of half an item', message({ v: [null], a: [[[0], 'Float64Array', 3]], s: [] }, [1, 2, 3])],
    ['bytes that belong to nothing', message({ v: 1, a: [], s: [] }, [1])],
    ['a place in a prototype', message({ v: {}, a: [], s: [[['__proto__', 'polluted'], 'nan']] })],
    ['a place in a constructor', message({ v: {}, a: [], s: [[['constructor', 'prototype', 'x'], 'nan']] })],
    ['a place that is taken', message({ v: [1], a: [], s: [[[0], 'nan']] })],
    ['an unknown word', message({ v: [null], a: [], s: [[[0], 'toString']] })],
    ['a path that is no path', message({ v: [null], a: [], s: [['x', 'nan']] })],
  ])('%s', (_, bytes) => {
    expect(() => decode(bytes)).toThrow();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
