/** The promises about consent, columns and age are measured in the vault: each is broken or opened by what breaks it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { now } from '../../engine/audit/audit.ts';
import { summarise } from '../../engine/privacy/consent.ts';
import { earlierReleases, recordRelease } from '../../engine/privacy/gate/ledger.ts';
import { judgeConsent } from '../../engine/procedures/consent-promises.ts';
import { openVault, type Vault } from '../../engine/vault/vault.ts';
import { createBitmap, setBit } from '../../shared/bitmap.ts';
import { PASSPHRASE } from '../end-to-end/scratch.ts';
import { age, LENS, openShop, PEOPLE, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => {
  shop.close();
});

const promise = async (id: string) =>
  (await shop.engine.call('audit.promises', {})).find((one) => one.id === id);
const inVault = async (work: (vault: Vault) => void): Promise<void> => {
  await shop.engine.call('vault.close', {});
  const vault = await openVault(shop.vault, PASSPHRASE);
  try {
    work(vault);
  } finally {
    vault.close();
  }
};
/** Changes what somebody said behind the ledger's back. */
const tamper = ({ db }: Vault, person: number, state: string): void => {
  const triggers = db
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('consent_entry', 'consent_wording')",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  const copied = db
    .prepare(
      `INSERT INTO consent_wording(purpose, state, basis, recorded_at, method, evidence_grade)
       SELECT purpose, ?, basis, recorded_at, method, evidence_grade FROM consent_event WHERE person = ?`,
    )
    .run(state, person);
  db.prepare('UPDATE consent_entry SET wording = ? WHERE person = ?').run(copied.lastInsertRowid, person);
  for (const trigger of triggers) db.exec(trigger.sql);
};
const everyone = () => {
  const bitmap = createBitmap(PEOPLE);
  for (let person = 0; person < PEOPLE; person++) setBit(bitmap, person);
  return bitmap;
};

describe('P6', () => {
  it('holds after withdrawals, of which it tells no small number', async () => {
    for (const customer of [4, 5]) await shop.withdraw(customer);
    await shop.engine.call('officer.enter', { passphrase: PASSPHRASE });
    const { admitted } = await shop.engine.call('lens.describe', LENS);
    expect(admitted).toBe(PEOPLE - 2);
    await shop.engine.call('officer.leave', {});
    expect(await promise('P6')).toMatchObject({
      state: 'holds',
      finding: expect.stringContaining('<11 noes that stand are left out now'),
    });
  });

  it('is broken by a lens that does not follow the ledger', async () => {
    await inVault((vault) => {
      summarise(vault.reader, now());
      expect(judgeConsent(vault).P6.state).toBe('holds');
      tamper(vault, 9, 'withdrawn');
      expect(judgeConsent(vault).P6).toMatchObject({
        state: 'broken',
        finding: expect.stringContaining('admits people whose last word is no'),
      });
    });
  });

  it('is broken by a release that counts someone who had said no before it was written', async () => {
    await shop.withdraw(6);
    await inVault((vault) => {
      expect(earlierReleases(vault.reader, vault.keys, PEOPLE)).toEqual([]);
      const release = {
        digest: Buffer.alloc(32, 2),
        name: 'late',
        purpose: LENS.purpose,
        asOf: LENS.asOf,
        known: PEOPLE,
        compared: [],
        sets: [{ kind: 'admitted' as const, name: '', people: PEOPLE, members: everyone() }],
      };
      vault.db.transaction(() => recordRelease(vault.db, vault.keys, release, now() + 1000))();
      expect(judgeConsent(vault).P6).toMatchObject({
        state: 'broken',
        finding: expect.stringContaining('“late” counts people who had said no'),
      });
    });
  });
});

it('P17 is broken by someone who is admitted without a yes on record', () =>
  inVault((vault) => {
    summarise(vault.reader, now());
    expect(judgeConsent(vault).P17.state).toBe('holds');
    tamper(vault, 9, 'requested');
    expect(judgeConsent(vault).P17.state).toBe('broken');
  }));

it('P18 is open while a column came in after the audit, or could go', async () => {
  await shop.engine.call('minimization.audit', { lens: LENS });
  expect(await promise('P18')).toMatchObject({ state: 'open', finding: expect.stringContaining('could go') });
  for (const [name, rule] of [
    ['From 45', age('>=', 45)],
    ['Oslo', { op: 'in', field: 'profile.city', values: ['Oslo'] }],
    ['Free', { op: 'in', field: 'profile.plan', values: ['free'] }],
  ] as const)
    await shop.define(name, rule as never);
  await shop.engine.call('minimization.audit', { lens: LENS });
  expect(await promise('P18')).toMatchObject({ state: 'holds' });
  await inVault(({ db }) => {
    db.exec(
      'UPDATE record SET body = replace(body, \'"name":"city"\', \'"name":"town"\') WHERE kind = \'minimization\'',
    );
  });
  await shop.engine.call('vault.open', { path: shop.vault, passphrase: PASSPHRASE });
  expect(await promise('P18')).toMatchObject({
    state: 'open',
    finding: expect.stringContaining('profiles.city'),
  });
});
