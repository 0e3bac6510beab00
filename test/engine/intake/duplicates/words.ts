/** Invented names, streets and towns with the uneven frequencies of real ones: the first of a list are common. */
import type { Random } from '../../../../shared/random.ts';

const STARTS = 'b br c ch cl d f g gr h j k l m n p pr r s sh st t th tr v w'.split(' ');
const VOWELS = 'a a e e i i o o u ai ea ee ie ou'.split(' ');
const ENDS = 'd l ll m n n nd ng r r rt s ss t th tt x'.split(' ');
const TAILS = 'a o y ie er on in ey en el ia am ton son man ley by'.split(' ');

/** Makes a list of different words. */
export const wordList = (random: Random, count: number): string[] => {
  const pick = (from: readonly string[]): string => from[random.int(from.length)];
  const words = new Set<string>();
  while (words.size < count) {
    const middle = random.next() < 0.35 ? pick(STARTS) + pick(VOWELS) : '';
    words.add(pick(STARTS) + pick(VOWELS) + middle + pick(ENDS) + (random.next() < 0.7 ? pick(TAILS) : ''));
  }
  return [...words];
};

/** Draws from a list by Zipf's law: the word of rank r has weight 1 / (r + shift). */
export const zipf = (random: Random, list: readonly string[], shift: number): (() => string) => {
  let sum = 0;
  const sums = list.map((_, rank) => {
    sum += 1 / (rank + shift);
    return sum;
  });
  return () => {
    const drawn = random.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < drawn) low = middle + 1;
      else high = middle;
    }
    return list[low];
  };
};
