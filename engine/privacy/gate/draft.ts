/**
 * What the rooms above hand to the gate: exact figures, each with the number of people behind it. A draft
 * never leaves the engine; only what the gate makes of it does.
 */
import type { MethodName } from '../../../shared/methods.ts';
import type { ContentIdea, Fidelity, ReleaseField, ValidityRow, Withheld } from '../../../shared/release.ts';

import type { Leaf, Rule } from '../../../shared/rules/rule.ts';
import type { Exclusion } from '../../../shared/vocabulary.ts';

/** A number of a segment beside the lens. */
export type NumberDraft = {
  field: string;
  label: string;
  unit: string;
  /** People of the segment, and of the lens, with a known value. */
  known: number;
  lensKnown: number;
  mean: number;
  deviation: number;
  lensMean: number;
  lensDeviation: number;
  /**
   * The largest share that two people hold of a sum that can be computed from what is printed: the segment's, that of
   * everyone in the lens, that of everyone outside the segment. By magnitude; 0 where all are 0.
   */
  topTwoShare: number;
  /** 10th centile, median, 90th centile. */
  segment: [number, number, number];
  lens: [number, number, number];
};

/** All levels of an attribute in a segment: a table with a known total. */
export type LevelDraft = {
  field: string;
  label: string;
  levels: string[];
  people: number[];
  lensPeople: number[];
  known: number;
  lensKnown: number;
};

export type ReachDraft = { purpose: string; label: string; people: number };

export type PersonaDraft = {
  name: string;
  summary: string;
  numbers: NumberDraft[];
  levels: LevelDraft[];
  reach: ReachDraft[];
  plan: ContentIdea[];
  /** Sum of the segment's spend, of the lens's, and the largest share of two people as for a number; null without orders. */
  spend: { segment: number; lens: number; topTwoShare: number } | null;
};

export type SegmentDraft = {
  id: string;
  name: string;
  version: number;
  origin: 'rule' | 'cluster';
  colour: number;
  /** The published rule: already coarse, and the rule that was counted. */
  rule: Rule;
  text: string;
  people: number;
  /** For each leaf: people who match it, people who do not, and the people behind each text it names. */
  leaves: { leaf: Leaf; text: string; matching: number; others: number; named: number[] }[];
  fidelity: Fidelity | null;
  persona: PersonaDraft;
};

export type ReleaseDraft = {
  name: string;
  purpose: { id: string; label: string };
  asOf: string;
  seed: number;
  known: number;
  admitted: number;
  leftOut: { reason: Exclusion; people: number }[];
  fields: ReleaseField[];
  segments: SegmentDraft[];
  /** Segments that cannot be counted, with what they need. */
  unusable: Withheld[];
  /** People in exactly one of the two segments, for every pair i < j. */
  differences: { a: number; b: number; people: number }[];
  /** Whether the segments cut the admitted people into parts without overlap or rest. */
  partition: boolean;
  clustering: {
    method: MethodName;
    k: number;
    why: string;
    features: string[];
    candidates: ValidityRow[];
    silhouetteSample: number;
    secondOpinion: number | null;
    columns: { feature: string; label: string; unit: string }[];
    /** Mean of each feature over the members of each segment, with the people behind it. */
    centroids: { segment: string; values: { mean: number; known: number; topTwoShare: number }[] }[];
  } | null;
};
