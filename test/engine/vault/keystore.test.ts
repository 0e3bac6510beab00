/** The keystore: keys wrapped by a passphrase, and every way to damage them. */
import { createDecipheriv } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeystore, type Keys, openKeystore } from '../../../engine/vault/keystore.ts';
import { KDF_FLOOR, type KdfCost } from '../../../engine/vault/wrapping.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder } from './fixture.ts';

type Wrapped = { alg: string; iv: string; ct: string };
type File = {
  v: number;
  vaultId: string;
  cipher: string;
  kdf: { alg: string; m: number; t: number; p: number; salt: string };
  wrapped: { database: Wrapped; pseudonym: Wrapped; signing: Wrapped };
  signingPublic: string;
  check: string;
};

let path = '';
let original = '';
let keys: Keys;
let done: () => void = () => {};

beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  done = finished.resolve;
  void withFolder(async (folder) => {
    path = join(folder, 'keys.json');
    keys = await createKeystore(path, PASSPHRASE, CHEAP);
    original = readFileSync(path, 'utf8');
    ready.resolve();
    await finished.promise;
  }).catch(ready.reject);
  await ready.promise;
});
afterAll(() => done());

/** The keystore with a change, under a name of its own. */
const altered = (change: (file: File) => void): string => {
  const file = JSON.parse(original) as File;
  change(file);
  const to = `${path}.altered`;
  writeFileSync(to, JSON.stringify(file));
  return to;
};
const opens = (at: string, passphrase = PASSPHRASE) => codeOf(() => openKeystore(at, passphrase));

