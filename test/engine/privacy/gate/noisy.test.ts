/**
 * No exact count in a noisy package: two shops whose counts all differ, and that get the same noisy answers, make the
 * same files. Whatever a file tells of a count it then tells of the noisy one alone.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMES, exportDefinitions, TARGETS } from '../../../../engine/exports/exports.ts';
import { writeReport } from '../../../../engine/exports/report/report.ts';
import type { LevelDraft, ReleaseDraft } from '../../../../engine/privacy/gate/draft.ts';
import { clearance, clearRelease } from '../../../../engine/privacy/gate/gate.ts';
import { type NoisePlan, planNoise } from '../../../../engine/privacy/gate/noisy.ts';
import { POLICY_DEFAULT } from '../../../../engine/privacy/gate/policy.ts';
import { createBitmap, setBit } from '../../../../shared/bitmap.ts';
import type { Cleared, Release } from '../../../../shared/release.ts';
import { draftOf, shop } from './population.ts';

const over2 = { op: 'compare', field: 'frequency', is: '>', value: 2 } as const;
const rules = [
  over2,
  { op: 'not', of: over2 } as const,
  { op: 'compare', field: 'monetary', is: '>', value: 80 } as const,
];
const draft = (): ReleaseDraft => draftOf(shop(11, 3000), rules);

/** Every count that is large enough a little larger. */
const more = (people: number): number => (people >= 60 ? people + 4 : people);
const moreLevels = (level: LevelDraft): LevelDraft => {
  const people = level.people.map(more);
  const lensPeople = level.lensPeople.map(more);
  const sum = (all: number[]): number => all.reduce((a, b) => a + b, 0);
  return { ...level, people, lensPeople, known: sum(people), lensKnown: sum(lensPeople) };
};
const grown = (of: ReleaseDraft): ReleaseDraft => ({
  ...of,
  known: of.known + 9,
  admitted: of.admitted + 5,
  leftOut: of.leftOut.map(({ reason, people }) => ({ reason, people: more(people) })),
  clustering: of.clustering === null ? null : { ...of.clustering, silhouetteSample: of.admitted + 5 },
  // Segments without overlap stay so.
  differences: of.differences.map(({ a, b, people }) => ({
    a,
    b,
    people: people === of.segments[a].people + of.segments[b].people ? people + 8 : people,
  })),
  segments: of.segments.map((segment) => ({
    ...segment,
    people: segment.people + 4,
    persona: {
      ...segment.persona,
      numbers: segment.persona.numbers.map((one) => ({
        ...one,
        known: one.known + 4,
        lensKnown: one.lensKnown + 5,
      })),
      levels: segment.persona.levels.map(moreLevels),
      reach: segment.persona.reach.map((one) => ({ ...one, people: more(one.people) })),
    },
  })),
});

const planFor = (of: ReleaseDraft, release: Release): NoisePlan => {
  const admitted = createBitmap(8);
  return planNoise(
    of,
    {
      admitted,
      segments: new Map(
        of.segments.map(({ id }, i) => {
          const bits = createBitmap(8);
          setBit(bits, i);
          return [id, bits];
        }),
      ),
    },
    {
      segments: new Set(release.segments.map(({ id }) => id)),
      sizesOnly: new Set(),
      levels: new Set(
        release.segments.flatMap(({ persona }) =>
          persona.differences.flatMap(({ field, level }) => (level === null ? [] : [field])),
        ),
      ),
    },
  );
};
const noisy = async (of: ReleaseDraft, answers: number[][]): Promise<Cleared<Release>> => {
  const plan = planFor(of, await clearRelease(of, POLICY_DEFAULT));
  const noise = { epsilon: '1/1', scale: '9/1', draft: plan.apply(answers) };
  return (await clearance(of, POLICY_DEFAULT, { noise })).release;
};
const filesOf = async (release: Cleared<Release>): Promise<string> => {
  const { files } = exportDefinitions(release, { targets: TARGETS, warehouse: DEFAULT_NAMES, fields: {} });
  return [...files, ...(await writeReport(release))]
    .map(({ path, content }) => `${path}\n${Buffer.from(content).toString('base64')}`)
    .join('\n');
};

describe('a noisy release', () => {
  it('holds no exact count in any of its files', async () => {
    const one = draft();
    const other = grown(one);
    const groups = planFor(one, await clearRelease(one, POLICY_DEFAULT)).groups;
    // Far from both: thirty people more, and a different number in each.
    const answers = groups.map((group, g) => group.map(({ people }, i) => people + 30 + g + (i % 3)));
    const left = await noisy(one, answers);
    const right = await noisy(other, answers);
    expect(right).toEqual(left);
    expect(await filesOf(right)).toBe(await filesOf(left));
    // Without noise the two differ, so that the comparison can fail.
    expect(await clearRelease(other, POLICY_DEFAULT)).not.toEqual(await clearRelease(one, POLICY_DEFAULT));
    const levels = left.segments.flatMap(({ persona }) =>
      persona.differences.filter(({ level }) => level !== null),
    );
    expect(levels.length).toBeGreaterThan(0);
    expect(left.segments.some(({ persona }) => persona.reach.some(({ people }) => people !== null))).toBe(
      true,
    );
  });

  it('shares ε out among groups of which one person is in one count at most', async () => {
    const of = draft();
    const { groups } = planFor(of, await clearRelease(of, POLICY_DEFAULT));
    // Everyone known and left out, one class of the two segments apart and one of the third, each with three channels.
    const levels = groups.filter((group) => group.some(({ set }) => set.includes('"level"')));
    expect(groups.length - levels.length).toBe(1 + 2 * (1 + 3));
    for (const group of groups)
      expect(group.reduce((sum, { people }) => sum + people, 0)).toBeLessThanOrEqual(of.known);
  });
});
