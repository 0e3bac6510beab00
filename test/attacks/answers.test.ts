/**
 * Every question of the contract, asked by an analyst of a vault in which three people differ in everything: consent,
 * plan, spending, events. No answer may hold a number from 1 to 10 that counts people, or one that leaves it by
 * subtraction from everyone. What may hold such numbers is named here, with the reason.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { CONTRACT, Input, ProcedureName } from '../../shared/contract/contract.ts';
import { newVault, PASSPHRASE, scratch } from '../end-to-end/scratch.ts';

const LENS = { purpose: 'analytics', asOf: '2026-07-01' } as const;
const PEOPLE = 400;
const RARE = 3;
const { folder, remove } = scratch();
let engine: Engine;

type Query = {
  [N in ProcedureName]: (typeof CONTRACT)[N]['kind'] extends 'query' ? N : never;
}[ProcedureName];
const RULE = { op: 'compare', field: 'profile.plan', is: '=', value: 'rare' } as const;
/** An input for every query of the contract; a reason in its place where it counts nobody. */
const ASKED: { [N in Query]: (() => Input<N>) | string } = {
  'vault.status': () => ({}),
  'vault.doctor': () => ({}),
  'intake.ready': () => ({}),
  'intake.inspect': 'a file, before any of it is stored',
  'consent.summary': () => ({ asOf: LENS.asOf }),
  'consent.purposes': () => ({}),
  'consent.notices': () => ({}),
  'consent.batches': () => ({}),
  'consent.overview': () => LENS,
  'consent.coverage': () => ({ asOf: LENS.asOf, months: 3 }),
  'lens.describe': () => LENS,
  'features.compute': () => ({ lens: LENS }),
  'clustering.get': () => ({ lens: LENS }),
  'clustering.list': () => ({}),
  'clustering.compare': () => ({
    lens: LENS,
    first: { id: 'clustering', version: 1 },
    second: { id: 'clustering', version: 1 },
  }),
  'clustering.assign': () => ({ lens: LENS }),
  'clustering.drift': () => ({ lens: LENS }),
  'prediction.list': () => ({ lens: LENS }),
  'release.budget': () => ({}),
  'release.lost': () => ({}),
  'clustering.points': 'coordinates of points, of which every person has one',
  'clustering.heat': () => ({ lens: LENS }),
  'clustering.density': () => ({ lens: LENS }),
  'clustering.apart': () => ({ lens: LENS }),
  'clustering.trees': () => ({ lens: LENS }),
  'clustering.shades': () => ({ lens: LENS, feature: 'profile.spend' }),
  'features.distribution': () => ({ lens: LENS, choice: { feature: 'profile.spend', scaling: 'log' } }),
  'segment.overlap': () => ({ lens: LENS }),
  'segment.list': () => ({ lens: LENS }),
  'segment.count': () => ({ lens: LENS, rule: RULE }),
  'selection.look': () => ({ lens: LENS, selected: { kind: 'segment', id: 'rare' } }),
  'selection.compare': () => ({
    lens: LENS,
    selected: { kind: 'cluster', label: 0 },
    feature: 'profile.spend',
  }),
  'selection.explain': 'refused for fewer than 11 people (test/engine/procedures/selection.test.ts)',
  'identity.summary': () => ({}),
  'identity.list': 'of the privacy officer alone',
  'audit.verify': () => ({}),
  'audit.summary': () => ({}),
  'audit.log': () => ({ limit: 200 }),
  'audit.promises': () => ({}),
  'audit.entry': () => ({ seq: 2 }),
  'column.list': () => ({}),
  'package.verify': 'a package, which passed the gate',
  'package.attack': 'a package, which passed the gate',
  'release.preview': 'what the gate lets out (test/engine/privacy/gate/)',
  'release.list': () => ({}),
  'release.show': 'what release.preview answers, kept',
  'release.approval': () => ({}),
  'history.list': () => ({}),
  'files.browse': 'folders of the machine',
  'keys.status': () => ({}),
  'mapping.kept': () => ({}),
  'mapping.read': 'a file of settings',
  'mapping.list': () => ({}),
  'mapping.show': 'what a person saved of columns',
  'mapping.write': 'writes what it is given',
  'minimization.last': () => ({}),
  'officer.status': () => ({}),
  'intake.receive': 'takes bytes and answers how many came',
  'intake.statusFiles': 'names of files and what they say of everybody',
  'intake.discard': () => ({}),
  'watch.list': () => ({}),
  'watch.peek': 'how many files wait in a folder',
  'quality.history': () => ({}),
  'quality.consistency': () => ({ source: 1 }),
  'quality.rejects': () => ({ source: 1 }),
  'quality.mapping': 'what a person saved of columns',
  'retention.list': () => ({}),
  'processing.record': () => ({}),
  'settings.get': 'settings of the window',
  'settings.set': 'settings of the window',
  'subject.erasures': () => ({}),
  'vault.scan': 'of the privacy officer alone',
  'value.get': () => ({}),
  'value.explain': 'a history that is typed in',
  'features.catalogue': () => ({}),
  'rfm.get': 'a map of scores; it counts nobody',
  'value.matrix': 'made-up people, from the parameters of the models',
};

