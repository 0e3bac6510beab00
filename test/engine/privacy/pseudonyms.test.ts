/** Pseudonyms, their keys, and a vault that holds no identifier after an import. */
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pseudonymsOfType } from '../../../engine/privacy/identity/blocks.ts';
import { openPeople } from '../../../engine/privacy/people.ts';
import {
  createPseudonymiser,
  PSEUDONYM_BYTES,
  pseudonymKeys,
  type Raw,
} from '../../../engine/privacy/pseudonyms.ts';
import type { Keys } from '../../../engine/vault/keystore.ts';
import { createVault } from '../../../engine/vault/vault.ts';
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import { addSource, CHEAP, PASSPHRASE, randomKeys, withFolder, withVault } from '../vault/fixture.ts';
import { addConsents, addOrders, addProfiles, consent } from './fixture.ts';

const raw = (text: string): Raw<Uint8Array> => new TextEncoder().encode(text) as Raw<Uint8Array>;
const pseudonym = (keys: Keys, type: IdentifierType, text: string): string => {
  const out = new Uint8Array(PSEUDONYM_BYTES);
  const pseudonymiser = createPseudonymiser(pseudonymKeys(keys));
  pseudonymiser.identifier(type, raw(text), out, 0);
  pseudonymiser.flush();
  return Buffer.from(out).toString('hex');
};

