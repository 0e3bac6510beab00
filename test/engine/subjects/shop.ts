/** A small shop in a vault, for the tests of data-subject requests: people with values that nobody else has. */
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { openDatabase } from '../../../engine/vault/database.ts';
import { openKeystore } from '../../../engine/vault/keystore.ts';
import { createVault } from '../../../engine/vault/vault.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { PASSPHRASE, write } from '../../end-to-end/scratch.ts';
import { day, lines } from '../../faults/vault.ts';
import { CHEAP } from '../vault/fixture.ts';

export { PASSPHRASE };
export const AS_OF = '2026-07-01';
export const LENS = { purpose: 'personalize', asOf: AS_OF } as const;

/** The value only person `i` of the first forty has, long enough to be looked for. */
export const townOf = (i: number): string => `Canary-Town-${String(i).padStart(5, '0')}`;
export const emailOf = (i: number): string => `canary.${i}@mail.example`;
export const customerOf = (i: number): string => `CUST-${100_000 + i}`;

export const files = (folder: string, people: number) => ({
  profiles: write(
    folder,
    'customers.csv',
    `customer_id,email,town,plan\n${lines(people, (i) => `${customerOf(i)},${emailOf(i)},${i < 40 ? townOf(i) : 'Berlin'},${['gold', 'basic'][i % 2]}`)}`,
  ),
  orders: write(
    folder,
    'orders.csv',
    `order_id,customer_id,ordered_at,total\n${lines(people * 2, (i) => `O-${i},${customerOf(i % people)},2026-0${1 + (i % 6)}-${day(i)},${(10 + (i % 40)).toFixed(2)}`)}`,
  ),
  events: write(
    folder,
    'events.csv',
    `customer_id,event,occurred_at\n${lines(people * 2, (i) => `${customerOf(i % people)},${['open', 'click'][i % 2]},2026-0${1 + (i % 6)}-${day(i)}`)}`,
  ),
  consents: write(
    folder,
    'consents.csv',
    `customer_id,purpose,state,recorded_at\n${lines(people, (i) => `${customerOf(i)},personalize,given,2026-01-${day(i)}`)}`,
  ),
});

const PROFILES: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    { column: 'email', role: 'link', identifier: 'email' },
    { column: 'town', role: 'attribute', type: 'text', class: 'quasi-identifier' },
    { column: 'plan', role: 'attribute', type: 'text' },
  ],
};
const CONSENTS: Mapping = {
  version: 1,
  kind: 'consents',
  columns: [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    { column: 'purpose', role: 'consent', part: 'purpose' },
    { column: 'state', role: 'consent', part: 'state', values: { given: 'given' }, dated: 'recorded_at' },
    { column: 'recorded_at', role: 'time' },
  ],
};

/** A vault with everything in it, open, in the hands of its officer. */
export const openShop = async (folder: string, people = 40): Promise<{ engine: Engine; vault: string }> => {
  const engine = createEngine();
  const vault = join(folder, 'shop');
  (await createVault(vault, PASSPHRASE, CHEAP)).close();
  await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
  const made = files(folder, people);
  await engine.call('intake.import', { file: made.profiles, mapping: PROFILES });
  await engine.call('intake.import', { file: made.orders, kind: 'orders' });
  await engine.call('intake.import', { file: made.events, kind: 'events' });
  await engine.call('intake.import', { file: made.consents, mapping: CONSENTS });
  return { engine, vault: `${vault}.cloister` };
};

export const asOfficer = (engine: Engine): Promise<unknown> =>
  engine.call('officer.enter', { passphrase: PASSPHRASE });

/** The decrypted image of a closed vault. */
export const imageOf = async (vault: string): Promise<Buffer> => {
  const keys = await openKeystore(join(vault, 'keys.json'), PASSPHRASE);
  const db = openDatabase(join(vault, 'data.db'), keys);
  try {
    return db.serialize();
  } finally {
    db.close();
  }
};

/** Copies the folder of a vault as it stands on the disk, readable by its owner alone as the original is. */
export const copyVault = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o700);
};

let template: { folder: string; vault: string } | null = null;

/** A copy of one shop of forty people that was made once, open, in the hands of its officer. */
export const copyShop = async (folder: string): Promise<{ engine: Engine; vault: string }> => {
  if (template === null) {
    const made = mkdtempSync(join(tmpdir(), 'cloister-test-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    const { engine, vault } = await openShop(made);
    engine.close();
    template = { folder: made, vault };
  }
  const vault = join(folder, 'shop.cloister');
  copyVault(template.vault, vault);
  const engine = await opened(vault);
  await asOfficer(engine);
  return { engine, vault };
};

export const opened = async (vault: string): Promise<Engine> => {
  const engine = createEngine();
  await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
  return engine;
};
