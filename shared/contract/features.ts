/** Features in the contract: what is known of people, how it is spread, what can be computed and what is kept. */
import * as v from 'valibot';
import type { RfmCuts, RfmGroups } from '../rfm.ts';
import type { Kind } from '../vocabulary.ts';
import type { LensAnswer } from './answers.ts';
import { mutation, query } from './procedure.ts';

export type FeatureInfo = {
  id: string;
  label: string;
  unit: string;
  type: 'number' | 'level';
  definition: string;
  known: number;
  missing: number;
  mean: number | null;
  /** 10th centile, median, 90th centile. */
  centiles: [number, number, number] | null;
  levels: { level: string; people: number }[] | null;
};

export type FeaturesAnswer = {
  lens: LensAnswer;
  /** Columns that the policy keeps from this purpose, and why; no feature is made of them. */
  notAllowed: { kind: Kind; name: string; label: string; why: string }[];
  features: FeatureInfo[];
  rfm: {
    segments: { id: string; name: string; people: number }[];
    withoutOrders: number;
    /** Groups of each measure. */
    groups: RfmGroups;
    /** Cuts of each measure, rounded so that none is anybody's value; null where too few people have an order. */
    cuts: RfmCuts | null;
  } | null;
};

/** A histogram whose bins were widened until each holds enough people. */
export type Histogram = { edges: number[]; counts: number[] };
/** A feature before and after it enters the matrix. */
export type DistributionAnswer =
  | { type: 'number'; before: Histogram; after: Histogram; missing: number }
  | {
      type: 'level';
      /** Levels with their people and what they become: the number of an order or a share, or the name of a column. */
      levels: { level: string; people: number; number: number | null; column: string | null }[];
      missing: number;
    };

export type CatalogueFeature = {
  id: string;
  label: string;
  unit: string;
  definition: string;
  /** Stored columns (`kind.name`) it is computed from. */
  sources: string[];
  /** What it is good for. */
  use: string;
  /** Every vault has it; the others are computed once they are kept. */
  always: boolean;
  kept: boolean;
  /** Source columns that the vault does not hold; it cannot be computed without them. */
  lacking: string[];
};

export const featuresProcedures = {
  'features.catalogue': query(v.strictObject({})).returns<CatalogueFeature[]>(),
  /** Keeps exactly these further features. */
  'features.keep': mutation(
    v.strictObject({ features: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100)) }),
  ).returns<CatalogueFeature[]>(),
} as const;
