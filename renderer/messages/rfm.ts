/** Words of the map of RFM and its editor. */
import type { RfmGroups } from '../../shared/rfm.ts';
import { counted } from './format.ts';

const groupsText = ({ recency, frequency, monetary }: RfmGroups): string =>
  recency === frequency && frequency === monetary
    ? `scores from 1 to ${recency}`
    : `scores to ${recency}, ${frequency} and ${monetary}`;

export const rfmMap = {
  grid: 'RFM map',
  gridHow: (groups: RfmGroups, ties: 'below' | 'above', own: boolean) =>
    `${groupsText(groups)} by ${own ? 'cuts of your own' : 'quantiles of those with an order'}; a value on a cut counts ${ties} it`,
  gridMeans:
    'Recency from 1 (long ago) upwards, and the mean of the scores of frequency and monetary, rounded half up; where one of them has fewer groups, its scores are first spread over those of the other. The first segment of the map that covers a person is theirs. An empty cell belongs to no segment. The table lists every combination of scores.',
  columns: ['Recency', 'Frequency', 'Monetary', 'Segment'],
  none: 'none',
  areas: 'People by segment',
  areasHow: 'areas in proportion',
  areasMeans: 'People of the lens with an order, by the segment of the map their scores belong to.',
  segment: 'Segment',
  people: 'People',
  ties: 'A value on a cut counts',
  tiesAre: { below: 'below it', above: 'above it' },
  unreachable: (names: readonly string[]) =>
    `Out of reach, without a cell that is theirs: ${names.join(', ')}.`,
  uncovered: (cells: number, of: number) =>
    `${counted(cells, 'combination', 'combinations')} of ${of} scores belong to no segment.`,
  recencyScore: 'Recency',
  frequencyAndMonetary: 'Scores of frequency and monetary, side by side',
  groups: (of: number) => `${of} groups`,
  groupsOf: { recency: 'Recency in', frequency: 'Frequency in', monetary: 'Monetary in' },
  bestSegment: 'Best customers',
  clean: 'Every combination of scores has a segment, every segment is reached.',
  reset: 'Usual map',
  edit: 'Edit map',
  done: 'Done',
  paintHow:
    'Drag over cells, or move with the arrow keys: Space paints, Delete erases, Page Up and Page Down change the segment.',
  cell: (r: number, fm: number, names: string) => `Recency ${r}, frequency and monetary ${fm}: ${names}`,
  recency: 'recency ↑',
  value: 'frequency and monetary →',
  brush: 'Paint with',
  eraser: 'Erase',
  add: 'Add segment',
  newSegment: 'New segment',
  name: 'Name',
  nameWrong: 'From 1 to 60 characters.',
  colour: 'Colour',
  colourOf: (number: number) => `Colour ${number}`,
  remove: 'Remove segment',
  removeLast: 'A map has one segment at least.',
  full: 'A map has 40 segments at most.',
  scores: 'Scores by',
  scoresBy: { quantiles: 'quantiles of those with an order', cuts: 'cuts of your own' },
  cuts: 'Cuts',
  cutsHow: 'the score goes up by one above each; for recency, down',
  cutOf: (what: string, at: number) => `${what}, cut ${at}`,
  cutsOf: { recency: 'Recency, days', frequency: 'Frequency, orders', monetary: 'Monetary' },
  cutsWrong: (cuts: number) => `${cuts} numbers that do not fall.`,
  undo: 'Undo',
  redo: 'Redo',
} as const;
