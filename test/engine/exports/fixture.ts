/** A small release for the tests of the exporters, sealed by the test itself. */
import { seal } from '../../../engine/privacy/gate/seal.ts';
import { riskOfSegments } from '../../../engine/privacy/gate/segment-risk.ts';
import type {
  Cleared,
  Release,
  ReleaseField,
  ReleasePersona,
  ReleaseSegment,
} from '../../../shared/release.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { ruleText } from '../../../shared/rules/text.ts';

const feature = (id: string, label: string, unit: string): ReleaseField => ({
  id,
  type: 'number',
  label,
  unit,
  definition: `${label} before the as-of date.`,
});

export const FIELDS: ReleaseField[] = [
  feature('recency', 'Days since last order', 'days'),
  feature('frequency', 'Orders', ''),
  feature('monetary', 'Spend', 'EUR'),
  feature('average_order', 'Average order', 'EUR'),
  feature('tenure', 'Days since first order', 'days'),
  feature('event_count', 'Events', ''),
  feature('last_event', 'Days since last event', 'days'),
  { id: 'profile.plan', type: 'level', label: 'Plan', unit: '', definition: 'As imported.' },
  { id: 'profile.age', type: 'number', label: 'Age', unit: 'years', definition: 'As imported.' },
];

const persona = (name: string): ReleasePersona => ({
  name,
  summary: `${name} in one sentence.`,
  differences: [
    {
      field: 'profile.plan',
      label: 'Plan',
      unit: '',
      level: 'pro',
      lift: 1.4,
      interval: [1.2, 1.6],
      segment: 42,
      lens: 30,
      inRule: false,
    },
  ],
  usual: [{ field: 'monetary', label: 'Spend', unit: 'EUR', segment: [10, 50, 200], lens: [5, 30, 150] }],
  reach: [
    {
      purpose: 'marketing.communications.email',
      label: 'E-mail marketing',
      people: 120,
      share: { percent: 40, bound: 'exact' },
    },
    { purpose: 'marketing.communications.sms', label: 'SMS marketing', people: null, share: null },
  ],
  plan: [{ content: 'A reminder', channel: 'e-mail', timing: 'monthly', why: 'They have not ordered.' }],
});

export const LABELS = {
  label: (id: string) => FIELDS.find((field) => field.id === id)?.label ?? id,
  unit: (id: string) => FIELDS.find((field) => field.id === id)?.unit ?? '',
};

/** A segment around a rule. */
export const segmentOf = (id: string, rule: Rule, parts: Partial<ReleaseSegment> = {}): ReleaseSegment => ({
  id,
  name: `Segment ${id}`,
  version: 1,
  origin: 'rule',
  colour: 0,
  rule,
  text: ruleText(rule, LABELS),
  people: 300,
  share: { percent: 20, bound: 'exact' },
  spend: { percent: 5, bound: 'below' },
  fidelity: null,
  persona: persona(`Persona ${id}`),
  ...parts,
});

/** A release that has not been sealed. */
export const rawRelease = (segments: ReleaseSegment[], parts: Partial<Release> = {}): Release => ({
  format: 'cloister-release',
  version: 1,
  name: 'Autumn',
  purpose: { id: 'analytics', label: 'Analytics' },
  asOf: '2026-09-01',
  seed: 42,
  population: {
    known: 2000,
    admitted: 1500,
    leftOut: [
      { reason: 'NO_RECORD', people: 400 },
      { reason: 'WITHDRAWN', people: 100 },
      { reason: 'REFUSED', people: null },
      { reason: 'EXPIRED', people: 0 },
      { reason: 'OBJECTED', people: 0 },
      { reason: 'UNKNOWN', people: 0 },
    ],
  },
  policy: { minCell: 11, minSegment: 100, roundTo: 5, shareBounds: [0.05, 0.95], dominance: 0.85 },
  fields: FIELDS,
  segments,
  clustering: {
    method: 'kmeans',
    k: 2,
    why: 'The silhouette is highest.',
    features: ['recency', 'monetary'],
    candidates: [
      { k: 2, inertia: 120.5, silhouette: 0.41, daviesBouldin: 0.9, calinskiHarabasz: 310 },
      { k: 3, inertia: 99, silhouette: 0.33, daviesBouldin: 1.1, calinskiHarabasz: 290 },
    ],
    silhouetteSample: 1500,
    secondOpinion: 0.97,
    columns: [
      { feature: 'recency', label: 'Days since last order', unit: 'days' },
      { feature: 'monetary', label: 'Spend', unit: 'EUR' },
    ],
    centroids: segments.length === 0 ? [] : [{ segment: segments[0].id, values: [90, null] }],
  },
  protection: {
    risk: riskOfSegments(segments),
    suppressed: { primary: 0, complementary: 0, collapsed: 0 },
  },
  noise: null,
  withheld: [{ item: 'Segment “tiny”', reason: 'Fewer than 100 people.' }],
  ...parts,
});

export const releaseOf = (segments: ReleaseSegment[], parts: Partial<Release> = {}): Cleared<Release> =>
  seal(rawRelease(segments, parts));

export const lapsed: Rule = {
  op: 'all',
  of: [
    { op: 'in', field: 'profile.plan', values: ['pro', 'team'] },
    { op: 'count', of: 'orders', days: 90, is: '=', value: 0 },
  ],
};

export const loyal: Rule = {
  op: 'all',
  of: [
    { op: 'compare', field: 'frequency', is: '>=', value: 5 },
    { op: 'compare', field: 'recency', is: '<', value: 60 },
    { op: 'not', of: { op: 'compare', field: 'profile.plan', is: '=', value: 'free', missing: true } },
  ],
};

/** Two segments that every target can say. */
export const autumn = (): Cleared<Release> =>
  releaseOf([segmentOf('lapsed-pro', lapsed), segmentOf('loyal', loyal, { origin: 'cluster', version: 3 })]);
