/**
 * The shop that attacks on releases and screens are made on: 1,200 customers aged 20 to 69 in turn, but for three aged
 * 80; one of them alone has the plan “unique”.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import type { ExportAnswer } from '../../shared/contract/answers.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import type { ExportChoice } from '../../shared/plan.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';

export const LENS = { purpose: 'analytics' as const, asOf: '2026-07-01' };
export const PEOPLE = 1200;

export const age = (is: '>=' | '<', value: number): Rule => ({
  op: 'compare',
  field: 'profile.age',
  is,
  value,
});
export const plan = (...values: string[]): Rule => ({ op: 'in', field: 'profile.plan', values });
/** Every condition holds for many; together they hold for eight people. */
export const eight: Rule = { op: 'all', of: [age('>=', 60), age('<', 61), plan('free')] };

const nameOf = (customer: number): string => `C${String(customer).padStart(5, '0')}`;

const profiles = (): string => {
  const rows = ['customer_id,age,plan,city'];
  for (let i = 0; i < PEOPLE; i++)
    rows.push(
      `${nameOf(i)},${i < 3 ? 80 : 20 + (i % 50)},${i === 7 ? 'unique' : ['free', 'plus', 'pro'][i % 3]},${['Oslo', 'Bergen'][i % 2]}`,
    );
  return `${rows.join('\n')}\n`;
};
const attribute = (column: string, type: 'number' | 'text') => ({
  column,
  role: 'attribute' as const,
  type,
  class: 'quasi-identifier' as const,
});
const MAPPING: Mapping = parseMapping({
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    attribute('age', 'number'),
    attribute('plan', 'text'),
    attribute('city', 'text'),
  ],
});

export type Shop = {
  engine: Engine;
  folder: string;
  vault: string;
  define(name: string, rule: Rule): Promise<unknown>;
  /** Removes every segment. */
  forget(): Promise<void>;
  /** Writes a release into the folder of its name, over what is there. */
  release(name: string, more?: Partial<ExportChoice>): Promise<ExportAnswer>;
  withdraw(customer: number): Promise<unknown>;
  close(): void;
};

export const openShop = async (): Promise<Shop> => {
  const { folder, remove } = scratch();
  const vault = join(folder, 'shop.cloister');
  const engine = await newVault(folder, 'shop.cloister');
  await engine.call('intake.import', {
    file: write(folder, 'people.csv', profiles()),
    kind: 'profiles',
    mapping: MAPPING,
  });
  await engine.call('consent.declare', {
    purpose: LENS.purpose,
    basis: 'contract',
    state: 'given',
    at: '2026-01-01',
    reason: 'Terms of service',
  });
  return {
    engine,
    folder,
    vault,
    define: (name, rule) => engine.call('segment.define', { lens: LENS, name, rule }),
    forget: async () => {
      for (const { id } of await engine.call('segment.list', { lens: LENS }))
        await engine.call('segment.remove', { id });
    },
    release: (name, more = {}) =>
      engine.call('release.write', {
        lens: LENS,
        export: { name, targets: ['sqlite'], ...more },
        folder: join(folder, name),
        replace: existsSync(join(folder, name)),
      }),
    withdraw: (customer) =>
      engine.call('consent.change', {
        identifier: nameOf(customer),
        purpose: LENS.purpose,
        state: 'withdrawn',
        at: '2026-06-30',
        reason: 'Letter',
      }),
    close: () => {
      engine.close();
      remove();
    },
  };
};
