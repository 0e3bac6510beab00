/** What the attacks on consent share: a vault of 400 people, files that say something about them, and who is admitted. */
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { LENS, orders, profiles } from '../faults/vault.ts';

let files = 0;
/** The engine with the vault of the file's tests, and their folder. */
export const shop = { engine: undefined as unknown as Engine, folder: '' };

/** How many the lens admits. */
export const admitted = async (purpose = 'personalize', asOf = LENS.asOf): Promise<number> =>
  (await shop.engine.call('lens.describe', { purpose, asOf })).admitted ?? 0;
/** Why a person is not admitted; null for one who is. */
export const standing = async (
  id: number,
  purpose = 'personalize',
  asOf = LENS.asOf,
): Promise<string | null> => {
  const { purposes } = await shop.engine.call('consent.show', { identifier: `C${id}`, asOf });
  return purposes.find((one) => one.purpose === purpose)?.reason ?? null;
};
/** Imports consents about people; each line is `id,value,date`, further columns as given. */
export const say = (
  rows: string[],
  columns: Mapping['columns'],
  more: Partial<Mapping> = {},
  header = 'id,said,on',
) =>
  shop.engine.call('intake.import', {
    file: write(shop.folder, `said-${files++}.csv`, `${header}\n${rows.join('\n')}\n`),
    mapping: {
      version: 1,
      kind: 'consents',
      columns: [{ column: 'id', role: 'identifier', identifier: 'customer' }, ...columns],
      ...more,
    },
  });
/** The columns of a file that says yes or no, dated. */
export const SAID: Mapping['columns'] = [
  {
    column: 'said',
    role: 'consent',
    part: 'state',
    purpose: 'personalize',
    values: { yes: 'given', no: 'withdrawn' },
  },
  { column: 'on', role: 'time', format: 'iso' },
];

/** Opens the vault for the tests of the calling file. */
export const openForFile = (): void => {
  const { folder, remove } = scratch();
  beforeAll(async () => {
    const engine = await newVault(folder, 'consent');
    await engine.call('intake.import', { file: write(folder, 'customers.csv', profiles(400)) });
    await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(2000, 400)) });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    Object.assign(shop, { engine, folder });
  });
  afterAll(() => {
    shop.engine.close();
    remove();
  });
};
