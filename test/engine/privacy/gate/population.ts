/** A whole shop by chance, and the draft of a release of it, put together as the engine does. */
import type { FeatureTable } from '../../../../engine/features/table.ts';
import { describeLens, describeSegment } from '../../../../engine/personas/describe.ts';
import { coarsen } from '../../../../engine/privacy/gate/cut-points.ts';
import type { ReleaseDraft } from '../../../../engine/privacy/gate/draft.ts';
import { overlap } from '../../../../engine/segments/members.ts';
import { createEvaluator } from '../../../../engine/segments/membership.ts';
import { segmentText, uniqueSlug } from '../../../../engine/segments/segment.ts';
import { createRandom } from '../../../../shared/random.ts';
import { leavesOf, type Rule } from '../../../../shared/rules/rule.ts';
import { DAY, EXCLUSIONS } from '../../../../shared/vocabulary.ts';
import { AS_OF, levelColumn, numberColumn, tableOf, timeline } from '../../features/table.ts';

export const shop = (seed: number, people: number): FeatureTable => {
  const random = createRandom(seed);
  const each = <T>(make: () => T): T[] => Array.from({ length: people }, make);
  const frequency = each(() => Math.floor(random.next() ** 3 * 12));
  const spend = frequency.map((orders) => Math.round(orders * 40 * Math.exp(random.normal()) * 100) / 100);
  return tableOf(
    [
      numberColumn(
        'recency',
        frequency.map((orders) => (orders === 0 ? null : random.int(700))),
      ),
      numberColumn('frequency', frequency),
      numberColumn('monetary', spend),
      numberColumn(
        'profile.age',
        each(() => (random.next() < 0.1 ? null : 18 + random.int(60))),
      ),
      levelColumn(
        'profile.plan',
        each(() => (random.next() < 0.1 ? null : ['free', 'free', 'free', 'plus', 'pro'][random.int(5)])),
      ),
      levelColumn(
        'profile.city',
        each(() => `city ${Math.floor(random.next() ** 4 * 30)}`),
      ),
    ],
    people,
    timeline(
      frequency.map((orders) =>
        Array.from({ length: orders }, () => ({ time: AS_OF - (1 + random.int(700)) * DAY })),
      ),
      false,
    ),
  );
};

/** The draft of a release of these rules; the figures of who is left out are by chance too. */
export const draftOf = (table: FeatureTable, rules: readonly Rule[], seed = 1): ReleaseDraft => {
  const random = createRandom(`draft ${seed}`);
  const evaluator = createEvaluator(table);
  const base = describeLens(table);
  const taken = new Set<string>();
  const channels = [0.02, 0.5, 0.98].map((share, i) => ({
    purpose: `channel ${i}`,
    label: `Channel ${i}`,
    consents: Uint8Array.from({ length: table.people }, () => (random.next() < share ? 1 : 0)),
  }));
  const leftOut = EXCLUSIONS.map((reason) => ({ reason, people: Math.floor(random.next() ** 4 * 60) }));
  const ids = new Set<string>();
  const drafted = rules.map((asked) => {
    const rule = coarsen(asked);
    const set = evaluator.evaluate(rule);
    const persona = describeSegment(table, base, set, channels, null, taken);
    return { rule, set, persona };
  });
  const total = drafted.reduce((sum, { set }) => sum + set.people, 0);
  return {
    name: 'test',
    purpose: { id: 'analytics', label: 'Analytics' },
    asOf: '2026-09-01',
    seed,
    known: table.people + leftOut.reduce((sum, { people }) => sum + people, 0),
    admitted: table.people,
    leftOut,
    fields: [],
    unusable: [],
    segments: drafted.map(({ rule, set, persona }, colour) => ({
      id: uniqueSlug(persona.name, ids),
      name: persona.name,
      version: 1,
      origin: 'rule',
      colour,
      rule,
      text: segmentText(table, rule),
      people: set.people,
      leaves: leavesOf(rule).map((leaf) => {
        const matching = evaluator.count(leaf);
        return { leaf, text: segmentText(table, leaf), matching, others: table.people - matching, named: [] };
      }),
      fidelity: { jaccard: 0.8123456, precision: 0.9123456, recall: 0.87654321 },
      persona,
    })),
    differences: drafted.flatMap((first, a) =>
      drafted.slice(a + 1).map((second, offset) => ({
        a,
        b: a + 1 + offset,
        people: first.set.people + second.set.people - 2 * overlap(first.set, second.set),
      })),
    ),
    partition:
      rules.length > 1 &&
      total === table.people &&
      drafted.every(({ set }, i) => drafted.slice(i + 1).every((other) => overlap(set, other.set) === 0)),
    clustering: {
      method: 'kmeans',
      k: rules.length,
      why: 'chosen in a test',
      features: ['recency', 'monetary'],
      candidates: [
        {
          k: 2,
          inertia: 1234.56789,
          silhouette: 0.456789,
          daviesBouldin: 0.98765,
          calinskiHarabasz: 345.6789,
        },
      ],
      silhouetteSample: table.people,
      secondOpinion: 0.98765432,
      columns: [{ feature: 'monetary', label: 'Monetary', unit: '' }],
      centroids: drafted.map(({ persona }) => ({
        segment: persona.name,
        values: [{ mean: 123.456789, known: 7, topTwoShare: 0.1 }],
      })),
    },
  };
};
