/** What sets clusters apart, in the contract: figures with intervals, ranked features, trees and what they rest on. */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import type { Fidelity } from '../release.ts';
import type { Rule } from '../rules/rule.ts';
import { TREES, type TreeName } from '../trees.ts';
import type { ClusteringAnswer } from './answers.ts';
import { mutation, query } from './procedure.ts';

/** Every admitted person on the first two components, in the order of the lens; no one is named. */
export type PointsAnswer = {
  x: Float32Array;
  y: Float32Array;
  labels: Uint8Array;
  explained: [number, number];
  loadings: { label: string; x: number; y: number }[];
  centroids: { label: number; x: number; y: number }[];
};

/** Clusters by features: means in original units and in deviations from the lens; null below the least cell. */
export type HeatAnswer = {
  /** People without a cluster. */
  noise: number;
  /** η²: share of the variance of a feature that lies between the clusters. */
  features: { id: string; label: string; unit: string; etaSquared: number }[];
  clusters: { label: number; people: number; means: (number | null)[]; z: (number | null)[] }[];
};

/** In the words of Cohen 1988. */
export type EffectSize = 'negligible' | 'small' | 'medium' | 'large';

/** How far the clusters tell a feature apart. Figures are on steps that one person does not show in. */
export type RankedFeature = {
  id: string;
  label: string;
  unit: string;
  kind: 'number' | 'level';
  /** Whether the clusters were made by it: then a test says nothing, since they were made to differ. */
  used: boolean;
  /** η² of a number, Cramér's V of an attribute. */
  effect: number;
  /** Where the effect is told as 0: what it lies below, half of the step it is told on. */
  under: number | null;
  /** On one scale for both, 0 to 1: √η², or V. */
  strength: number;
  /** Null where the effect is told as 0 on a step too wide to call it negligible. */
  size: EffectSize | null;
  /** F or χ² as they follow from the effect as it is told; null where that is 0. */
  statistic: number | null;
  freedom: number[];
  /** The smallest of .001, .01 and .05 that the p value lies below after Holm's correction; null where it does not. */
  below: number | null;
};

/** A feature in a cluster. Null in its place where too few people are known. */
export type ApartCell =
  | {
      kind: 'number';
      /** In the unit of the feature, with a 95 % interval. */
      mean: number;
      low: number;
      high: number;
      /** The mean, and the middle half of the people, in standard deviations from the mean of everyone. */
      z: number;
      band: [number, number] | null;
      /** Cohen's d against everyone else; null where those are too few. */
      d: number | null;
    }
  | {
      kind: 'level';
      /** The level whose share differs most from that of everyone else, with a 95 % interval. */
      level: string;
      share: number;
      low: number;
      high: number;
      /** Its share among everyone. */
      lens: number;
      /** Cohen's h against everyone else. */
      h: number;
    };

export type ApartAnswer = {
  /** The strongest first. */
  features: RankedFeature[];
  clusters: { label: number; people: number; cells: (ApartCell | null)[] }[];
  /** How it was done, in sentences with sources. */
  done: string[];
};

export type TreeAnswer = {
  tree: TreeName;
  leaves: number;
  depth: number;
  /** Conditions of all rules together. */
  conditions: number;
  /** Share of the people whose leaf has their cluster. */
  fidelity: number;
  /** Cost of the clusters as the tree gives them over their own; null where those cost nothing. */
  price: number | null;
  rules: { label: number; rule: Rule | null; text: string | null; fidelity: Fidelity | null }[];
  /** Mean size of the Shapley values: by cluster, then by feature, the strongest feature first. */
  importance: { features: { id: string; label: string }[]; clusters: number[][] };
};

export type TreesAnswer = {
  /** The tree whose rules the clusters have. */
  chosen: TreeName;
  trees: TreeAnswer[];
};

/** Everyone of the lens on a step of a feature: the mean of 11 to 21 people who lie together on two components. */
export type ShadesAnswer = {
  label: string;
  unit: string;
  /** One byte a person, from 0; 255 where too few of those around are known. */
  steps: Uint8Array;
  /** Borders of the steps, one more than there are. */
  edges: number[];
};

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const clustering = v.optional(id, 'clustering');

export const explainProcedures = {
  'clustering.apart': query(v.strictObject({ lens: lensSchema, clustering })).returns<ApartAnswer>(),
  /** Every tree that could put the clusters into words, side by side. */
  'clustering.trees': query(v.strictObject({ lens: lensSchema, clustering })).returns<TreesAnswer>(),
  /** Gives the clusters the rules of this tree, as a new version. */
  'clustering.explainBy': mutation(
    v.strictObject({ lens: lensSchema, clustering, tree: v.picklist(TREES) }),
  ).returns<ClusteringAnswer>(),
  'clustering.shades': query(
    v.strictObject({ lens: lensSchema, clustering, feature: v.pipe(v.string(), v.maxLength(120)) }),
  ).returns<ShadesAnswer>(),
} as const;
