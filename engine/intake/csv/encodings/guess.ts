/** What a text that is neither UTF-8 nor UTF-16 may be written in: a guess with its reason, and what else fits. */
import type { Encoding } from '../../../../shared/encodings.ts';
import { createMultiByteTally } from './multi-byte.ts';
import { createPairTally, oneByteReadings, type Reading } from './one-byte.ts';

/** An encoding that fits, why, and the commonest characters beyond ASCII that it makes of the bytes. */
export type EncodingChoice = Omit<Reading, 'score' | 'text'>;

const MOST_CHOICES = 3;
/** The one that is read with a warning where nobody said otherwise; a guess of any other has to be said. */
export const USUAL_GUESS: Encoding = 'windows-1252';

/**
 * Gathers the evidence over all chunks. Takes time, so it is asked only about what is not UTF-8.
 */
export const createGuess = () => {
  const pairs = createPairTally();
  const several = createMultiByteTally();
  return {
    push: (chunk: Uint8Array): void => {
      pairs.push(chunk);
      several.push(chunk);
    },
    /** The encodings that fit, the likeliest first; of those that read the text alike only one, if it can the usual one. */
    choices: (): EncodingChoice[] => {
      const readings = [...several.readings(), ...oneByteReadings(pairs.pairs)];
      const usual = readings.find(({ encoding }) => encoding === USUAL_GUESS);
      const found = readings.map((reading) => (reading.text === usual?.text ? usual : reading));
      return found
        .filter(({ text }, i) => found.findIndex((other) => other.text === text) === i)
        .slice(0, MOST_CHOICES)
        .map(({ encoding, why, letters }) => ({ encoding, why, letters }));
    },
  };
};

const MOST_NAMES = 3;

/** Words beyond ASCII in the line of a text that names its columns, as an encoding reads them. */
export const namesIn = (head: Uint8Array, encoding: Encoding, above: number): string[] => {
  const line = new TextDecoder(encoding).decode(head).split(/\r\n|\n|\r/)[above] ?? '';
  const words = line.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => /[^\0-\x7f]/.test(word));
  return [...new Set(words)].slice(0, MOST_NAMES);
};
