/** Words of Features: further features, and the map of RFM. */
import { count, counted } from './format.ts';

export const catalogue = {
  title: 'Further features',
  how: (kept: number, all: number) =>
    `${count(kept)} of ${count(all)} kept; each is computed only once it is kept`,
  keep: 'Keep',
  leave: 'Leave out',
  keepOne: (label: string) => `Keep ${label}`,
  leaveOne: (label: string) => `Leave out ${label}`,
  lacking: (sources: readonly string[]) => `The vault holds no ${sources.join(', ')}.`,
  madeOf: (sources: readonly string[]) => `Made of ${sources.join(', ')}.`,
  means:
    'What else can be computed of orders and events, each with its definition. What is kept becomes a feature for clusters, rules, predictions and personas.',
} as const;

export const rfmMap = {
  grid: 'RFM map',
  gridHow: (ties: 'below' | 'above', own: boolean) =>
    `scores by ${own ? 'cuts of your own' : 'fifths of those with an order'}; a value on a cut counts ${ties} it`,
  gridMeans:
    'Recency from 1 (long ago) to 5 (just now), the mean of frequency and monetary from 1 to 5. The first segment of the map that covers a person is theirs. An empty cell belongs to no segment.',
  columns: ['Recency', 'Frequency and monetary', 'Segment'],
  none: 'none',
  areas: 'People by segment',
  areasHow: 'areas in proportion',
  areasMeans: 'People of the lens with an order, by the segment of the map their scores belong to.',
  segment: 'Segment',
  people: 'People',
  ties: 'A value on a cut counts',
  tiesAre: { below: 'below it', above: 'above it' },
  unreachable: (names: readonly string[]) => `Out of reach, covered by segments above: ${names.join(', ')}.`,
  uncovered: (cells: number) =>
    `${counted(cells, 'combination', 'combinations')} of 125 scores belong to no segment.`,
  reset: 'Usual map',
} as const;
