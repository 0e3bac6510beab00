/** Prediction in the contract: say what is to be told in advance, fit, test, and keep the chance as a feature. */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import { type PredictionChoice, predictionName, predictionSchema } from '../prediction.ts';
import type { LensAnswer } from './answers.ts';
import { job, query } from './procedure.ts';

export type MeasureAnswer = { auc: number; brier: number; logLoss: number };
/** People a model was fitted or tested on: as of when, how many, and the share of them with the outcome. */
export type SideAnswer = { asOf: string; people: number; share: number };
export type PredictorAnswer = {
  feature: string;
  label: string;
  unit: string;
  /** Loss of AUC when it is shuffled, and the standard deviation over shuffles. */
  loss: number;
  spread: number;
  /** Mean absolute Shapley value, in units of the score. */
  shapley: number;
  /** AUC of this feature by itself. */
  alone: number;
  /** Mean Shapley value in stretches of the feature's values, or by level; groups under the minimum cell are joined. */
  effect: { label: string; people: number; mean: number }[];
};
export type CoefficientAnswer = { label: string; value: number; error: number | null };
export type FairnessAnswer = {
  feature: string;
  label: string;
  /** Rates over fewer than 11 people are null. */
  levels: {
    level: string;
    people: number;
    share: number | null;
    flagged: number | null;
    recall: number | null;
    falsePositives: number | null;
  }[];
};
/** Flagging from one chance on, at one price of a miss. */
export type ThresholdAnswer = {
  /** What a miss costs, in false alarms. */
  missCost: number;
  value: number;
  /** Of those flagged the share rightly, of those with the outcome the share flagged, and of those without it. */
  precision: number | null;
  recall: number | null;
  falsePositives: number | null;
  /** Mean cost per person, a false alarm costing 1: at the threshold, when nobody is flagged, and when everybody is. */
  cost: number;
  costNobody: number;
  costEverybody: number;
  cells: { cell: 'truePositive' | 'falsePositive' | 'falseNegative' | 'trueNegative'; people: number }[];
};
export type PredictionAnswer = {
  name: string;
  /** The feature that holds the chance. */
  feature: string;
  version: number;
  lens: LensAnswer;
  fitted: { lens: { purpose: string; asOf: string }; prediction: PredictionChoice; seed: number };
  /** The outcome in plain words. */
  outcome: string;
  train: SideAnswer;
  test: SideAnswer;
  /** `later`: tested on a later stretch of time; `drawn`: on people drawn and kept back. */
  split: 'later' | 'drawn';
  measures: MeasureAnswer & { precision: number; brierOfShare: number };
  folds: MeasureAnswer[];
  curve: { chance: number; falsePositives: number; recall: number; precision: number }[];
  reliability: { from: number; to: number; people: number; chance: number; share: number }[];
  /** At the costs that were asked for, in their unit. */
  threshold: ThresholdAnswer;
  /** At other costs, the least cost of a miss first; that of `threshold` among them. */
  thresholds: ThresholdAnswer[];
  /** Unit of Shapley values. */
  scoreUnit: 'log-odds' | 'chance';
  explained: number;
  predictors: PredictorAnswer[];
  /** Of logistic regression, per standard deviation of the feature; null for trees. */
  coefficients: CoefficientAnswer[] | null;
  fairness: FairnessAnswer[];
  /** People as of the lens by their chance now, and the mean of it. */
  bands: { from: number; to: number; people: number; chance: number | null }[];
  doubts: { code: string; text: string }[];
  /** What was done, in full sentences, with parameters, seed and sources. */
  method: string[];
};

export const predictionProcedures = {
  'prediction.fit': job(
    v.strictObject({
      lens: lensSchema,
      name: v.optional(predictionName, 'churn'),
      prediction: predictionSchema,
      seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 42),
    }),
  ).returns<PredictionAnswer>(),
  'prediction.list': query(v.strictObject({ lens: lensSchema })).returns<PredictionAnswer[]>(),
} as const;
