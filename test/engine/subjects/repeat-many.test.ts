/**
 * What a restore does again of many people at once, and of what the officer settled: refusals that files brought, a no
 * for everyone, batches taken and brought back, purposes, notices and the rules of the United States.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { withFolder } from '../vault/fixture.ts';
import { copyShop, customerOf, PASSPHRASE } from './shop.ts';

const AS_OF = '2026-07-01';
const MAPPING: Mapping = {
  version: 1,
  kind: 'consents',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    {
      column: 'said',
      role: 'consent',
      part: 'state',
      purpose: 'personalize',
      values: { yes: 'given', no: 'refused' },
    },
    { column: 'on', role: 'time', format: 'iso' },
  ],
};
type Shop = { engine: Engine; vault: string; folder: string };
const say = (engine: Engine, folder: string, name: string, rows: string[]) => {
  const file = join(folder, name);
  writeFileSync(file, `id,said,on\n${rows.join('\n')}\n`);
  return engine.call('intake.import', { file, mapping: MAPPING });
};
const standing = async (engine: Engine, identifier: string): Promise<string | null> => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const { purposes } = await engine.call('consent.show', { identifier, asOf: AS_OF });
  return purposes.find(({ purpose }) => purpose === 'personalize')?.reason ?? null;
};
const admitted = async (engine: Engine): Promise<number | null> =>
  (await engine.call('lens.describe', { purpose: 'personalize', asOf: AS_OF })).admitted;

/** A shop, `before` its backup and `after` it; then the backup is restored over it. */
const restored = (
  { before, after }: { before?: (shop: Shop) => Promise<unknown>; after: (shop: Shop) => Promise<unknown> },
  look: (shop: Shop & { lost: { files: number; waiting: number } }) => Promise<void>,
): Promise<void> =>
  withFolder(async (folder) => {
    const { engine, vault } = await copyShop(folder);
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await before?.({ engine, vault, folder });
    const file = join(folder, 'b.db');
    await engine.call('vault.backup', { file });
    await after({ engine, vault, folder });
    engine.close();
    const back = createEngine();
    const { lost } = await back.call('vault.restore', {
      file,
      path: vault,
      passphrase: PASSPHRASE,
      replace: true,
    });
    await look({ engine: back, vault, folder, lost });
    back.close();
  });

describe('refusals of a file that the backup does not know', () => {
  const NO = [`${customerOf(5)},no,2026-05-01`, 'NEW-1,no,2026-05-01'];
  const imported = { after: ({ engine, folder }: Shop) => say(engine, folder, 'no.csv', NO) };

  it('hold without the file, also for somebody who comes later; nothing of it is readable outside', () =>
    restored(imported, async ({ engine, vault, folder, lost }) => {
      expect(lost).toEqual({ releases: 0, files: 0, waiting: 1 });
      expect(await standing(engine, customerOf(5))).toBe('REFUSED');
      expect(await standing(engine, customerOf(6))).toBeNull();
      await say(engine, folder, 'yes.csv', ['NEW-1,yes,2026-02-01', 'NEW-2,yes,2026-02-01']);
      expect(await standing(engine, 'NEW-1')).toBe('REFUSED');
      expect(await standing(engine, 'NEW-2')).toBeNull();
      expect(await engine.call('release.lost', {})).toEqual({ releases: 0, files: 0, waiting: 0 });
      const kept = readFileSync(join(vault, 'keys.refusals.bin'), 'latin1');
      expect(kept).not.toMatch(/personalize|refused|NEW-1/);
    }));

  it('are said once, however often the vault is opened and other files come', () =>
    restored(imported, async ({ engine, vault, folder }) => {
      const said = async (on: Engine): Promise<number> => {
        await on.call('officer.enter', { passphrase: PASSPHRASE });
        const { events } = await on.call('consent.show', { identifier: customerOf(5), asOf: AS_OF });
        return events.filter(({ state }) => state === 'refused').length;
      };
      expect(await said(engine)).toBe(1);
      await say(engine, folder, 'other.csv', [`${customerOf(7)},yes,2026-06-01`]);
      engine.close();
      const again = createEngine();
      await again.call('vault.open', { path: vault, passphrase: PASSPHRASE });
      expect(await said(again)).toBe(1);
      again.close();
    }));

  it.each([
    ['lost', (file: string) => rmSync(file)],
    [
      'altered',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 40] ^= 1;
        writeFileSync(file, bytes);
      },
    ],
    ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -20))],
  ])('where what is kept of them is %s, releases wait for the file', (_, harm) =>
    restored(
      {
        after: async (shop) => {
          await imported.after(shop);
          harm(join(shop.vault, 'keys.refusals.bin'));
        },
      },
      async ({ engine, folder, lost }) => {
        expect(lost.files).toBe(1);
        expect(await standing(engine, customerOf(5))).toBeNull();
        await say(engine, folder, 'no.csv', NO);
        expect(await standing(engine, customerOf(5))).toBe('REFUSED');
        expect(await engine.call('release.lost', {})).toMatchObject({ files: 0 });
      },
    ),
  );
});

describe('said for everyone, or settled by the officer since', () => {
  it('a no for everyone still leaves everyone out', () =>
    restored(
      {
        after: ({ engine }) =>
          engine.call('consent.declare', {
            purpose: 'personalize',
            basis: 'consent',
            state: 'withdrawn',
            at: '2026-06-01',
            reason: 'the campaign is over',
          }),
      },
      async ({ engine, lost }) => {
        expect(lost).toEqual({ releases: 0, files: 0, waiting: 0 });
        expect(await admitted(engine)).toBe(0);
        expect(await standing(engine, customerOf(6))).toBe('WITHDRAWN');
      },
    ));

  it('a batch that was revoked stays revoked, and one that was brought back holds', async () => {
    const revoke = async ({ engine }: Shop): Promise<number> => {
      const [{ source }] = await engine.call('consent.batches', {});
      await engine.call('consent.revokeBatch', { source, reason: 'wrong file' });
      return source;
    };
    await restored({ after: revoke }, async ({ engine }) =>
      expect(await standing(engine, customerOf(6))).toBe('REVOKED'),
    );
    await restored(
      {
        after: async (shop) => {
          const source = await revoke(shop);
          await shop.engine.call('consent.reinstateBatch', { source, reason: 'it was right' });
        },
      },
      async ({ engine }) => expect(await standing(engine, customerOf(6))).toBeNull(),
    );
  });

  it('purposes, notices and the rules of the United States are as they were settled last', () =>
    restored(
      {
        after: async ({ engine }) => {
          await engine.call('consent.definePurpose', {
            id: 'personalize',
            label: 'Personalisation',
            needsExplicit: true,
          });
          await engine.call('consent.defineNotice', {
            label: '2026-7',
            from: '2026-06-01',
            incompatible: true,
            covers: ['personalize'],
          });
          await engine.call('consent.allowOptOut', { allow: true, reason: 'counsel agreed' });
        },
      },
      async ({ engine }) => {
        const { purposes, usOptOut } = await engine.call('consent.purposes', {});
        expect(purposes.find(({ id }) => id === 'personalize')?.needsExplicit).toBe(true);
        expect(usOptOut).toBe(true);
        expect(await engine.call('consent.notices', {})).toContainEqual(
          expect.objectContaining({ label: '2026-7', incompatible: true, covers: ['personalize'] }),
        );
        expect(await admitted(engine)).toBe(0);
      },
    ));
});
