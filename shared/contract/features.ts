/** The catalogue of features in the contract: what can be computed, what is, and which further ones are kept. */
import * as v from 'valibot';
import { mutation, query } from './procedure.ts';

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
