/** Erasing people from everything that holds them, also where it was killed midway. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { certificateHolds } from '../../../engine/privacy/subjects/certificate.ts';
import { openDatabase } from '../../../engine/vault/database.ts';
import { openKeystore } from '../../../engine/vault/keystore.ts';
import { write } from '../../end-to-end/scratch.ts';
import { failure } from '../../faults/vault.ts';
import { withFolder } from '../vault/fixture.ts';
import {
  asOfficer,
  copyShop,
  copyVault,
  customerOf,
  emailOf,
  imageOf,
  LENS,
  opened,
  PASSPHRASE,
  townOf,
} from './shop.ts';

const erase = (engine: Engine, ...people: number[]) =>
  engine.call('subject.erase', { identifiers: people.map(customerOf), reference: 'DSR-7' });

describe('erasing people', () => {
  it('removes all of them, leaves everybody else alone, and proves it', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('segment.define', {
        lens: LENS,
        name: 'Town',
        rule: { op: 'in', field: 'profile.town', values: [townOf(3), townOf(4)] },
      });
      await engine.call('segment.refresh', { lens: LENS });
      const before = await engine.call('features.compute', { lens: LENS });
      const { certificate, ...counts } = await erase(engine, 3, 17);
      expect(counts).toEqual({ asked: 2, found: 2, erasedBefore: 0, unknown: 0, file: null });
      expect(certificate).toMatchObject({
        people: 2,
        removed: {
          profiles: 2,
          orders: 4,
          events: 4,
          words: 2,
          pseudonyms: 4,
          consentEvents: 2,
          memberships: 1,
        },
        suppressed: 4,
        residue: { needles: 6, hits: 0, logBytes: 0 },
        reference: 'DSR-7',
        replayed: false,
      });
      expect(certificateHolds(certificate!)).toBe(true);
      expect(certificateHolds({ ...certificate!, people: 1 })).toBe(false);

      const lens = await engine.call('lens.describe', LENS);
      expect([lens.known, lens.admitted, lens.leftOut.every(({ people }) => people === 0)]).toEqual([
        38,
        38,
        true,
      ]);
      const after = await engine.call('features.compute', { lens: LENS });
      const feature = (answer: typeof after, id: string) => answer.features.find((one) => one.id === id)!;
      expect(feature(after, 'monetary').known).toBe(feature(before, 'monetary').known - 2);
      const [segment] = await engine.call('segment.list', { lens: LENS });
      expect(segment.rule).toEqual({ op: 'in', field: 'profile.town', values: ['(erased)', townOf(4)] });
      expect((await engine.call('audit.verify', {})).ok).toBe(true);
      expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
      engine.close();

      const image = await imageOf(vault);
      for (const person of [3, 17]) expect(image.includes(townOf(person))).toBe(false);
      expect(image.includes(townOf(4))).toBe(true);
      expect(readFileSync(join(vault, 'keys.erasures.jsonl'), 'utf8')).not.toMatch(/Canary|canary|CUST/);
    }));

  it('keeps them out: their rows are quarantined and told', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await erase(engine, 5);
      const again = write(
        folder,
        'again.csv',
        `customer_id,email,plan\n${customerOf(5)},new@mail.example,gold\nNEW-1,${emailOf(5)},gold\nNEW-2,new2@mail.example,basic\n`,
      );
      const rejects = join(folder, 'rejects.csv');
      const answer = await engine.call('intake.import', { file: again, kind: 'profiles', rejects });
      expect([answer.records, answer.accepted, answer.rejected, answer.peopleNew]).toEqual([3, 1, 2, 1]);
      expect(answer.rejects.map(({ line, record }) => [line, record])).toEqual([
        [2, 1],
        [3, 2],
      ]);
      expect(readFileSync(rejects, 'utf8')).toMatch(/^2,1,\d+,customer_id,this person was erased/m);
      expect((await engine.call('lens.describe', LENS)).known).toBe(40);
      const orders = write(
        folder,
        'late.csv',
        `order_id,customer_id,ordered_at,total\nL-1,${customerOf(5)},2026-06-01,9.00\n`,
      );
      const late = await failure(engine.call('intake.import', { file: orders, kind: 'orders' }));
      expect(late.message).toContain('this person was erased');
      const twice = await erase(engine, 5, 1000);
      expect(twice).toMatchObject({ certificate: null, asked: 2, found: 0, erasedBefore: 1, unknown: 1 });
      engine.close();
    }));

  it('gives nobody the number of somebody who was erased, also not that of the last one', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await erase(engine, 39);
      const more = write(folder, 'more.csv', 'customer_id,plan\nNEW-1,gold\n');
      await engine.call('intake.import', { file: more, kind: 'profiles' });
      expect((await engine.call('vault.status', {})).people).toBe(40);
      const lens = await engine.call('lens.describe', LENS);
      expect([lens.known, lens.admitted]).toEqual([40, 39]);
      engine.close();
    }));

  it('is an act of the officer, and says of a wrong value nothing but its place', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await engine.call('officer.leave', {});
      expect((await failure(erase(engine, 3))).code).toBe('OFFICER_NEEDED');
      await asOfficer(engine);
      const wrong = await failure(
        engine.call('subject.erase', { identifiers: [emailOf(1), 'not an address'], type: 'email' }),
      );
      expect(wrong).toMatchObject({ code: 'INPUT_VALUE', message: 'Value 2 is no email identifier.' });
      expect((await engine.call('vault.status', {})).people).toBe(40);
      engine.close();
    }));
});

describe('an erasure that was killed', () => {
  const copies = new Map<string, string>();
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));

  beforeAll(async () => {
    const { engine, vault } = await copyShop(folder);
    // What stands on the disk when a stage begins is what kill -9 leaves there.
    const onProgress = ({ step }: { step: string }): void => {
      const copy = join(folder, `at-${copies.size}.cloister`);
      copyVault(vault, copy);
      copies.set(step, copy);
    };
    await engine.call('subject.erase', { identifiers: [customerOf(7)] }, { onProgress });
    engine.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('was seen at every stage', () => {
    expect([...copies.keys()]).toEqual([
      'Writing the journal',
      'Deleting',
      'Compacting',
      'Looking for residue',
    ]);
  });

  it('is on the disk from its first stage on', async () => {
    const copy = join(folder, 'never.cloister');
    copyVault(copies.get('Writing the journal')!, copy);
    const keys = await openKeystore(join(copy, 'keys.json'), PASSPHRASE);
    const db = openDatabase(join(copy, 'data.db'), keys);
    expect(db.prepare('SELECT stage FROM erasure').pluck().all()).toEqual(['begun']);
    db.close();
  });

  it.each(['Writing the journal', 'Deleting', 'Compacting', 'Looking for residue'])(
    'at "%s" is finished when the vault is opened next',
    async (step) => {
      const copy = copies.get(step)!;
      const engine = await opened(copy);
      const [erasure, ...others] = await engine.call('subject.erasures', {});
      expect(others).toEqual([]);
      expect(erasure.stage).toBe('done');
      expect(erasure.certificate).toMatchObject({ people: 1, residue: { needles: 3, hits: 0 } });
      expect((await engine.call('vault.status', {})).people).toBe(39);
      expect((await engine.call('audit.verify', {})).ok).toBe(true);
      expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
      engine.close();
      expect((await imageOf(copy)).includes(townOf(7))).toBe(false);
      // A second opening has nothing left to do.
      const again = await opened(copy);
      expect(await again.call('subject.erasures', {})).toHaveLength(1);
      again.close();
    },
  );
});
