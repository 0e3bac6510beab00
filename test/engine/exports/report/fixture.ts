/** A release as large and as hostile as they come: long, foreign and malicious names, withheld items. */
import { seal } from '../../../../engine/privacy/gate/seal.ts';
import { riskOfSegments } from '../../../../engine/privacy/gate/segment-risk.ts';
import type {
  Cleared,
  Difference,
  Release,
  ReleaseSegment,
  Share,
  Usual,
} from '../../../../shared/release.ts';

export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';--</style></title>",
];

const exact = (percent: number): Share => ({ percent, bound: 'exact' });

const difference = (
  label: string,
  level: string | null,
  segment: number,
  lens: number,
  unit: string,
  spread: number,
  inRule = false,
): Difference => {
  const lift = Number((segment / lens).toPrecision(3));
  return {
    field: label.toLowerCase().replaceAll(' ', '_'),
    label,
    unit,
    level,
    lift,
    interval:
      spread === 0 ? null : [Number((lift / spread).toPrecision(3)), Number((lift * spread).toPrecision(3))],
    segment,
    lens,
    inRule,
  };
};

const usual = (
  label: string,
  unit: string,
  segment: [number, number, number],
  lens: [number, number, number],
): Usual => ({ field: label.toLowerCase().replaceAll(' ', '_'), label, unit, segment, lens });

const DIFFERENCES: Difference[] = [
  difference('Days since last order', null, 209, 64, 'days', 1.02, true),
  difference('Returned items', 'a quarter or more', 33, 17, '%', 1.08),
  difference('Share of orders in November and December', null, 44, 31, '%', 1.05),
  difference('Country', 'Norway', 28, 20, '%', 1.1),
  difference('Newsletter', 'subscribed', 36, 55, '%', 1.04),
  difference('Uses the app', 'yes', 19, 39, '%', 1.07),
  difference('E-mails opened, 60 days', null, 0.6, 1.4, '', 1.1, true),
  difference('Categories bought', null, 1.9, 4.4, '', 1.05),
  difference('Customer since', 'under 1 year', 8, 31, '%', 1.2),
  difference('Orders, 12 months', null, 1.1, 6.5, '', 1.06),
];

const USUAL: Usual[] = [
  usual('Days since last order', 'days', [137, 209, 356], [6, 64, 240]),
  usual('Orders, 12 months', '', [1, 2, 4], [1, 3, 11]),
  usual('Spend, 12 months', 'EUR', [41, 120, 420], [48, 260, 1300]),
  usual('Average basket', 'EUR', [29, 64, 160], [35, 78, 190]),
  usual('Share bought at a discount', '%', [3, 28, 57], [8, 24, 71]),
  usual('Return rate', '%', [1, 19, 37], [0, 14, 38]),
  usual('Sessions, 90 days', '', [0, 1, 3], [1, 6, 21]),
  usual('Categories bought', '', [1, 2, 5], [1, 4, 8]),
  usual('Seasonality', '%', [13, 44, 79], [11, 31, 77]),
  usual('Months as a customer', 'months', [13, 30, 70], [4, 38, 81]),
];

