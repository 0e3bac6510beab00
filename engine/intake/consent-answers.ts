/** What the words of a column of answers mean: each is looked up once, and how many records have it is counted. */
import { CONSENT_MEANINGS, type ConsentMeaning } from '../../shared/vocabulary.ts';
import type { StatePlan } from './consent-plan.ts';

/** What a dictionary says of a word. */
export const meaningOf = (values: Record<string, string>, word: string): string | undefined =>
  Object.hasOwn(values, word) ? values[word] : undefined;

type Meaning = { word: string; state: ConsentMeaning; isSaid: boolean };

/** A column of answers. Words come as their codes, with the words of all codes. */
export type Answers = {
  plan: StatePlan;
  hasSpoken(): boolean;
  /** What a word means; counts it. */
  stateAt(code: number, words: readonly string[]): ConsentMeaning;
  /** The purpose of an answer; null where its word is none. */
  purposeAt(code: number, words: readonly string[]): string | null;
  /** Tells of every word what it means, whether the dictionary has it, and how many records had it. */
  tell(hear: (state: ConsentMeaning, word: string, isSaid: boolean, records: number) => void): void;
};

/** @param known the purposes of the vault */
export const openAnswers = (plan: StatePlan, known: ReadonlySet<string>): Answers => {
  const meanings: Meaning[] = [];
  const counts: number[] = [];
  // By the code of the word and one.
  const purposes: (string | null)[] = [];
  const { purpose, states } = plan;
  return {
    plan,
    hasSpoken: () => counts.length > 0,
    stateAt: (code, words) => {
      counts[code] = (counts[code] ?? 0) + 1;
      const found = meanings[code];
      if (found !== undefined) return found.state;
      const meaning = meaningOf(states, words[code]);
      const state = CONSENT_MEANINGS.find((one) => one === meaning) ?? 'unknown';
      meanings[code] = { word: words[code], state, isSaid: meaning !== undefined };
      return state;
    },
    purposeAt: (code, words) => {
      if (typeof purpose === 'string') return purpose;
      const found = purposes[code + 1];
      if (found !== undefined) return found;
      const named = code < 0 ? '' : words[code];
      const one = meaningOf(purpose.values, named) ?? (known.has(named) ? named : null);
      purposes[code + 1] = one;
      return one;
    },
    tell: (hear) => {
      meanings.forEach(({ word, state, isSaid }, code) => {
        hear(state, word, isSaid, counts[code]);
      });
    },
  };
};