/** Numbers that count no people, by the end of their path, with what they are. */
const OTHER: readonly [RegExp, string][] = [
  [/\.(id|seq|version|schema|epoch|label|colour|place)$/, 'a number that names something'],
  [/\.(row|rows|column|x0|x1|y0|y1)$/, 'a place on a grid'],
  [/(rule(\.of(\[\])?)*\.(value|from|to)|\.values\[\])$/, 'a threshold somebody wrote'],
  [/\.(k|from|most|elbow|unit|t|p|minGrade|grade|minCell|least)$/, 'a setting'],
  [/rfm\.cuts\.(recency|frequency|monetary)\[\]$/, 'a cut of scores, on coarse steps'],
  [/rfm\.groups\.(recency|frequency|monetary)$/, 'a setting'],
  [/holdout\.groups\[\]\.to$/, 'purchases that make a group'],
  [
    /\.fidelity\.(jaccard|precision|recall)$|\.(ari|inertiaRatio|jaccard|agreement|distinction|separation)$/,
    'a ratio',
  ],
  [/\.(centiles|means|edges|z)(\[\])?$/, 'a value on a step'],
  [/^quality\.history.*\.(distinct|low|high|quartiles\[\]|to)$/, 'different values, and steps of a scale'],
  [/\.quality\.(complete|valid)$/, 'a share'],
  [/^quality\.\w+\.(imports\[\]\.|changes\[\]\.)?source$/, 'a number that names a source'],
  [/\.labels\[\]$/, 'a number that names a cluster'],
  [/repeats\.\w+\.(runs|mean)$/, 'runs, and a ratio'],
  [/minimization\.last\.risk\.(average|highest)$/, 'a share of the records'],
  [/density\.leftOut$/, 'whole per cent'],
  [/etaSquared$/, 'a share of the variance'],
  [/\.freedom\[\]$|trees\[\]\.(leaves|depth|conditions)$/, 'groups, and the shape of a tree'],
  [
    /apart.*\.(effect|strength|statistic|mean|low|high|z|band\[\]|d|h|share|lens)$/,
    'effects and values on steps',
  ],
  [/trees\[\]\.(price|fidelity)$|importance\.clusters\[\]\[\]$/, 'ratios on steps'],
  [/purposes\[\]\.allowed$|column\.list\[\]\.evidence\[\]\.distinct$/, 'columns, and different values'],
];

const found = (value: unknown, path: string): string[] => {
  if (typeof value === 'number') {
    const few =
      Number.isInteger(value) && value > 0 && (value < 11 || (value < PEOPLE && value > PEOPLE - 11));
    return few && !OTHER.some(([end]) => end.test(path)) ? [`${path} = ${value}`] : [];
  }
  // A sentence gives a number of people away as a field does.
  if (typeof value === 'string')
    return [...value.matchAll(/\b(\d+) (?:person|people)\b/g)].flatMap(([, text]) =>
      found(Number(text), path),
    );
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    found(inner, Array.isArray(value) ? `${path}[]` : `${path}.${key}`),
  );
};

