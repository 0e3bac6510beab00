/** The lens of a command: for which purpose, as of which date. */
import { counted, shareOf, told } from '../shared/charts/words.ts';
import type { LensAnswer } from '../shared/contract/answers.ts';
import type { LensChoice } from '../shared/plan.ts';
import { PURPOSES } from '../shared/vocabulary.ts';
import type { OptionSpecs } from './command.ts';
import type { Out } from './output.ts';

export const PURPOSE_IDS = PURPOSES.map(({ id }) => id) as [string, ...string[]];

export const AS_OF_OPTION = {
  'as-of': { kind: 'date', value: 'DATE', help: 'what was known before this day, UTC (today)' },
} as const satisfies OptionSpecs;

/** Options of every command that looks through a lens. */
export const LENS_OPTIONS = {
  purpose: {
    kind: 'text',
    value: 'P',
    help: `purpose of processing (analytics): ${PURPOSE_IDS.join(', ')}, or one the officer added`,
  },
  ...AS_OF_OPTION,
} as const satisfies OptionSpecs;

export type LensValues = { purpose?: string | undefined; 'as-of'?: string | undefined };

/** Today in UTC, the default of --as-of. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The lens that was asked for. */
export const lensOf = (values: LensValues): LensChoice => ({
  purpose: (values.purpose ?? 'analytics') as LensChoice['purpose'],
  asOf: values['as-of'] ?? today(),
});

/** Says which date holds, and that it is today's where nobody asked for one. */
export const asOfText = (asOf: string, values: LensValues): string =>
  values['as-of'] === undefined ? `as of ${asOf} (today; --as-of sets another day)` : `as of ${asOf}`;

/** The line that stands over every result of a lens. */
export const showLens = (out: Out, lens: LensChoice, values: LensValues, counts?: LensAnswer): void => {
  const share = counts === undefined ? '' : shareOf(counts.admitted, counts.known);
  const people =
    counts === undefined
      ? ''
      : `: ${told(counts.admitted)} of ${counted(counts.known, 'person', 'people')}${
          share === '' ? '' : ` (${share})`
        }`;
  out.paragraph(`Lens: ${lens.purpose}, ${asOfText(lens.asOf, values)}${people}`);
};

/** The seed of everything that draws. */
export const SEED_OPTION = {
  seed: { kind: 'integer', from: 0, to: Number.MAX_SAFE_INTEGER, help: 'seed of everything that draws (42)' },
} as const satisfies OptionSpecs;
