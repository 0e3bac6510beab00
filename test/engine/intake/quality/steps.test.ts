/** Steps of a mapping, value by value, and the fixes that suggest them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import validator from 'validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import { countryOf } from '../../../../engine/intake/steps/countries.ts';
import { compileSteps } from '../../../../engine/intake/steps/steps.ts';
import { type Mapping, parseMapping } from '../../../../shared/mapping.ts';
import type { Step } from '../../../../shared/steps.ts';
import { newVault, scratch } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'steps');
});
afterAll(() => {
  engine.close();
  remove();
});
const changed = (steps: Step[], ...texts: string[]): string[] => {
  const mend = compileSteps(steps, 'c');
  return texts.map((text) => mend(text).text);
};

describe('steps', () => {
  it('read values as people write them, and leave what they cannot read', () => {
    expect(changed([{ step: 'trim' }], ' a  b\u200b ', 'x')).toEqual(['a b', 'x']);
    expect(changed([{ step: 'case', to: 'title' }], 'new YORK', 'baden-baden')).toEqual([
      'New York',
      'Baden-Baden',
    ]);
    expect(changed([{ step: 'map', values: { m: 'male' } }], 'm', 'f')).toEqual(['male', 'f']);
    expect(
      changed([{ step: 'country', to: 'alpha-2' }], 'Deutschland', 'AUT', 'États-Unis', '276', 'uk', 'Mars'),
    ).toEqual(['DE', 'AT', 'US', 'DE', 'GB', 'Mars']);
    expect(changed([{ step: 'phone', region: 'DE' }], '030 901820', '+43 1 4000', 'none')).toEqual([
      '+4930901820',
      '+4314000',
      'none',
    ]);
    expect(
      changed([{ step: 'date', from: ['iso', 'dmy'] }], '2026-02-03', '03.02.2026', '31.02.2026'),
    ).toEqual(['2026-02-03', '2026-02-03', '31.02.2026']);
    expect(changed([{ step: 'number', format: '1.234,56' }], '1.234,5', 'x')).toEqual(['1234.5', 'x']);
    expect(changed([{ step: 'unit', to: 'kg' }], '1500 g', '2', '1 lb', '3 m')).toEqual([
      '1.5',
      '2',
      '0.45359237',
      '3 m',
    ]);
    const paid: Step = { step: 'currency', to: 'EUR', rates: { USD: 0.9 }, format: '1.234,56' };
    expect(changed([paid], '1.000,50 €', 'USD 10', '$10', '7', '5 GBP')).toEqual([
      '1000.5',
      '9',
      '9',
      '7',
      '5 GBP',
    ]);
  });

  it('know every country of ISO 3166-1, as another library lists them', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    for (const a of letters)
      for (const b of letters) {
        expect([`${a}${b}`, countryOf(`${a}${b}`)?.alpha2 === `${a}${b}`]).toEqual([
          `${a}${b}`,
          validator.isISO31661Alpha2(`${a}${b}`),
        ]);
        for (const c of letters) {
          const code = `${a}${b}${c}`;
          if (validator.isISO31661Alpha3(code)) expect(countryOf(code)?.alpha3).toBe(code);
        }
      }
  });

  it('are refused where they have no place, in words', () => {
    const mapping = (column: object): unknown => ({
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'id', role: 'identifier' },
        { column: 'x', role: 'attribute', ...column },
      ],
    });
    const faults: [object, RegExp][] = [
      [{ role: 'dropped', steps: [{ step: 'trim' }] }, /role dropped has no step trim/],
      [{ steps: [{ step: 'date', from: ['iso'] }] }, /role attribute has no step date/],
      [{ role: 'link', identifier: 'email', steps: [{ step: 'phone', region: 'DE' }] }, /telephone/],
      [{ steps: [{ step: 'unit', to: 'kg' }, { step: 'trim' }] }, /must be the last/],
      [{ steps: [{ step: 'unit', to: 'parsec' }] }, /no unit/],
      [{ steps: [{ step: 'currency', to: 'euro' }] }, /code such as EUR/],
      [{ steps: [] }, /at columns/],
    ];
    for (const [column, words] of faults) expect(() => parseMapping(mapping(column))).toThrow(words);
  });
});

describe('a fix', () => {
  const HEAD = 'id;phone;country;tier;weight;paid';
  const countries = ['Germany', 'DE', 'Deutschland', 'Österreich'];
  const tiers = ['Gold', 'gold', 'Silver', 'GOLD'];
  const lines = Array.from({ length: 120 }, (_, i) =>
    [
      `c${i}`,
      `030 9018${String(1000 + i)}`,
      countries[i % 4],
      tiers[i % 4],
      `${1 + (i % 20)}00 g`,
      i % 6 === 0 ? `${i % 20},50 €` : `${i % 20}.50`,
    ].join(';'),
  );
  const mapping: Mapping = {
    version: 1,
    kind: 'profiles',
    columns: [
      { column: 'id', role: 'identifier' },
      { column: 'phone', role: 'link', identifier: 'phone' },
      { column: 'country', role: 'attribute', class: 'quasi-identifier', type: 'text' },
      { column: 'tier', role: 'attribute', type: 'text' },
      { column: 'weight', role: 'attribute', type: 'text' },
      { column: 'paid', role: 'attribute', type: 'number', format: '1234.56' },
    ],
  };

  it('is suggested with the rows it mends; taken into the mapping, it mends them and is not suggested again', async () => {
    const path = join(folder, 'mend.csv');
    writeFileSync(path, `${[HEAD, ...lines].join('\n')}\n`);
    const call = (used: Mapping) => engine.call('intake.import', { file: path, mapping: used, dryRun: true });
    const before = await call(mapping);
    expect(before).toMatchObject({ accepted: 100, rejected: 20 });
    const fixes = before.quality.columns.flatMap(({ column, fixes }) =>
      fixes.map((fix) => ({ column, ...fix })),
    );
    expect(fixes.map(({ column, step, rows }) => [column, step, rows])).toEqual([
      ['phone', { step: 'phone', region: 'DE' }, 120],
      ['paid', { step: 'currency', to: 'EUR', format: '1234,56' }, 20],
      ['country', { step: 'country', to: 'alpha-2' }, expect.any(Number)],
      ['tier', { step: 'case', to: 'title' }, expect.any(Number)],
      ['weight', { step: 'unit', to: 'g' }, 100],
    ]);
    const columns = mapping.columns.map((entry) => {
      const own = fixes.filter(({ column, step }) => column === entry.column && step.step !== 'currency');
      const number = own.some(({ step }) => step.step === 'unit');
      return own.length === 0
        ? entry
        : { ...entry, steps: own.map(({ step }) => step), ...(number ? { type: 'number' as const } : {}) };
    });
    const mended = await call({ ...mapping, columns });
    expect(mended.quality.mended.map(({ column, rows, unread }) => [column, rows, unread])).toEqual([
      ['phone', 120, 0],
      ['weight', 120, 0],
      ['country', 70, 0],
      ['tier', 60, 0],
    ]);
    expect(mended.quality.mended[2].shapes[0]).toEqual({ before: 'aaaaaaaaaa', after: 'aa' });
    const left = mended.quality.columns.flatMap(({ fixes }) => fixes.map(({ step }) => step.step));
    expect(left).toEqual(['currency']);
    const tier = mended.quality.columns.find(({ column }) => column === 'tier');
    expect(tier?.levels.map(({ value }) => value).sort()).toEqual(['Gold', 'Silver']);
  });
});
