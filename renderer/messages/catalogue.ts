/** Words of Features: the further features. */
import { count } from './format.ts';

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
