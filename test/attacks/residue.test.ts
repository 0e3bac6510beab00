/** A thousand canaries looked for wherever a vault could leave them. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import { createVault } from '../../engine/vault/vault.ts';
import { PASSPHRASE } from '../end-to-end/scratch.ts';
import { CHEAP, withFolder } from '../engine/vault/fixture.ts';
import { day, LENS, lines } from '../faults/vault.ts';

const PEOPLE = 1000;
/** Identifiers and free text, unique to a person, by which any trace of the file would be known. */
const canaries = (i: number): string[] => [
  `residue.${i}@canary.example`,
  `RCUST-${500_000 + i}`,
  `Canary note number ${i} about nobody`,
  `Firstname${i}canary`,
];
const town = (i: number): string => `Residue-Town-${String(i).padStart(5, '0')}`;

const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

const found = (bytes: Buffer, needles: readonly string[]): string[] =>
  needles.filter((needle) => bytes.includes(needle) || bytes.includes(Buffer.from(needle, 'utf16le')));

describe('S1, S3: a thousand canaries', () => {
  it('leave no trace through import, clustering, export and erasure, in image, log or any file', () =>
    withFolder(async (folder) => {
      const before = new Set(readdirSync(tmpdir()));
      const vault = join(folder, 'work', 'shop.cloister');
      const input = join(folder, 'customers.csv');
      const orders = join(folder, 'orders.csv');
      writeFileSync(
        input,
        `customer_id,email,first_name,note,town,plan\n${lines(PEOPLE, (i) => {
          const [email, customer, note, name] = canaries(i);
          return `${customer},${email},${name},${note},${i < 20 ? town(i) : 'Berlin'},${['gold', 'basic'][i % 2]}`;
        })}`,
      );
      writeFileSync(
        orders,
        `order_id,customer_id,ordered_at,total\n${lines(PEOPLE * 2, (i) => `O-${i},${canaries(i % PEOPLE)[1]},2026-0${1 + (i % 6)}-${day(i)},${(5 + (i % 97)).toFixed(2)}`)}`,
      );
      (await createVault(vault, PASSPHRASE, CHEAP)).close();
      const engine = createEngine();
      await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      await engine.call('intake.import', {
        file: input,
        mapping: {
          version: 1,
          kind: 'profiles',
          columns: [
            { column: 'customer_id', role: 'identifier', identifier: 'customer' },
            { column: 'email', role: 'link', identifier: 'email' },
            { column: 'town', role: 'attribute', type: 'text' },
            { column: 'plan', role: 'attribute', type: 'text' },
          ],
        },
      });
      await engine.call('intake.import', { file: orders, kind: 'orders' });
      await engine.call('consent.declare', {
        purpose: 'personalize',
        basis: 'consent',
        at: '2026-01-01',
        reason: 'told by all of them',
      });
      await engine.call('clustering.fit', {
        lens: LENS,
        clustering: {
          features: [
            { feature: 'recency', scaling: 'log' },
            { feature: 'monetary', scaling: 'log' },
          ],
          k: 2,
        },
      });
      await engine.call('segment.define', {
        lens: LENS,
        name: 'Gold',
        rule: { op: 'in', field: 'profile.plan', values: ['gold'] },
      });
      await engine.call('segment.refresh', { lens: LENS });

      // Law of storage: nothing but pseudonyms of what identifies, on any place of the disk, while it is open.
      const raw = Array.from({ length: PEOPLE }, (_, i) => canaries(i)).flat();
      const outside = (): string[] => [
        ...filesBelow(join(folder, 'work')),
        ...readdirSync(tmpdir())
          .filter((name) => !before.has(name) && !name.startsWith('cloister-test-'))
          .map((name) => join(tmpdir(), name))
          .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true),
      ];
      for (const path of outside())
        expect([path, found(readFileSync(path), raw.slice(0, 40))]).toEqual([path, []]);
      const needles = join(folder, 'needles.txt');
      writeFileSync(needles, raw.join('\n'));
      const clean = await engine.call('vault.scan', { needles });
      expect([clean.needles, clean.hits]).toEqual([raw.length, 0]);
      writeFileSync(needles, `${town(3)}\n${town(4)}\n`);
      const held = await engine.call('vault.scan', { needles });
      expect(held.places.filter(({ hits }) => hits > 0).map(({ place }) => place)).toEqual([
        'the decrypted database',
      ]);

      const { certificate } = await engine.call('subject.erase', {
        identifiers: Array.from({ length: 20 }, (_, i) => canaries(i)[0]),
        type: 'email',
      });
      // Twenty towns of their own, and two pseudonyms each.
      expect(certificate?.residue).toMatchObject({ needles: 60, hits: 0, logBytes: 0 });
      writeFileSync(needles, Array.from({ length: 20 }, (_, i) => town(i)).join('\n'));
      expect((await engine.call('vault.scan', { needles })).hits).toBe(0);
      const log = JSON.stringify(await engine.call('audit.log', { limit: 1000 }));
      expect(found(Buffer.from(log), [...raw, ...Array.from({ length: 20 }, (_, i) => town(i))])).toEqual([]);
      engine.close();

      const keys = await openKeystore(join(vault, 'keys.json'), PASSPHRASE);
      const db = openDatabase(join(vault, 'data.db'), keys);
      const image = db.serialize();
      db.close();
      expect(found(image, [...raw, ...Array.from({ length: 20 }, (_, i) => town(i))])).toEqual([]);
      expect(image.includes('Berlin')).toBe(true);
    }));
});
