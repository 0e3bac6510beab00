/** Noise in words: fractions as a person writes them, and what noise of a scale does to a count. */

/** A fraction as text ("1/2", "13/1") as a decimal of at most three places ("0.5", "13"). */
export const fractionWords = (text: string): string => {
  const [p, q] = text.split('/').map(Number);
  return String(Number((p / q).toFixed(3)));
};

/** 95 of 100 draws of discrete Laplace noise of a scale lie within so many people (its tail is exp(-x / scale)). */
export const noiseReach = (scale: string): number => {
  const [p, q] = scale.split('/').map(Number);
  return Math.ceil((p / q) * Math.log(20));
};

/** What ε does not cover: the choice of what is printed. */
export const NOISE_LIMIT =
  'Which segments, levels and differences are told at all was decided on the true numbers, so that something is there or missing can tell of them; ε bounds the printed numbers alone.';

/** What a reader of a noisy release must know. */
export const noiseSentence = ({ epsilon, scale }: { epsilon: string; scale: string }): string =>
  `Every number of people, and every share that follows from one, carries random noise (discrete Laplace, ε ${fractionWords(epsilon)} for all of them together): 95 of 100 lie within ${noiseReach(scale)} people of the true number, before rounding. Means and centiles are no counts and carry none. ${NOISE_LIMIT}`;
