/**
 * Fisher's iris as 150 people, clustered in several ways one after the other: sizes that are told as those of groups told
 * before are marked where they stand, and the officer is told the published ones.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { showClustering } from '../../cli/commands/cluster.ts';
import { createOut } from '../../cli/output.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ClusteringAnswer } from '../../shared/contract/answers.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { newVault, numbersOfPeople, PASSPHRASE, scratch, write } from './scratch.ts';

const { folder, remove } = scratch();
const MEASURES = ['sl', 'sw', 'pl', 'pw'];
let engine: Engine;

beforeAll(async () => {
  const [, ...rows] = readFileSync(join(import.meta.dirname, '../data/iris.csv'), 'utf8')
    .trim()
    .split('\n');
  const lines = rows.map((row, i) => `F${1000 + i},${row.split(',').slice(0, 4).join(',')}`);
  const file = write(folder, 'iris.csv', `customer_id,${MEASURES.join(',')}\n${lines.join('\n')}\n`);
  engine = await newVault(folder, 'iris');
  await engine.call('intake.import', {
    file,
    kind: 'profiles',
    mapping: numbersOfPeople(MEASURES),
  });
  await engine.call('consent.declare', {
    purpose: 'analytics',
    basis: 'contract',
    at: '2026-01-01',
    reason: 'flowers',
    state: 'given',
  });
}, 30_000);
afterAll(() => {
  engine?.close();
  remove();
});

type Clustering = Omit<Input<'clustering.fit'>['clustering'], 'features'>;
const cluster = (clustering: Clustering): Promise<ClusteringAnswer> =>
  engine.call('clustering.fit', {
    lens: { purpose: 'analytics', asOf: '2026-07-01' },
    clustering: {
      features: MEASURES.map((name) => ({ feature: `profile.${name}`, scaling: 'none' as const })),
      ...clustering,
    },
    seed: 1,
    name: 'iris',
  });
const sizes = ({ clusters }: ClusteringAnswer): number[] =>
  clusters.map(({ people }) => people).sort((a, b) => a - b);
const printed = (answer: ClusteringAnswer): string => {
  let text = '';
  showClustering(
    createOut((part) => {
      text += part;
    }),
    answer,
  );
  return text;
};
const marks = ({ clusters }: ClusteringAnswer): boolean[] => clusters.map(({ near }) => near);

test('sizes that were told before are marked, where they stand; the officer is told the published ones', {
  timeout: 60_000,
}, async () => {
  const first = await cluster({ method: 'kmeans', k: 3 });
  expect(sizes(first)).toEqual([38, 50, 62]);
  expect(marks(first)).toEqual([false, false, false]);
  expect(printed(first)).not.toContain('≈');
  // The same again is the same version, and not marked as near to itself.
  const again = await cluster({ method: 'kmeans', k: 3 });
  expect([again.version, marks(again)]).toEqual([first.version, marks(first)]);
  // Average linkage: 36, 50 and 64, all near to what was told.
  const average = await cluster({ method: 'average', k: 3 });
  expect(sizes(average)).toEqual([38, 50, 62]);
  expect(marks(average)).toEqual([true, true, true]);
  expect(printed(average)).toContain('≈ 62');
  expect(printed(average).match(/lies within 10 of what is/g)).toHaveLength(1);
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const exact = await cluster({ method: 'average', k: 3 });
  expect([sizes(exact), marks(exact)]).toEqual([
    [36, 50, 64],
    [false, false, false],
  ]);
});
