/**
 * Re-identification risk of a set of people by their quasi-identifiers: the figures and, so that no number
 * stands without its meaning, the definition of each. The arithmetic is `engine/privacy/risk.ts`.
 */

/** Risk of one set of people. Shares and risks are fractions from 0 to 1. */
export type RiskFigures = {
  /** People in the set. */
  people: number;
  /** Different combinations of the quasi-identifiers: the equivalence classes. */
  classes: number;
  /** Size of the smallest class: the k of k-anonymity. */
  k: number;
  /** People who are alone in their class. */
  uniques: number;
  /** The risk above which a person counts as at risk. */
  threshold: number;
  prosecutor: AttackerRisk;
  journalist: AttackerRisk;
  /** Share of all people that someone who matches everyone is expected to match rightly. */
  marketer: number;
};

/** Risk of single people against one attacker. */
export type AttackerRisk = {
  highest: number;
  average: number;
  /** Share of people whose risk is above the threshold. */
  atRisk: number;
};

/** Highest risk of one person and share of people at risk that ARX takes as its defaults. */
export const RISK_THRESHOLDS = { highest: 0.2, atRisk: 0.05, marketer: 0.05 } as const;

/** What each figure means; shown beside it. */
export const RISK_DEFINITIONS: Readonly<
  Record<
    'prosecutor' | 'journalist' | 'marketer' | 'atRisk' | 'sampled' | 'alone',
    { label: string; definition: string }
  >
> = {
  prosecutor: {
    label: 'Prosecutor risk',
    definition:
      'The attacker looks for one person and knows that this person is in the set. The risk is 1 divided by the number of people in the set with the same quasi-identifiers.',
  },
  journalist: {
    label: 'Journalist risk',
    definition:
      'The attacker looks for anyone in the set and knows only that they are in the larger population. The risk is 1 divided by the number of people of that population with the same quasi-identifiers.',
  },
  marketer: {
    label: 'Marketer risk',
    definition:
      'The attacker matches everyone and does not care whom. The risk is the share of all matches that are expected to be right.',
  },
  atRisk: {
    label: 'People at risk',
    definition: 'Share of people whose own risk is above the threshold.',
  },
  sampled: {
    label: 'Journalist risk in a larger population',
    definition:
      'The same attacker, where the people at hand are a random sample of a larger population and nobody knows who is in it: the expected risk of one person. The size of that population is an assumption; nothing in the data tells it.',
  },
  alone: {
    label: 'Alone in that population',
    definition:
      'Estimated share of that population whose values nobody else has, under the same assumption; 0 where nobody at hand is alone.',
  },
};

/** What the people at hand are as a random sample of a larger population, whose size is assumed. */
export type PopulationRisk = PopulationUniques & {
  /** Expected risk of one person (journalist), and its mean, which is the marketer risk too. */
  highest: number;
  average: number;
};

/** Risk of a release: that of the people in it, and that in populations they may be a sample of. */
export type ReleaseRisk = RiskFigures & { population: PopulationRisk[] };

/** Estimated uniques of the population, for a sampling fraction that is assumed. */
export type PopulationUniques = {
  /** Share of the population that the people at hand are taken to be. */
  fraction: number;
  /** Share of the population that is alone with its quasi-identifiers. */
  share: number;
  /** What it was estimated by; `count` where the set is the population, or has no unique. */
  estimator: 'Pitman' | 'Zayatz' | 'count';
};

/** Sampling fractions that are assumed where none is known. */
export const ASSUMED_FRACTIONS = [0.01, 0.1, 0.2] as const;
