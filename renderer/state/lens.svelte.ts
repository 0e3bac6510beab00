/** The lens: for what purpose and as of which day every number is computed, and whom it admits. */
import type { Answer } from '../../shared/contract/contract.ts';
import { MOST_RECENT } from '../../shared/contract/settings.ts';
import type { LensChoice } from '../../shared/plan.ts';
import { PURPOSE_ID, PURPOSES } from '../../shared/vocabulary.ts';
import { day, isDay } from '../messages/format.ts';
import { engine } from './engine.svelte.ts';
import { settings } from './settings.svelte.ts';
import { problem } from './toasts.svelte.ts';

type LensAnswer = Answer<'lens.describe'>;
export type PurposeId = LensChoice['purpose'];

const isPurpose = (value: unknown): value is PurposeId => typeof value === 'string' && PURPOSE_ID.test(value);
const isChoice = (value: unknown): value is LensChoice =>
  typeof value === 'object' &&
  value !== null &&
  'purpose' in value &&
  isPurpose(value.purpose) &&
  'asOf' in value &&
  typeof value.asOf === 'string' &&
  isDay(value.asOf);

const fallback = (): LensChoice => ({ purpose: PURPOSES[0].id as PurposeId, asOf: day(Date.now()) });
let choice = $state<LensChoice>(fallback());
let answer = $state.raw<LensAnswer | null>(null);
let vault = '';
let asked = 0;

/** The lens of the newest act on the record that had one: where the last person left off. */
const lensOfRecord = async (): Promise<LensChoice | null> => {
  const lines = await engine.call('audit.log', { limit: 200 });
  for (const line of [...lines].sort((a, b) => b.seq - a.seq)) {
    if (line.details === '') continue;
    const details = JSON.parse(line.details) as { asOf?: unknown };
    const found = { purpose: line.purpose, asOf: details.asOf };
    if (isChoice(found)) return found;
  }
  return null;
};

export const lens = {
  get choice(): LensChoice {
    return choice;
  },
  /** Whom it admits; null without a vault or before the answer is there. */
  get answer(): LensAnswer | null {
    return answer;
  },
  /** Moves the lens; later stages tell by themselves that they are out of date. */
  async set(next: Partial<LensChoice>): Promise<void> {
    choice = { ...choice, ...next };
    const others = (settings.current.lenses ?? []).filter(({ folder }) => folder !== vault);
    settings.keep({
      lenses: [{ folder: vault, lens: $state.snapshot(choice) }, ...others].slice(0, MOST_RECENT),
    });
    await lens.refresh();
  },
  /** Asks again whom it admits. A late answer to an older question is dropped. */
  async refresh(): Promise<void> {
    if (vault === '') return;
    const question = ++asked;
    try {
      const found = await engine.call('lens.describe', $state.snapshot(choice));
      if (question === asked) answer = found;
    } catch (thrown) {
      if (question === asked) problem(thrown);
    }
  },
  /** A vault was opened: takes the lens last used with it. */
  async enter(folder: string): Promise<void> {
    vault = folder;
    await settings.ready;
    const kept = settings.current.lenses?.find((other) => other.folder === folder);
    choice = kept?.lens ?? (await lensOfRecord()) ?? fallback();
    await lens.refresh();
  },
  leave(): void {
    vault = '';
    asked += 1;
    answer = null;
  },
};
