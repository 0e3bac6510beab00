/**
 * What leaves: a release is the one thing export writers may see. Every count in it is rounded, every cut
 * point is on the nice grid, small cells are gone and say why. Only the gate makes a `Cleared<Release>`.
 * It holds no clock, no person, no pseudonym, no path.
 */
import type { MethodName } from './methods.ts';
import type { ReleaseRisk } from './risk.ts';
import type { Rule } from './rules/rule.ts';
import type { Exclusion } from './vocabulary.ts';

declare const cleared: unique symbol;
/** A value that passed the gate. Its only maker is `engine/privacy/gate/`, which also keeps a runtime seal. */
export type Cleared<T> = T & { readonly [cleared]: true };

/** The floors and thresholds a release was held to. */
export type ReleasePolicy = {
  /** Fewest people behind a published statistic. */
  minCell: number;
  /** Fewest people in an exported segment. */
  minSegment: number;
  /** Counts are rounded to a multiple of this. */
  roundTo: number;
  /** Published shares stay within these bounds, as fractions; outside them they are coded as "<" or ">". */
  shareBounds: [number, number];
  /** Share of a sum that the two largest contributors may hold. */
  dominance: number;
};

/** Something the gate held back, and why. */
export type Withheld = { item: string; reason: string };

/** A field used by a definition or a persona. */
export type ReleaseField = {
  id: string;
  type: 'number' | 'level';
  label: string;
  unit: string;
  definition: string;
};

/** A published share: an integer percentage, or a bound where the exact figure would single people out. */
export type Share = { percent: number; bound: 'exact' | 'below' | 'above' };

/**
 * One thing that sets a segment apart. `segment` and `lens` are whole percentages for a level and means for a
 * number; `lift` is the first over the second.
 */
export type Difference = {
  field: string;
  label: string;
  unit: string;
  /** The level of an attribute; null for a number. */
  level: string | null;
  lift: number;
  /** 95 % interval of the lift, null where it cannot be told. */
  interval: [number, number] | null;
  segment: number;
  lens: number;
  /** True where the rule of the segment asks for this field, so that no one takes a tautology for a finding. */
  inRule: boolean;
};

/** What is usual: 10th centile, median and 90th centile of the segment beside those of the lens. */
export type Usual = {
  field: string;
  label: string;
  unit: string;
  segment: [number, number, number];
  lens: [number, number, number];
};

/** People of the segment who consent to a channel. `people` is null where the gate withholds it. */
export type Reach = { purpose: string; label: string; people: number | null; share: Share | null };

/** One line of the content plan; the analyst edits it. */
export type ContentIdea = { content: string; channel: string; timing: string; why: string };

export type ReleasePersona = {
  name: string;
  summary: string;
  differences: Difference[];
  usual: Usual[];
  reach: Reach[];
  plan: ContentIdea[];
};

/** How well the published rule stands for the cluster it describes. */
export type Fidelity = { jaccard: number; precision: number; recall: number };

export type ReleaseSegment = {
  /** Slug, unique in the release, stable from release to release. */
  id: string;
  name: string;
  version: number;
  origin: 'rule' | 'cluster';
  /** Which of the group colours is its own, from 0; it keeps it from release to release. */
  colour: number;
  rule: Rule;
  /** The rule as a sentence. */
  text: string;
  people: number;
  share: Share;
  /** Share of everyone's spend before the as-of date, null without orders or where withheld. */
  spend: Share | null;
  fidelity: Fidelity | null;
  persona: ReleasePersona;
};

/** Validity of one candidate k. */
export type ValidityRow = {
  k: number;
  inertia: number;
  silhouette: number;
  daviesBouldin: number;
  calinskiHarabasz: number;
};

export type ReleaseClustering = {
  method: MethodName;
  k: number;
  why: string;
  features: string[];
  candidates: ValidityRow[];
  /** People the silhouette was measured on; equal to the population where it is exact. */
  silhouetteSample: number;
  /** Adjusted Rand index with an independent library's result from the same start. */
  secondOpinion: number | null;
  /** What the values of a centroid are, in their order. */
  columns: { feature: string; label: string; unit: string }[];
  /** Centroids in original units, rounded; one row per segment, null where withheld. */
  centroids: { segment: string; values: (number | null)[] }[];
};

export type Release = {
  format: 'cloister-release';
  version: 1;
  name: string;
  purpose: { id: string; label: string };
  /** ISO date; everything strictly before its midnight UTC counts. */
  asOf: string;
  seed: number;
  population: {
    known: number;
    admitted: number;
    /** In the order of the vocabulary; null where the gate withholds the count. */
    leftOut: { reason: Exclusion; people: number | null }[];
  };
  policy: ReleasePolicy;
  fields: ReleaseField[];
  segments: ReleaseSegment[];
  clustering: ReleaseClustering | null;
  protection: {
    /** Of the published segments, from their printed sizes; definitions in `risk.ts`. */
    risk: ReleaseRisk;
    /** Cells of attribute tables hidden for being small, hidden to protect those, and tables withheld whole. */
    suppressed: { primary: number; complementary: number; collapsed: number };
  };
  /** Noise on the numbers of people of the segments: ε of all of them, and the scale of each; null without. */
  noise: { epsilon: string; scale: string } | null;
  withheld: Withheld[];
};

/** A segment of fewer people leaves with a warning beside it. */
const SMALL_SEGMENT = 300;

/** The warning beside small segments, with their printed sizes; null where there are none. Names come from `nameOf`. */
export const smallSegmentWarning = <T extends { people: number }>(
  segments: readonly T[],
  nameOf: (segment: T) => string,
): string | null => {
  const small = segments.filter(({ people }) => people < SMALL_SEGMENT);
  return small.length === 0
    ? null
    : `Fewer than ${SMALL_SEGMENT} people are in ${small.map((one) => `${nameOf(one)} (${one.people})`).join(', ')}: their figures are rough, and each person stands out more.`;
};

/** One file of a package, before it is written. */
export type ExportFile = { path: string; content: string | Uint8Array };
