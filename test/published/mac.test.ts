/** The primitives under the pseudonyms against published vectors: HMAC-SHA-256, HKDF-SHA-256, Ed25519. */
import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHmacs, type DigestSize } from '../../engine/privacy/kernels/hmac.ts';

type Vector = { id: number; key: string; msg: string; tag: string; valid: boolean };
const { tests } = JSON.parse(readFileSync('test/data/wycheproof-hmac-sha256.json', 'utf8')) as {
  tests: Vector[];
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const make = createHmacs();
/** HMAC as the pseudonymiser computes it, in every lane of the kernel: whole, or its first half as a pseudonym is. */
const ours = (key: Buffer, message: Buffer, size: DigestSize): string => {
  const queue = make(key, undefined, size);
  const out = new Uint8Array(5 * size);
  for (let i = 0; i < 5; i++) queue.add(message, out, i * size);
  queue.flush();
  const [first, ...others] = Array.from({ length: 5 }, (_, i) =>
    Buffer.from(out.subarray(i * size, (i + 1) * size)).toString('hex'),
  );
  expect(others).toEqual(new Array(4).fill(first));
  return first;
};

describe('HMAC-SHA-256', () => {
  it('agrees with every vector of Wycheproof, true and forged, whole and truncated', () => {
    let valid = 0;
    for (const { id, key, msg, tag, valid: holds } of tests) {
      const made = ours(hex(key), hex(msg), tag.length === 32 ? 16 : 32);
      expect(made === tag, `vector ${id}`).toBe(holds);
      expect(createHmac('sha256', hex(key)).update(hex(msg)).digest('hex').slice(0, tag.length)).toBe(made);
      valid += holds ? 1 : 0;
    }
    expect([tests.length, valid > 50 && valid < tests.length]).toEqual([174, true]);
  });

  // RFC 4231, section 4; test case 5 is about truncation.
  it.each<[number, string, Buffer, string]>([
    [
      1,
      '0b'.repeat(20),
      Buffer.from('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      2,
      '4a656665',
      Buffer.from('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      3,
      'aa'.repeat(20),
      Buffer.alloc(50, 0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      4,
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      Buffer.alloc(50, 0xcd),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [5, '0c'.repeat(20), Buffer.from('Test With Truncation'), 'a3b6167473100ee06e0c796c2955552b'],
    [
      6,
      'aa'.repeat(131),
      Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      7,
      'aa'.repeat(131),
      Buffer.from(
        'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ])('agrees with RFC 4231, test case %i', (_, key, message, tag) => {
    expect(ours(hex(key), message, 16)).toBe(tag.slice(0, 32));
    if (tag.length === 64) expect(ours(hex(key), message, 32)).toBe(tag);
  });
});

describe('HKDF-SHA-256', () => {
  // RFC 5869, appendix A.
  it.each<[number, string, string, string, number, string]>([
    [
      1,
      '0b'.repeat(22),
      '000102030405060708090a0b0c',
      'f0f1f2f3f4f5f6f7f8f9',
      42,
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      3,
      '0b'.repeat(22),
      '',
      '',
      42,
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ])('agrees with RFC 5869, test case %i', (_, root, salt, info, length, okm) => {
    expect(Buffer.from(hkdfSync('sha256', hex(root), hex(salt), hex(info), length)).toString('hex')).toBe(
      okm,
    );
  });
});

describe('Ed25519', () => {
  it('agrees with RFC 8032, section 7.1, test 2', () => {
    const seed = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
    const key = createPrivateKey({
      key: Buffer.concat([hex('302e020100300506032b657004220420'), seed]),
      format: 'der',
      type: 'pkcs8',
    });
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
    expect(spki.subarray(-32).toString('hex')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    expect(sign(null, hex('72'), key).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });
});
