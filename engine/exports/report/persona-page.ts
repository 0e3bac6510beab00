/** The page of one persona. */
import { lensRuler } from '../../../shared/charts/lens-ruler.ts';
import { byLift, differenceFigures, differenceLabel, liftBars } from '../../../shared/charts/lift-bars.ts';
import { type ColourRole, groupColour } from '../../../shared/charts/palette.ts';
import { reachBars } from '../../../shared/charts/reach-bars.ts';
import { segmentStrip } from '../../../shared/charts/segment-strip.ts';
import { usualRanges } from '../../../shared/charts/usual-ranges.ts';
import { counted, fixed, number, percent, ratio, shareText, withUnit } from '../../../shared/charts/words.ts';
import type { Difference, Release, ReleaseSegment, Usual } from '../../../shared/release.ts';
import { secondOpinionText } from './clustering.ts';
import { type Block, type Page, type Row, SHEET } from './pages.ts';

/** Most rows of one chart; longer lists go on in a second one, so that a page can hold it. */
const MOST_ROWS = 14;

const chunks = <T>(items: readonly T[]): T[][] => {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += MOST_ROWS)
    parts.push(items.slice(start, start + MOST_ROWS));
  return parts;
};

const nothing = (heading: string, note: string, words: string): Block => ({
  kind: 'prose',
  heading,
  note,
  paragraphs: [words],
});

const differenceBlocks = (differences: readonly Difference[]): Block[] => {
  const heading = 'What sets them apart';
  const note = 'segment over lens, 95 % interval, log scale';
  if (differences.length === 0)
    return [nothing(heading, note, 'Nothing that may be published sets them apart from the lens.')];
  return chunks(byLift(differences)).map((part, index) => ({
    kind: 'figure',
    heading: index === 0 ? heading : `${heading}, continued`,
    note,
    scene: liftBars(part, SHEET.column),
    open: false,
    words: null,
    twin: {
      caption: heading,
      columns: ['What', 'Lift', '95 % interval', 'Segment v lens', 'In rule'],
      numeric: [false, true, true, true, false],
      widths: [3, 1, 2, 2, 1],
      rows: part.map((row) => [
        differenceLabel(row),
        ratio(row.lift),
        row.interval === null ? 'not told' : `${ratio(row.interval[0])} to ${ratio(row.interval[1])}`,
        differenceFigures(row),
        row.inRule ? 'in rule' : 'no',
      ]),
      marks: null,
    },
  }));
};

const rangeText = (values: readonly [number, number, number], unit: string): string =>
  `${number(values[0])}, ${number(values[1])}, ${withUnit(values[2], unit)}`;

const usualBlocks = (usual: readonly Usual[], colour: ColourRole): Block[] => {
  const heading = 'What is usual for them';
  const note = 'grey: middle 80 % of the lens; colour: theirs';
  if (usual.length === 0) return [nothing(heading, note, 'No range may be published for this segment.')];
  return chunks(usual).map((part, at) => ({
    kind: 'figure',
    heading: at === 0 ? heading : `${heading}, continued`,
    note,
    scene: usualRanges(part, colour, SHEET.column),
    open: false,
    words: null,
    twin: {
      caption: `${heading}: 10th centile, median, 90th centile`,
      columns: ['What', 'Segment', 'Lens'],
      numeric: [false, true, true],
      widths: [2, 2, 2],
      rows: part.map((row) => [row.label, rangeText(row.segment, row.unit), rangeText(row.lens, row.unit)]),
      marks: null,
    },
  }));
};

const reachBlock = (segment: ReleaseSegment, colour: ColourRole): Block => {
  const { reach } = segment.persona;
  const heading = 'Reach them';
  const note = 'with consent for the channel';
  if (reach.length === 0) return nothing(heading, note, 'No channel has a record of consent.');
  return {
    kind: 'figure',
    heading,
    note,
    scene: reachBars(reach, colour, SHEET.column),
    open: false,
    words: null,
    twin: {
      caption: 'People with consent for each channel',
      columns: ['Channel', 'People', 'Of the segment'],
      numeric: [false, true, true],
      widths: [2, 1, 1],
      rows: reach.map((channel) => [
        channel.label,
        channel.people === null ? 'withheld' : number(channel.people),
        channel.share === null ? 'withheld' : shareText(channel.share),
      ]),
      marks: null,
    },
  };
};

