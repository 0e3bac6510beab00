/** The cover: the lens, the segments, what was withheld and the policy behind it. */
import { admittedShare, lensRuler } from '../../../shared/charts/lens-ruler.ts';
import { groupColour } from '../../../shared/charts/palette.ts';
import { segmentStrip } from '../../../shared/charts/segment-strip.ts';
import { counted, number, percent, shareText } from '../../../shared/charts/words.ts';
import type { Release } from '../../../shared/release.ts';
import type { Exclusion } from '../../../shared/vocabulary.ts';
import { clusteringRows } from './clustering.ts';
import { type Block, type Page, type Row, SHEET, type Table } from './pages.ts';

const REASONS: Record<Exclusion, string> = {
  NO_RECORD: 'no record of consent',
  WITHDRAWN: 'withdrawn',
  REFUSED: 'refused',
  EXPIRED: 'expired',
  OBJECTED: 'objected',
  UNKNOWN: 'state unknown',
  OPTED_OUT: 'opted out of sale and sharing',
  WEAK_EVIDENCE: 'consent without sufficient evidence',
  REVOKED: 'consent declared invalid',
  MINOR: 'minor',
  ART9: 'no explicit consent',
};

/** Everyone known, by admitted and each reason for being left out. */
const lensTable = ({ population }: Release): Table => ({
  caption: 'Who the figures speak of',
  columns: ['People', 'Count'],
  numeric: [false, true],
  widths: [3, 1],
  rows: [
    ['Admitted by the lens', number(population.admitted)],
    ...population.leftOut.map(({ reason, people }) => [
      `Left out: ${REASONS[reason]}`,
      people === null ? 'withheld' : number(people),
    ]),
    ['Known in all', number(population.known)],
  ],
  marks: null,
});

const segmentTable = ({ segments }: Release): Table => {
  const withSpend = segments.some((segment) => segment.spend !== null);
  return {
    caption: 'Segments',
    columns: [
      'Segment',
      'People',
      'Of the lens',
      ...(withSpend ? ['Of spend'] : []),
      'Comes from',
      'Rule v cluster',
    ],
    numeric: [false, true, true, ...(withSpend ? [true] : []), false, true],
    widths: [4.2, 1.3, 1.4, ...(withSpend ? [1.4] : []), 1.9, 1.7],
    rows: segments.map((segment) => [
      segment.name,
      number(segment.people),
      shareText(segment.share),
      ...(withSpend ? [segment.spend === null ? 'not given' : shareText(segment.spend)] : []),
      segment.origin === 'rule' ? `rule, version ${segment.version}` : `cluster, version ${segment.version}`,
      segment.fidelity === null ? 'is the rule' : `Jaccard ${segment.fidelity.jaccard.toFixed(2)}`,
    ]),
    marks: segments.map(({ colour }) => groupColour(colour)),
  };
};

/** The left-out reasons as one sentence, the largest first, as far as they are known. */
const leftOutSentence = ({ population }: Release): string => {
  const known = population.leftOut
    .filter((part): part is { reason: Exclusion; people: number } => part.people !== null && part.people > 0)
    .sort((a, b) => b.people - a.people)
    .map((part) => `${number(part.people)} ${REASONS[part.reason]}`);
  const withheld = population.leftOut.filter((part) => part.people === null).length;
  if (known.length === 0 && withheld === 0) return 'nobody is left out';
  const more = withheld > 0 ? [`${counted(withheld, 'reason', 'reasons')} withheld`] : [];
  return `left out: ${[...known, ...more].join(', ')}`;
};

const policyFacts = ({ policy }: Release): [string, string][] => [
  ['Fewest people behind a figure', number(policy.minCell)],
  ['Fewest people in a segment', number(policy.minSegment)],
  ['Counts rounded to', number(policy.roundTo)],
  ['Shares given exactly', `${percent(policy.shareBounds[0])} to ${percent(policy.shareBounds[1])}`],
  ['Two largest may hold of a sum', `at most ${percent(policy.dominance)}`],
];

const withheldBlock = ({ withheld }: Release): Block => ({
  heading: 'What was withheld, and why',
  note: withheld.length === 0 ? 'by the gate' : `${counted(withheld.length, 'item', 'items')}, by the gate`,
  ...(withheld.length === 0
    ? { kind: 'prose', paragraphs: ['Nothing was withheld: every figure asked for met the policy.'] }
    : {
        kind: 'table',
        table: {
          caption: 'Withheld by the gate',
          columns: ['Item', 'Reason'],
          numeric: [false, false],
          widths: [2, 3],
          rows: withheld.map(({ item, reason }) => [item, reason]),
          marks: null,
        },
      }),
});

/** The first page: what was asked of whom, the segments, how k was chosen, what was withheld. */
export const coverPage = (release: Release): Page => {
  const { population, segments, purpose, asOf } = release;
  const rows: Row[] = [
    [
      [
        {
          kind: 'figure',
          heading: 'The lens',
          note: leftOutSentence(release),
          scene: lensRuler(population, SHEET.text, true),
          open: false,
          words: null,
          twin: lensTable(release),
        },
      ],
    ],
  ];
  if (segments.length > 0)
    rows.push([
      [
        {
          kind: 'figure',
          heading: 'The segments',
          note: 'bars as wide as the segments have people',
          scene: segmentStrip(segments, null, SHEET.text),
          open: true,
          words: null,
          twin: segmentTable(release),
        },
      ],
    ]);
  rows.push(...clusteringRows(release));
  rows.push([
    [withheldBlock(release)],
    [
      {
        kind: 'facts',
        heading: 'What every figure was held to',
        note: 'the policy of the gate for this release',
        facts: policyFacts(release),
      },
    ],
  ]);
  return {
    kind: 'cover',
    id: 'cover',
    kicker: 'Segments and personas',
    title: release.name,
    colour: 'accent',
    lead: `${counted(segments.length, 'segment', 'segments')} of the people whose consent covers ${purpose.label} on ${asOf}. Nobody else is counted anywhere in this report.`,
    figures: [
      ['People', number(population.admitted)],
      ['Of everyone known', admittedShare(population)],
    ],
    band: null,
    rows,
  };
};