describe('the keystore', () => {
  it('gives back the same keys, and only for the passphrase', async () => {
    expect(await openKeystore(path, PASSPHRASE)).toEqual(keys);
    expect(await opens(path, `${PASSPHRASE} `)).toBe('PASSPHRASE_WRONG');
  });

  it('asks 64 MiB and three passes of whoever guesses, unless another cost is named', async () => {
    await withFolder(async (folder) => {
      const at = join(folder, 'k');
      await createKeystore(at, PASSPHRASE);
      const { kdf } = JSON.parse(readFileSync(at, 'utf8')) as File;
      expect(kdf).toMatchObject({ alg: 'argon2id', m: 65_536, t: 3, p: 1 });
    });
  });

  it('takes a passphrase in either Unicode form', async () => {
    await withFolder(async (folder) => {
      const at = join(folder, 'k');
      const made = await createKeystore(at, 'p\u00e4ssphrase', CHEAP);
      expect((await openKeystore(at, 'pa\u0308ssphrase')).database).toEqual(made.database);
    });
  });

  it('can be read by its owner alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('holds no key, no passphrase, and no key twice', () => {
    for (const key of [keys.database, keys.pseudonym, keys.signing])
      for (const form of ['hex', 'base64'] as const)
        expect(original).not.toContain(key.toString(form).slice(0, 24));
    expect(original).not.toContain(PASSPHRASE);
    const { wrapped } = JSON.parse(original) as File;
    const ivs = Object.values(wrapped).map(({ iv }) => iv);
    expect(new Set(ivs).size).toBe(3);
    expect(keys.database.equals(keys.pseudonym)).toBe(false);
  });

  it('is what its format says: Argon2id, AES-256-GCM with the name as additional data', async () => {
    const file = JSON.parse(original) as File;
    const kek = await argon2id({
      password: PASSPHRASE,
      salt: Buffer.from(file.kdf.salt, 'base64'),
      memorySize: file.kdf.m,
      iterations: file.kdf.t,
      parallelism: file.kdf.p,
      hashLength: 32,
      outputType: 'binary',
    });
    const { iv, ct } = file.wrapped.pseudonym;
    const bytes = Buffer.from(ct, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', kek, Buffer.from(iv, 'base64'));
    decipher.setAAD(Buffer.from(`cloister|${file.vaultId}|pseudonym|1`)).setAuthTag(bytes.subarray(-16));
    const opened = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    expect(opened.equals(keys.pseudonym)).toBe(true);
  });

  it.each<[string, (file: File) => void]>([
    ['memory of 1 KiB', (file) => Object.assign(file.kdf, { m: 1 })],
    ['one pass', (file) => Object.assign(file.kdf, { t: 1 })],
    ['no lane', (file) => Object.assign(file.kdf, { p: 0 })],
    ['a negative cost', (file) => Object.assign(file.kdf, { m: -65_536 })],
    ['a cost that is text', (file) => Object.assign(file.kdf, { m: '65536' })],
    ['a cost beyond reason', (file) => Object.assign(file.kdf, { t: 1e9 })],
    ['memory no machine has', (file) => Object.assign(file.kdf, { m: 4_194_304 })],
    ['another derivation', (file) => Object.assign(file.kdf, { alg: 'pbkdf2' })],
    ['a salt of one byte', (file) => Object.assign(file.kdf, { salt: 'AA==' })],
    ['a cipher that does not authenticate', (file) => Object.assign(file, { cipher: 'aes256cbc' })],
    ['no cipher', (file) => Object.assign(file, { cipher: '' })],
    ['a part it does not know', (file) => Object.assign(file, { recovery: 'please' })],
    ['a missing key', (file) => Reflect.deleteProperty(file.wrapped, 'signing')],
    ['another version', (file) => Object.assign(file, { v: 2 })],
  ])('calls %s damage', async (_, change) => {
    expect(await opens(altered(change))).toBe('VAULT_DAMAGED');
  });

  it.each<[string, (file: File) => void]>([
    ['a higher cost', (file) => Object.assign(file.kdf, { t: file.kdf.t + 1 })],
    ['another vault', (file) => Object.assign(file, { vaultId: '00000000-0000-4000-8000-000000000000' })],
    ['the other cipher', (file) => Object.assign(file, { cipher: 'sqlcipher' })],
    [
      'swapped entries',
      ({ wrapped }) => {
        const { database, pseudonym } = wrapped;
        Object.assign(wrapped, { database: pseudonym, pseudonym: database });
      },
    ],
    ['a changed check', (file) => Object.assign(file, { check: Buffer.alloc(32).toString('base64') })],
    ['a shortened check', (file) => Object.assign(file, { check: file.check.slice(0, 8) })],
    ['another public key', (file) => Object.assign(file, { signingPublic: 'AAAA' })],
  ])('does not open with %s', async (_, change) => {
    expect(await opens(altered(change))).toBe('PASSPHRASE_WRONG');
  });

  it.each([
    ['nothing', ''],
    ['half a file', '{"v":1,'],
    ['null', 'null'],
    ['a list', '[]'],
  ])('calls %s damaged', async (_, content) => {
    const to = `${path}.broken`;
    writeFileSync(to, content);
    expect(await opens(to)).toBe('VAULT_DAMAGED');
  });

  it('says when it is not there', async () => {
    expect(await opens(`${path}.nowhere`)).toBe('VAULT_MISSING');
  });

  it('refuses a short passphrase', async () => {
    await withFolder(async (folder) => {
      const at = join(folder, 'keys.json');
      expect(await codeOf(() => createKeystore(at, 'short', CHEAP))).toBe('USAGE');
    });
  });

  it.each<[string, KdfCost]>([
    ['memory', { ...KDF_FLOOR, m: 8 }],
    ['passes', { ...KDF_FLOOR, t: 1 }],
    ['lanes', { ...KDF_FLOOR, p: 0 }],
    ['a number', { ...KDF_FLOOR, m: Number.NaN }],
    ['reason', { ...KDF_FLOOR, m: 2 ** 30 }],
  ])('is not made with a cost it would refuse to open: %s', async (_, kdf) => {
    await withFolder(async (folder) => {
      expect(await codeOf(() => createKeystore(join(folder, 'k'), PASSPHRASE, { kdf }))).toBe('USAGE');
    });
  });

  it('is not made with a cipher that does not authenticate', async () => {
    await withFolder(async (folder) => {
      const cipher = 'aes256cbc' as 'aegis';
      expect(await codeOf(() => createKeystore(join(folder, 'k'), PASSPHRASE, { ...CHEAP, cipher }))).toBe(
        'USAGE',
      );
    });
  });
});