const segment = (
  at: number,
  name: string,
  people: number,
  percent: number,
  spend: Share | null,
  more: Partial<ReleaseSegment> = {},
): ReleaseSegment => ({
  id: `s${at}`,
  name,
  version: 1 + (at % 3),
  origin: 'cluster',
  colour: at,
  rule: { op: 'compare', field: 'recency', is: '>=', value: 120 },
  text: 'Days since last order is at least 120 days and (Sessions, 90 days is at most 4 or E-mails opened, 60 days is 0) and Country is one of “Norway”, “Österreich”, “Ελλάδα”, “Болгария”',
  people,
  share: exact(percent),
  spend,
  fidelity: { jaccard: 0.64, precision: 0.74, recall: 0.83 },
  persona: {
    name,
    summary:
      'Bought once or twice, last order half a year ago, hardly visits. They return more than others and seldom open mail.',
    differences: DIFFERENCES,
    usual: USUAL,
    reach: [
      {
        purpose: 'marketing.communications.email',
        label: 'E-mail marketing',
        people: 8210,
        share: exact(66),
      },
      { purpose: 'personalize', label: 'Personalisation', people: 5770, share: exact(47) },
      {
        purpose: 'marketing.advertising',
        label: 'Advertising',
        people: 490,
        share: { percent: 5, bound: 'below' },
      },
      { purpose: 'marketing.communications.sms', label: 'SMS marketing', people: null, share: null },
    ],
    plan: [
      {
        content: 'What is new since your last parcel',
        channel: 'E-mail',
        timing: '120 days after the last order',
        why: 'Their last order is 209 days ago at the median, against 64 in the lens',
      },
      {
        content: 'Help with size before the order is sent',
        channel: 'Website',
        timing: 'At the basket',
        why: 'They return 1.94 times as often as the lens',
      },
      {
        content: 'First look at the winter range',
        channel: 'E-mail',
        timing: 'Early November',
        why: 'They buy in November and December more than others',
      },
    ],
  },
  ...more,
});

const withPersona = (base: ReleaseSegment, persona: Partial<ReleaseSegment['persona']>): ReleaseSegment => ({
  ...base,
  persona: { ...base.persona, ...persona },
});

/** Five segments; the names carry markup, four scripts, a bidirectional override and a lone surrogate. */
export const hostileSegments = (): ReleaseSegment[] => [
  segment(0, 'Loyal Enthusiasts', 9840, 16, exact(38)),
  segment(
    1,
    `${HOSTILE[0]} & the Seasonal Big Baskets of the Northern Provinces, long version`,
    8780,
    14,
    exact(19),
  ),
  withPersona(
    segment(2, 'Καλοί πελάτες / Щедрые покупатели / 東京の顧客 / لاعملاء', 12010, 19, exact(9), {
      origin: 'rule',
      fidelity: null,
    }),
    {
      name: `Ματθαίος, Ђорђе & Zażółć \u202eevil\u202c ${HOSTILE[1]} 😀`,
      summary: `${HOSTILE[2]} Ħåček ŵ, ß → ≥ 3`,
    },
  ),
  withPersona(segment(3, 'New & Curious without any order yet', 13430, 22, null), {
    usual: [],
    differences: [
      difference('Country', HOSTILE[1], 12, 3, '%', 1.2),
      difference(
        'A label that goes on and on, far beyond what any chart can hold in its column',
        'and a level that does the same thing once more',
        64,
        3,
        '%',
        6,
        true,
      ),
      difference('Sessions, 90 days', null, 0.2, 11.5, 'sessions in the window', 0),
      difference('Spend, 12 months', null, 1_250_000, 1_100_000, 'EUR', 1.02),
    ],
    plan: [],
  }),
  segment(4, 'Slipping Away \ud800', 12370, 20, exact(13), { fidelity: null, origin: 'rule' }),
];