const planBlock = (segment: ReleaseSegment): Block => {
  const { plan } = segment.persona;
  if (plan.length === 0)
    return nothing('Content plan', 'what to say, where, when', 'No content is planned yet.');
  return {
    kind: 'table',
    heading: 'Content plan',
    note: 'for the marketer to edit',
    table: {
      caption: 'Content plan',
      columns: ['When and where', 'What, and why'],
      numeric: [false, false],
      widths: [2, 4],
      rows: plan.map((idea) => [
        [idea.timing, idea.channel],
        [idea.content, idea.why],
      ]),
      marks: null,
    },
  };
};

const couldBeChance = ({ interval }: Difference): boolean =>
  interval !== null && interval[0] <= 1 && interval[1] >= 1;

/** The doubts beside the findings: how well the rule stands for the cluster, and what may be chance. */
export const certaintyFacts = (release: Release, segment: ReleaseSegment): [string, string][] => {
  const { differences } = segment.persona;
  const facts: [string, string][] = [];
  const { fidelity } = segment;
  if (fidelity === null) facts.push(['Membership', 'exactly the people the rule finds']);
  else
    facts.push(
      ['Rule v its cluster, Jaccard', fixed(fidelity.jaccard, 2)],
      ['Found by the rule, not in the cluster', percent(1 - fidelity.precision)],
      ['In the cluster, missed by the rule', percent(1 - fidelity.recall)],
    );
  if (segment.origin === 'cluster' && release.clustering !== null) {
    const { k, candidates, secondOpinion } = release.clustering;
    const chosen = candidates.find((row) => row.k === k);
    if (chosen) facts.push([`Silhouette of all ${k} clusters`, fixed(chosen.silhouette, 2)]);
    facts.push(['Second opinion, adjusted Rand', secondOpinionText(secondOpinion)]);
  }
  if (differences.length > 0)
    facts.push(
      [
        'Differences that may be chance',
        `${differences.filter(couldBeChance).length} of ${differences.length}`,
      ],
      [
        'Differences the rule asks for',
        `${differences.filter((row) => row.inRule).length} of ${differences.length}`,
      ],
    );
  return facts;
};

/** Pairs two lists of blocks into rows of two columns. */
const pair = (left: Block[], right: Block[]): Row[] => {
  const rows: Row[] = [];
  for (let at = 0; at < Math.max(left.length, right.length); at++)
    rows.push([left.slice(at, at + 1), right.slice(at, at + 1)]);
  return rows;
};

/** The page of one segment's persona. */
export const personaPage = (release: Release, segment: ReleaseSegment, index: number): Page => {
  const { population, policy, purpose, asOf } = release;
  const { persona } = segment;
  const colour = groupColour(segment.colour);
  return {
    kind: 'persona',
    id: `persona-${index + 1}`,
    kicker: `Persona ${index + 1} of ${release.segments.length}${persona.name === segment.name ? '' : `, the segment ${segment.name}`}`,
    title: persona.name,
    colour,
    lead: persona.summary,
    figures: [
      ['People', number(segment.people)],
      ['Of the lens', shareText(segment.share)],
      ...(segment.spend === null ? [] : [['Of spend', shareText(segment.spend)] as [string, string]]),
    ],
    band: {
      strip: segmentStrip(release.segments, index, SHEET.text),
      ruler: lensRuler(population, SHEET.text, false),
      caption: [
        `${number(population.admitted)} of ${number(population.known)} people, by consent to ${purpose.label} on ${asOf}`,
        `counts rounded to ${number(policy.roundTo)}, groups of at least ${counted(policy.minCell, 'person', 'people')}`,
      ],
    },
    rows: [
      ...pair(differenceBlocks(persona.differences), usualBlocks(persona.usual, colour)),
      [
        [
          reachBlock(segment, colour),
          {
            kind: 'facts',
            heading: 'How sure is this?',
            note: 'the doubt beside the finding',
            facts: certaintyFacts(release, segment),
          },
        ],
        [
          planBlock(segment),
          {
            kind: 'prose',
            heading: 'The rule',
            note:
              segment.origin === 'cluster'
                ? 'stands for a cluster; runs in every target'
                : 'written by the analyst; runs in every target',
            paragraphs: [segment.text],
          },
        ],
      ],
    ],
  };
};