describe('a pseudonym', () => {
  it('is the first half of HMAC-SHA-256 under a key from HKDF, as node:crypto computes them', () => {
    const keys = randomKeys();
    const pseudonymiser = createPseudonymiser(pseudonymKeys(keys));
    fc.assert(
      fc.property(
        fc.constantFrom(...IDENTIFIER_TYPES),
        fc.string({ unit: 'grapheme' }),
        fc.nat(9),
        (type, text, at) => {
          const out = new Uint8Array(64);
          pseudonymiser.identifier(type, raw(text), out, at);
          const number = new Uint8Array(PSEUDONYM_BYTES);
          pseudonymiser.reference(raw(text), number, 0);
          pseudonymiser.flush();
          const key = Buffer.from(hkdfSync('sha256', keys.pseudonym, keys.vaultId, `pid|${type}|1`, 32));
          const expected = createHmac('sha256', key)
            .update(`pid/v1\0${type}\0norm/1\0`)
            .update(text)
            .digest();
          const rest = new Uint8Array(64 - at - PSEUDONYM_BYTES);
          expect(Buffer.from(out.subarray(at))).toEqual(Buffer.concat([expected.subarray(0, 16), rest]));
          const other = createHmac(
            'sha256',
            Buffer.from(hkdfSync('sha256', keys.pseudonym, keys.vaultId, 'reference|1', 32)),
          );
          expect(Buffer.from(number)).toEqual(other.update(text).digest().subarray(0, 16));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is pinned for a known key', () => {
    const keys = {
      pseudonym: Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex'),
      vaultId: '3f2b8c1e-0000-4000-8000-5eed5eed5eed',
      epoch: 1,
      earlier: [] as Keys['earlier'],
    } as Keys;
    // Computed with Python's hmac and hashlib.
    expect(pseudonym(keys, 'email', 'ada@example.org')).toBe('9eac24fe93c2377e4f70ad083333531e');
  });

  it('differs between vaults, between types, and from a longer root of the same key', () => {
    const one = randomKeys();
    const two = randomKeys();
    const seen = new Set<string>();
    for (const keys of [one, two, { ...one, vaultId: two.vaultId }, { ...one, pseudonym: two.pseudonym }])
      for (const type of IDENTIFIER_TYPES) seen.add(pseudonym(keys, type, 'ada@example.org'));
    seen.add(pseudonym(one, 'email', 'ada@example.org '));
    expect(seen.size).toBe(4 * IDENTIFIER_TYPES.length + 1);
    const first = pseudonymKeys(one);
    const second = pseudonymKeys({ ...one, epoch: 2 });
    expect(first.identifiers.email).not.toEqual(second.identifiers.email);
  });
});

describe('a vault after an import', () => {
  const people = Array.from({ length: 60 }, (_, i) => ({
    email: `canary.${i}.xq7@example.org`,
    phone: `+49170555${String(i).padStart(4, '0')}`,
    customer: `CUST-CANARY-${i}`,
    order: `ORDER-CANARY-${i}`,
  }));

  it('holds no raw identifier: in its decrypted image, its log, its files', async () => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      const pseudonymiser = createPseudonymiser(pseudonymKeys(vault.keys));
      const column = (type: IdentifierType, texts: string[]) => {
        const bytes = new Uint8Array(texts.length * PSEUDONYM_BYTES);
        texts.forEach((text, i) => {
          pseudonymiser.identifier(type, raw(text), bytes, i * PSEUDONYM_BYTES);
        });
        pseudonymiser.flush();
        return { type, bytes, present: new Uint8Array(texts.length).fill(1) };
      };
      const { db } = vault;
      db.exec('BEGIN');
      const found = new Int32Array(people.length);
      const table = openPeople(db, addSource(db));
      table.resolve(
        column(
          'customer',
          people.map(({ customer }) => customer),
        ),
        [
          column(
            'email',
            people.map(({ email }) => email),
          ),
          column(
            'phone',
            people.map(({ phone }) => phone),
          ),
        ],
        people.length,
        found,
      );
      table.flush();
      addOrders(
        db,
        people.map((_, i) => ({ person: found[i], time: i, amount: i, reference: i })),
      );
      addProfiles(
        db,
        people.map((_, i) => ({ person: found[i], plan: i % 2 ? 'pro' : 'free' })),
        { plan: 'code' },
      );
      addConsents(
        db,
        people.map((_, i) => consent({ person: found[i] })),
      );
      db.exec('COMMIT');

      const needles = people.flatMap((person) => Object.values(person));
      const places = [db.serialize(), readFileSync(join(vault.folder, 'keys.json'))];
      for (const file of readdirSync(vault.folder)) places.push(readFileSync(join(vault.folder, file)));
      expect(existsSync(join(vault.folder, 'data.db-wal'))).toBe(true);
      expect(places[0].includes('free')).toBe(true);
      for (const needle of needles)
        for (const place of places)
          for (const form of [needle, needle.toUpperCase(), Buffer.from(needle, 'utf16le')])
            expect(place.includes(form)).toBe(false);

      // A dictionary with the true e-mails under the usual hashes, keyed with every blob and text there is.
      const stored = new Set(
        IDENTIFIER_TYPES.flatMap((type) =>
          [...pseudonymsOfType(db, type)].map(([value]) => value.toString('hex')),
        ),
      );
      const keys: (Buffer | string)[] = ['', PASSPHRASE, vault.keys.vaultId, vault.keys.signingPublic];
      for (const name of db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all())
        for (const row of db.prepare(`SELECT * FROM "${name}"`).raw().iterate() as Iterable<unknown[]>)
          for (const value of row) if (Buffer.isBuffer(value) || typeof value === 'string') keys.push(value);
      expect(keys.length).toBeGreaterThan(80);
      const { email } = people[7];
      for (const text of [email, `email\0${email}`, `pid/v1\0email\0norm/1\0${email}`]) {
        for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'])
          expect(stored.has(createHash(algorithm).update(text).digest('hex').slice(0, 32))).toBe(false);
        for (const key of keys)
          expect(stored.has(createHmac('sha256', key).update(text).digest('hex').slice(0, 32))).toBe(false);
      }
      // The check can fail: with the key itself the pseudonym is found.
      const key = pseudonymKeys(vault.keys).identifiers.email;
      expect(
        stored.has(
          createHmac('sha256', key).update(`pid/v1\0email\0norm/1\0${email}`).digest('hex').slice(0, 32),
        ),
      ).toBe(true);
      vault.close();
    });
  });
});

describe('the keys of an intake worker', () => {
  it('do not hold the root they come from', async () => {
    await withVault(({ keys }) => {
      const derived = pseudonymKeys(keys);
      for (const key of [...Object.values(derived.identifiers), derived.reference])
        expect(Buffer.from(key).equals(keys.pseudonym)).toBe(false);
      expect(new Set([...Object.values(derived.identifiers), derived.reference].map(String)).size).toBe(5);
    });
  });
});
