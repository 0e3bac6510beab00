/**
 * Re-identification risk by quasi-identifiers, as pure functions over coded columns: equivalence classes,
 * prosecutor, journalist and marketer risk (K. El Emam, "Guide to the De-Identification of Personal Health
 * Information", 2013, ch. 16), distinction and separation (R. Motwani and Y. Xu, "Efficient algorithms for
 * masking and finding quasi-identifiers", 2007). A missing value is a value of its own, which is the strict
 * reading; `wildcardSizes` gives the lenient one, where it may be anything.
 */
import { CloisterError } from '../../shared/errors.ts';
import { type AttackerRisk, RISK_THRESHOLDS, type RiskFigures } from '../../shared/risk.ts';

/** One quasi-identifier: a number per person, the same for the same value; -1 or NaN where it is missing. */
export type KeyColumn = ArrayLike<number>;

/** The equivalence classes of a set of people. */
export type Classes = {
  /** Class of each person, numbered from 0 in the order in which they are met. */
  of: Int32Array;
  /** People per class. */
  sizes: Int32Array;
};

const requireSameLength = (columns: readonly KeyColumn[], people: number): void => {
  if (columns.every(({ length }) => length === people)) return;
  throw new CloisterError(
    'INPUT_VALUE',
    `The quasi-identifiers have ${columns.map(({ length }) => length).join(', ')} values for ${people} people.`,
    'Give every column one value per person.',
  );
};

/**
 * People with the same values in all columns. Without a column everyone is in one class.
 * @throws CloisterError INPUT_VALUE when a column has not one value per person
 */
export const equivalenceClasses = (columns: readonly KeyColumn[], people: number): Classes => {
  requireSameLength(columns, people);
  let of: Int32Array = new Int32Array(people);
  let count = Math.min(1, people);
  for (const column of columns) {
    // Each column splits the classes before it: (class, value) becomes the number of a finer class.
    const numbers = new Map<number, number>();
    const codes = Int32Array.from(column, (value) => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, numbers.size);
      return numbers.size - 1;
    });
    const values = numbers.size;
    const finer = new Map<number, number>();
    const next = new Int32Array(people);
    for (let i = 0; i < people; i++) {
      const key = of[i] * values + codes[i];
      const known = finer.get(key);
      if (known === undefined) finer.set(key, finer.size);
      next[i] = known ?? finer.size - 1;
    }
    of = next;
    count = finer.size;
  }
  const sizes = new Int32Array(count);
  for (const number of of) sizes[number] += 1;
  return { of, sizes };
};

/** Size of each person's class where a missing value may be any value (sdcMicro's `freqCalc`). */
export const wildcardSizes = (columns: readonly KeyColumn[], people: number): Int32Array => {
  const { of, sizes } = equivalenceClasses(columns, people);
  const first = new Int32Array(sizes.length).fill(-1);
  for (let i = people - 1; i >= 0; i--) first[of[i]] = i;
  const missing = (value: number): boolean => value === -1 || Number.isNaN(value);
  const fits = (a: number, b: number): boolean =>
    columns.every((column) => missing(column[a]) || missing(column[b]) || column[a] === column[b]);
  const open = [...first.keys()].filter((at) => columns.some((column) => missing(column[first[at]])));
  const total = Int32Array.from(sizes);
  const isOpen = new Set(open);
  // Only classes with a missing value can match another class.
  for (const a of open)
    for (let b = 0; b < sizes.length; b++) {
      if (a === b || !fits(first[a], first[b])) continue;
      total[a] += sizes[b];
      if (!isOpen.has(b)) total[b] += sizes[a];
    }
  return Int32Array.from(of, (number) => total[number]);
};

const attacker = (
  sizes: Int32Array,
  risks: (at: number) => number,
  people: number,
  threshold: number,
): AttackerRisk => {
  let highest = 0;
  let sum = 0;
  let above = 0;
  sizes.forEach((size, at) => {
    const risk = risks(at);
    if (risk > highest) highest = risk;
    sum += size * risk;
    // The threshold is a fraction typed by a person; a rounding error must not put 1/5 above 0.2.
    if (risk > threshold + 1e-12) above += size;
  });
  return { highest, average: people === 0 ? 0 : sum / people, atRisk: people === 0 ? 0 : above / people };
};

export type RiskOptions = {
  /** Above it a person counts as at risk; default 0.2. */
  threshold?: number;
  /**
   * Per class the people of the larger population with the same values, never fewer than in the set. Without it
   * the set is the population.
   */
  population?: ArrayLike<number>;
};

/**
 * The three risks of a set of people; definitions in `shared/risk.ts`.
 * @throws CloisterError INPUT_VALUE when the population of a class is smaller than the class
 */
export const riskOfClasses = ({ sizes }: Classes, options: RiskOptions = {}): RiskFigures => {
  const { threshold = RISK_THRESHOLDS.highest, population = sizes } = options;
  if (population.length !== sizes.length || sizes.some((size, at) => !(population[at] >= size)))
    throw new CloisterError(
      'INPUT_VALUE',
      'A class of the population is smaller than the people of the set that are in it.',
      'The population must hold everyone in the set.',
    );
  const people = sizes.reduce((sum, size) => sum + size, 0);
  const prosecutor = attacker(sizes, (at) => 1 / sizes[at], people, threshold);
  const journalist = attacker(sizes, (at) => 1 / population[at], people, threshold);
  return {
    people,
    classes: sizes.length,
    k: sizes.reduce((least, size) => Math.min(least, size), people),
    uniques: sizes.reduce((sum, size) => sum + (size === 1 ? 1 : 0), 0),
    threshold,
    prosecutor,
    journalist,
    marketer: journalist.average,
  };
};

/** Classes and risks of a set of people in one step. See `riskOfClasses`. */
export const riskOf = (columns: readonly KeyColumn[], people: number, threshold?: number): RiskFigures =>
  riskOfClasses(equivalenceClasses(columns, people), threshold === undefined ? {} : { threshold });

/** Different values of a column in each class: the l of distinct l-diversity (A. Machanavajjhala et al., 2007). */
export const diversityOf = ({ of, sizes }: Classes, values: KeyColumn): Int32Array => {
  const found = Array.from(sizes, () => new Set<number>());
  of.forEach((number, person) => {
    found[number].add(values[person]);
  });
  return Int32Array.from(found, (one) => one.size);
};

/** How well columns tell people apart, as fractions. */
export type Distinguishing = {
  /** Different combinations per person (alpha-distinction). */
  distinction: number;
  /** Share of pairs of people that differ in at least one column (alpha-separation). */
  separation: number;
};

/** Distinction and separation of a set of columns; 0 for fewer than two people. */
export const distinguishing = (columns: readonly KeyColumn[], people: number): Distinguishing => {
  if (people < 2) return { distinction: 0, separation: 0 };
  const { sizes } = equivalenceClasses(columns, people);
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const together = sizes.reduce((sum, size) => sum + pairs(size), 0);
  return { distinction: sizes.length / people, separation: 1 - together / pairs(people) };
};