const importRows = async (
  name: string,
  kind: 'profiles' | 'orders' | 'events' | 'consents',
  rows: string[],
  columns: object[],
) => {
  const file = join(folder, name);
  writeFileSync(file, `${rows.join('\n')}\n`);
  await engine.call('intake.import', {
    file,
    kind,
    mapping: { version: 1, kind, columns } as Input<'intake.import'>['mapping'],
  });
};

beforeAll(async () => {
  engine = await newVault(folder, 'v');
  const id = (i: number) => `C${10_000 + i}`;
  const rare = (i: number) => i < RARE;
  const everyone = Array.from({ length: PEOPLE }, (_, i) => i);
  const identifier = { column: 'customer_id', role: 'identifier', identifier: 'customer' };
  const number = { role: 'attribute', type: 'number', format: '1234.56' };
  await importRows(
    'people.csv',
    'profiles',
    [
      'customer_id,plan,spend,score',
      ...everyone.map(
        (i) =>
          `${id(i)},${rare(i) ? 'rare' : i % 2 ? 'a' : 'b'},${rare(i) ? 9000 + i : i % 83},${rare(i) ? 5 : ''}`,
      ),
    ],
    [
      identifier,
      { column: 'plan', role: 'attribute' },
      { column: 'spend', ...number },
      { column: 'score', ...number },
    ],
  );
  const purchases = everyone.flatMap((i) =>
    Array.from({ length: rare(i) ? 40 : 1 + (i % 3) }, (_, n) => [
      id(i),
      1 + ((i * 7 + n * 5) % 28),
      20 + (i % 50),
    ]),
  );
  await importRows(
    'orders.csv',
    'orders',
    [
      'customer_id,at,amount',
      ...purchases.map(
        ([who, day, amount]) =>
          `${who},2026-0${1 + (Number(day) % 5)}-${String(day).padStart(2, '0')},${amount}`,
      ),
    ],
    [
      identifier,
      { column: 'at', role: 'time', format: 'iso' },
      { column: 'amount', role: 'amount', format: '1234.56' },
    ],
  );
  for (const purpose of [LENS.purpose, 'marketing.communications.email'])
    await engine.call('consent.declare', {
      purpose,
      basis: 'legitimate_interest',
      state: 'given',
      at: '2026-01-01',
      reason: 'Assessment',
    });
  for (const i of [0, 1, 2])
    await engine.call('consent.change', {
      identifier: id(PEOPLE - 1 - i),
      purpose: LENS.purpose,
      state: 'withdrawn',
      at: '2026-06-01',
      reason: 'letter',
      notice: 'rare notice',
    });
  await engine.call('clustering.fit', {
    lens: LENS,
    clustering: {
      features: [
        { feature: 'profile.spend', scaling: 'zscore' },
        { feature: 'frequency', scaling: 'zscore' },
      ],
      k: 3,
    },
  });
  await engine.call('segment.fromRfm', { lens: LENS });
  await engine.call('segment.fromClustering', { lens: LENS });
  await engine.call('segment.define', { lens: LENS, name: 'Rare', rule: RULE });
  await engine.call('segment.define', { lens: LENS, name: 'Common', rule: { op: 'not', of: RULE } });
  await engine.call('value.fit', { lens: LENS });
  await engine.call('minimization.audit', { lens: LENS });
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  await engine.call('retention.set', {
    scope: 'kind',
    subject: 'orders',
    days: 365,
    reason: 'needed for a year',
  });
  await engine.call('officer.leave', {});
}, 120_000);
afterAll(() => {
  engine.close();
  remove();
});

it.each(Object.keys(ASKED) as Query[])('%s tells of no few people', async (name) => {
  const asked = ASKED[name];
  if (typeof asked === 'string') {
    expect(asked.length).toBeGreaterThan(10);
    return;
  }
  expect(found(await engine.call(name, asked() as Input<Query>), name)).toEqual([]);
});
