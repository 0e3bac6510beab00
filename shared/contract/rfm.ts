/** The RFM map in the contract: cuts, tie policy and named segments, with what the map leaves out or cannot reach. */
import * as v from 'valibot';
import { type RfmLint, type RfmSettings, rfmSettingsSchema } from '../rfm.ts';
import { mutation, query } from './procedure.ts';

export type RfmMapAnswer = {
  settings: RfmSettings;
  /** Nothing else was defined. */
  usual: boolean;
  lint: RfmLint;
};

export const rfmProcedures = {
  'rfm.get': query(v.strictObject({})).returns<RfmMapAnswer>(),
  /** Replaces the map; null goes back to the usual one. */
  'rfm.define': mutation(v.strictObject({ map: v.nullable(rfmSettingsSchema) })).returns<RfmMapAnswer>(),
} as const;