/** The hostile release, before the gate's seal. */
export const rawRelease = (): Release => ({
  format: 'cloister-release',
  version: 1,
  name: 'Nordlicht Outfitters, autumn 2026',
  purpose: { id: 'personalize', label: 'Personalisation' },
  asOf: '2026-10-31',
  seed: 42,
  population: {
    known: 84210,
    admitted: 61900,
    leftOut: [
      { reason: 'NO_RECORD', people: 12480 },
      { reason: 'WITHDRAWN', people: 4120 },
      { reason: 'REFUSED', people: 3310 },
      { reason: 'EXPIRED', people: 1890 },
      { reason: 'OBJECTED', people: 510 },
      { reason: 'UNKNOWN', people: null },
    ],
  },
  policy: { minCell: 11, minSegment: 100, roundTo: 10, shareBounds: [0.05, 0.95], dominance: 0.85 },
  fields: [
    {
      id: 'recency',
      type: 'number',
      label: 'Days since last order',
      unit: 'days',
      definition: 'Whole days from the last order to the as-of date.',
    },
    {
      id: 'orders_12m',
      type: 'number',
      label: 'Orders, 12 months',
      unit: '',
      definition: 'Orders in the 365 days before the as-of date.',
    },
    {
      id: 'spend_12m',
      type: 'number',
      label: 'Spend, 12 months',
      unit: 'EUR',
      definition: 'Sum of the amounts of those orders, returns deducted; several currencies are not mixed.',
    },
    {
      id: 'sessions',
      type: 'number',
      label: 'Sessions, 90 days',
      unit: '',
      definition: 'Events named “session” in the 90 days before the as-of date.',
    },
    { id: 'country', type: 'level', label: 'Country', unit: '', definition: `As given; ${HOSTILE[0]}.` },
  ],
  segments: hostileSegments(),
  clustering: {
    method: 'kmeans',
    k: 5,
    why: 'Five clusters: the silhouette is highest at 5 and Davies–Bouldin agrees; Caliński–Harabasz prefers 4.',
    features: ['recency', 'orders_12m', 'spend_12m', 'sessions', 'country'],
    candidates: [
      { k: 2, inertia: 412_800, silhouette: 0.28, daviesBouldin: 1.61, calinskiHarabasz: 15_120 },
      { k: 3, inertia: 351_200, silhouette: 0.3, daviesBouldin: 1.42, calinskiHarabasz: 16_210 },
      { k: 4, inertia: 301_900, silhouette: 0.33, daviesBouldin: 1.31, calinskiHarabasz: 17_480 },
      { k: 5, inertia: 268_300, silhouette: 0.37, daviesBouldin: 1.12, calinskiHarabasz: 17_102.4 },
      { k: 6, inertia: 255_000, silhouette: 0.31, daviesBouldin: 1.29, calinskiHarabasz: 16_011 },
      { k: 7, inertia: 244_700, silhouette: 0.29, daviesBouldin: 1.38, calinskiHarabasz: 15_204 },
      { k: 8, inertia: 238_100, silhouette: 0.27, daviesBouldin: 1.44, calinskiHarabasz: 14_320 },
    ],
    silhouetteSample: 20_000,
    secondOpinion: 0.98,
    columns: [
      { feature: 'recency', label: 'Days since last order', unit: 'days' },
      { feature: 'orders_12m', label: 'Orders, 12 months', unit: '' },
      { feature: 'spend_12m', label: 'Spend, 12 months', unit: 'EUR' },
      { feature: 'sessions', label: 'Sessions, 90 days', unit: '' },
      { feature: 'country', label: 'Country: Norway', unit: '%' },
    ],
    centroids: [
      { segment: 's0', values: [12, 9.4, 1240, 18, 21] },
      { segment: 's1', values: [48, 3.1, 980, 6, 18] },
      { segment: 's2', values: [60, 5.2, 310, 9, 20] },
      { segment: 's3', values: [25, 0.4, 38, 11, 22] },
      { segment: 's4', values: [209, 1.1, 152, 0.8, null] },
    ],
  },
  protection: {
    risk: riskOfSegments(hostileSegments()),
    suppressed: { primary: 0, complementary: 0, collapsed: 0 },
  },
  noise: null,
  withheld: [
    { item: 'Slipping Away', reason: 'reach by SMS marketing: fewer than 11 people on one side' },
    {
      item: 'New & Curious without any order yet',
      reason: '3 of 14 levels of Country: 2 with fewer than 11 people, 1 so that these cannot be computed',
    },
    {
      item: `Loyal ${HOSTILE[1]}`,
      reason: 'the mean of Spend, 12 months: two people make up 85 % or more of it',
    },
  ],
});

/** The same release as if it had passed the gate. */
export const clearedRelease = (
  change: (release: Release) => Release = (release) => release,
): Cleared<Release> => seal(change(rawRelease()));
