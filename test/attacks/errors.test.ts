/**
 * X3 What an error says: a value of a person, an identifier or a passphrase stands in no message, whatever goes wrong,
 * and neither does the inside of the program. There is no log file; a message is all that could carry one away.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { readable } from '../../engine/jobs/failure.ts';
import { createVault } from '../../engine/vault/vault.ts';
import type { Input, ProcedureName } from '../../shared/contract/contract.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { PASSPHRASE, scratch } from '../end-to-end/scratch.ts';
import { CHEAP } from '../engine/vault/fixture.ts';

const CANARY = /zq-?canary|canaria/i;
/** The name of a code (SQLITE_…) may be told: it is there to be reported. */
const INSIDE = /\bat .+:\d+:\d+|node_modules|\.ts\b|\bSELECT\b|\bINSERT\b|UNIQUE constraint|\[object/;
const { folder, remove } = scratch();
let engine: Engine;

beforeAll(async () => {
  const path = join(folder, 'v.cloister');
  (await createVault(path, PASSPHRASE, CHEAP)).close();
  engine = createEngine();
  await engine.call('vault.open', { path, passphrase: PASSPHRASE });
});
afterAll(() => {
  engine.close();
  remove();
});

/** Everything an error says to whoever sees it. */
const said = async <N extends ProcedureName>(name: N, input: Input<N>): Promise<string> => {
  try {
    const answer = await engine.call(name, input);
    return JSON.stringify(answer) ?? '';
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CloisterError);
    const { code, message, next } = thrown as CloisterError;
    expect(code, message).not.toBe('FAULT');
    return `${message} ${next}`;
  }
};
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('values of people', () => {
  const columns: Mapping['columns'] = [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    { column: 'email', role: 'link', identifier: 'email' },
    { column: 'spent', role: 'amount' },
    { column: 'day', role: 'time' },
  ];
  const head = 'customer_id,email,spent,day\n';
  const rows = (line: string): string => Array.from({ length: 40 }, () => line).join('\n');

  it.each([
    ['an amount that is none', 'zqcanary1,zqcanary@example.org,zqcanary EUR,2026-01-01'],
    ['a day that is none', 'zqcanary1,zqcanary@example.org,1.00,zqcanary'],
    ['an address that is none', 'zqcanary1,zqcanary at example,1.00,2026-01-01'],
    ['too few fields', 'zqcanary1'],
    ['a quotation that never ends', '"zqcanary1,zqcanary@example.org,1.00'],
    ['bytes that are no text', 'zqcanary\u0000\u0001,zqcanary,1,2026'],
  ])('are in no answer to a file with %s', async (_, line) => {
    const path = file('orders.csv', head + rows(line));
    const input = {
      file: path,
      mapping: { version: 1 as const, kind: 'orders' as const, columns },
      dryRun: true,
    };
    expect(await said('intake.import', input)).not.toMatch(CANARY);
    expect(await said('intake.import', input)).not.toMatch(INSIDE);
  });

  it('are in no answer about a person, found or not', async () => {
    for (const identifier of ['zqcanary@example.org', 'zq canary', "zqcanary' OR 1=1 --", 'zqcanary\u0000'])
      for (const type of ['email', 'phone', 'customer'] as const) {
        const text = await said('consent.change', {
          identifier,
          type,
          purpose: 'analytics',
          state: 'withdrawn',
          at: '2026-01-01',
          reason: 'zqcanary asked',
        });
        expect(text).not.toMatch(CANARY);
        expect(text).not.toMatch(INSIDE);
      }
  });

  it('and no passphrase is, whether it opens or not', async () => {
    for (const passphrase of ['zqcanary passphrase', '']) {
      expect(await said('officer.enter', { passphrase })).not.toMatch(CANARY);
      expect(await said('vault.open', { path: join(folder, 'nowhere'), passphrase })).not.toMatch(CANARY);
      expect(await said('keys.rekey', { passphrase })).not.toMatch(CANARY);
    }
  });
});

describe('the inside of the program', () => {
  it.each([
    'UNIQUE constraint failed: pseudonym.value',
    'near "zqcanary": syntax error in SELECT * FROM person WHERE name = \'zqcanary\'',
    'datatype mismatch: zqcanary',
  ])('what the database says of itself stays with it: %s', (message) => {
    const thrown = Object.assign(new Error(message), {
      name: 'SqliteError',
      code: 'SQLITE_CONSTRAINT_UNIQUE',
    });
    const told = readable(thrown, '');
    expect(`${told.message} ${told.next}`).not.toMatch(CANARY);
    expect(`${told.message} ${told.next}`).not.toMatch(INSIDE);
  });

  it('writes no log beside the vault or in the working folder', () => {
    const names = [
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' }),
      ...readdirSync(process.cwd()),
    ];
    expect(names.filter((name) => /\.log$|log\.txt$|crash|dump/i.test(name))).toEqual([]);
  });
});
