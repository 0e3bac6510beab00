/**
 * The gate over 20 segments of a million people: clearing beside the releases before it, with every hidden cell of the
 * attribute tables attacked by linear programming, and what the release ledger then keeps. No peer does this. What the
 * gate is handed (figures and members) is made before the clock starts.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LevelDraft, ReleaseDraft } from '../engine/privacy/gate/draft.ts';
import { compareWith } from '../engine/privacy/gate/earlier.ts';
import { clearRelease } from '../engine/privacy/gate/gate.ts';
import { earlierReleases, type LedgerSet, recordRelease } from '../engine/privacy/gate/ledger.ts';
import { POLICY_DEFAULT } from '../engine/privacy/gate/policy.ts';
import { createBitmap, setBit } from '../shared/bitmap.ts';
import { createRandom } from '../shared/random.ts';
import { bareVault } from '../test/engine/vault/fixture.ts';

const PEOPLE = 1_000_000;
const SEGMENTS = 20;
const random = createRandom(7);
const segmentOf = Uint8Array.from({ length: PEOPLE }, () => Math.floor(random.next() ** 2 * SEGMENTS));
const members = Array.from({ length: SEGMENTS }, () => createBitmap(PEOPLE));
const admitted = createBitmap(PEOPLE);
const sizes = new Array<number>(SEGMENTS).fill(0);
for (let i = 0; i < PEOPLE; i++) {
  setBit(members[segmentOf[i]], i);
  setBit(admitted, i);
  sizes[segmentOf[i]] += 1;
}
/** An attribute whose rarer levels have a few people in many segments. */
const attribute = (name: string, levels: number): LevelDraft[] => {
  const people = Array.from({ length: SEGMENTS }, () => new Array<number>(levels).fill(0));
  const lens = new Array<number>(levels).fill(0);
  for (let i = 0; i < PEOPLE; i++) {
    const level = Math.floor(random.next() ** 6 * levels);
    const rare = level === 0 && random.next() < 0.0004 ? levels - 1 : level;
    people[segmentOf[i]][rare] += 1;
    lens[rare] += 1;
  }
  return people.map((row) => ({
    field: name,
    label: name,
    levels: row.map((_, level) => `level ${level}`),
    people: row,
    lensPeople: lens,
    known: row.reduce((sum, n) => sum + n, 0),
    lensKnown: PEOPLE,
  }));
};
const attributes = [
  attribute('profile.plan', 4),
  attribute('profile.country', 30),
  attribute('profile.city', 60),
];
// The rarest levels of the first three segments are a few people, so that the attack has something to do.
for (const table of attributes)
  for (let row = 0; row < 3; row++) {
    const last = table[row].people.length - 1;
    table[row].people[0] += table[row].people[last] - (3 + row);
    table[row].people[last] = 3 + row;
  }
for (const table of attributes)
  table[0].lensPeople.forEach((_, level) => {
    table[0].lensPeople[level] = table.reduce((sum, row) => sum + row.people[level], 0);
  });
const draft = (name: string): ReleaseDraft => ({
  name,
  purpose: { id: 'analytics', label: 'Analytics' },
  asOf: '2026-09-01',
  seed: 1,
  known: PEOPLE,
  admitted: PEOPLE,
  leftOut: [],
  fields: [],
  segments: members.map((_, i) => ({
    id: `segment-${i}`,
    name: `Segment ${i}`,
    version: 1,
    origin: 'cluster',
    colour: i,
    rule: { op: 'known', field: 'recency' },
    text: '',
    people: sizes[i],
    leaves: [],
    fidelity: null,
    persona: {
      name: `Segment ${i}`,
      summary: '',
      numbers: [],
      levels: attributes.map((table) => table[i]),
      reach: [],
      plan: [],
      spend: null,
    },
  })) as ReleaseDraft['segments'],
  unusable: [],
  differences: [],
  partition: true,
  clustering: null,
});
const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return Number(((user + system) / 1e6).toFixed(2));
};
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const vault = bareVault(folder);
try {
  const sets = members.map((bits, i) => ({ name: `segment-${i}`, people: sizes[i], members: bits }));
  for (let release = 1; release <= 4; release++) {
    const start = process.cpuUsage();
    const clock = performance.now();
    const before = earlierReleases(vault.reader, vault.keys, PEOPLE);
    const earlier = compareWith(before, { admitted, people: PEOPLE, segments: sets }, POLICY_DEFAULT.minCell);
    const cleared = await clearRelease(draft(`release ${release}`), POLICY_DEFAULT, earlier);
    const gate = cpuSeconds(start);
    const wall = Number(((performance.now() - clock) / 1000).toFixed(2));
    const writing = process.cpuUsage();
    const ledger: LedgerSet[] = [
      { kind: 'admitted', name: '', people: PEOPLE, members: admitted },
      ...sets.map((set): LedgerSet => ({ kind: 'segment', ...set })),
    ];
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
          compared: earlier.comparedWith,
          sets: ledger,
        },
        0,
      ),
    )();
    const { suppressed } = cleared.protection;
    console.log(
      JSON.stringify({
        people: PEOPLE,
        segments: cleared.segments.length,
        earlier: before.length,
        gateWallSeconds: wall,
        gateCpuSeconds: gate,
        ledgerCpuSeconds: cpuSeconds(writing),
        hiddenCells: suppressed.primary + suppressed.complementary,
        collapsed: suppressed.collapsed,
      }),
    );
  }
} finally {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
}
