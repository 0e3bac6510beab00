/**
 * A held segment made coarser among 20 segments of a million people, beside three earlier releases: every version that is
 * tried is compared with everything published. No peer does this. Wall seconds; rules and ledger are made before the
 * clock starts.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureTable, Timeline } from '../engine/features/table.ts';
import { compareWith } from '../engine/privacy/gate/earlier.ts';
import { earlierReleases, type LedgerSet, overVault, recordRelease } from '../engine/privacy/gate/ledger.ts';
import { POLICY_DEFAULT } from '../engine/privacy/gate/policy.ts';
import { type Candidate, coarsenHeld } from '../engine/procedures/coarser.ts';
import { createEvaluator } from '../engine/segments/membership.ts';
import { createBitmap, setBit } from '../shared/bitmap.ts';
import { createRandom } from '../shared/random.ts';
import type { Rule } from '../shared/rules/rule.ts';
import { bareVault } from '../test/engine/vault/fixture.ts';

const PEOPLE = 1_000_000;
const SEGMENTS = 20;
const random = createRandom(11);
const column = (id: string, value: (i: number) => number) => ({
  type: 'number' as const,
  id,
  label: id,
  unit: '',
  definition: '',
  values: Float64Array.from({ length: PEOPLE }, (_, i) => value(i)),
});
const nothing: Timeline = {
  offsets: new Uint32Array(PEOPLE + 1),
  times: new Float64Array(0),
  amounts: new Float64Array(0),
  codes: new Int32Array(0),
  names: [],
  references: new Uint32Array(0),
};
const table: FeatureTable = {
  purpose: 'analytics',
  asOf: 0,
  people: PEOPLE,
  // A whole number of days, one of years, and one in which five people stand apart.
  columns: [
    column('recency', () => Math.floor(random.next() ** 2 * 1000)),
    column('profile.age', () => 18 + Math.floor(random.next() * 70)),
    column('visits', (i) => (i < 5 ? 1 : 2 + Math.floor(random.next() * 30))),
  ],
  orders: nothing,
  events: nothing,
};
const evaluator = createEvaluator(table);
const cut = (field: string, is: '>=' | '<', value: number): Rule => ({ op: 'compare', field, is, value });
const candidate = (id: string, rule: Rule): Candidate => ({
  id,
  name: id,
  rule,
  text: '',
  members: evaluator.evaluate(rule),
});
const published = Array.from({ length: SEGMENTS }, (_, i) =>
  candidate(`segment-${i}`, {
    op: 'all',
    of: [
      cut('recency', '<', 20 * (i + 1)),
      cut('profile.age', '>=', 20 + 2 * (i % 10)),
      cut('visits', '>=', i === 7 ? 2 : 1),
    ],
  }),
);
// The seventh is published without the five people who stand apart, and asked for with them.
const asked = published.map((one, i) =>
  i === 7
    ? candidate(one.id, {
        op: 'all',
        of: [cut('recency', '<', 160), cut('profile.age', '>=', 34)],
      })
    : one,
);
const admitted = createBitmap(PEOPLE);
for (let i = 0; i < PEOPLE; i++) setBit(admitted, i);
const persons = Int32Array.from({ length: PEOPLE }, (_, i) => i);
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const vault = bareVault(folder);
try {
  const sets: LedgerSet[] = [
    { kind: 'admitted', name: '', people: PEOPLE, members: admitted },
    ...published.map(
      ({ id, members }): LedgerSet => ({
        kind: 'segment',
        name: id,
        people: members.people,
        members: members.bitmap,
      }),
    ),
  ];
  for (let release = 1; release <= 3; release++)
    vault.db.transaction(() =>
      recordRelease(
        vault.db,
        vault.keys,
        {
          digest: randomBytes(32),
          name: `release ${release}`,
          purpose: 'analytics',
          asOf: '2026-09-01',
          known: PEOPLE,
          compared: [],
          sets,
        },
        0,
      ),
    )();
  const start = performance.now();
  const cpu = process.cpuUsage();
  const inVault = overVault(persons, PEOPLE);
  const before = earlierReleases(vault.reader, vault.keys, PEOPLE);
  const compare = (segments: readonly Candidate[]) =>
    compareWith(
      before,
      {
        admitted,
        people: PEOPLE,
        segments: segments.map(({ name, members }) => ({
          name,
          people: members.people,
          members: inVault(members),
        })),
      },
      POLICY_DEFAULT.minCell,
    );
  const { told } = coarsenHeld(asked, new Set(['segment-7']), evaluator, compare, () => '', POLICY_DEFAULT);
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    JSON.stringify({
      people: PEOPLE,
      segments: SEGMENTS,
      earlier: before.length,
      wallSeconds: Number(((performance.now() - start) / 1000).toFixed(2)),
      cpuSeconds: Number(((user + system) / 1e6).toFixed(2)),
      foundPeople: told[0]?.people ?? 0,
      precision: told[0]?.precision ?? 0,
    }),
  );
} finally {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
}
