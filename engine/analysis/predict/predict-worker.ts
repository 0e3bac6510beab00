/** The thread side of a prediction: fits one model and scores rows with it, or says what its columns are worth. */
import { createRandom } from '../../../shared/random.ts';
import { type Pieces, takePieces } from '../share.ts';
import { areaUnderRoc } from './measures.ts';
import { chanceOf, chancesOf, fitModel, type Method, type Model } from './models.ts';
import { createExplainer, effortOf } from './shapley.ts';

/** A row-major matrix in shared memory. */
export type Grid = { values: Float64Array; width: number };

export type FitInput = {
  kind: 'fit';
  method: Method;
  grid: Grid;
  outcome: Uint8Array;
  fitted: Uint32Array;
  seed: number;
  /** What to score with the fitted model. */
  scored: { grid: Grid; rows: Uint32Array };
};
export type FitOutput = { model: Model; chances: Float64Array };

export type WorthInput = {
  kind: 'worth';
  model: Model;
  grid: Grid;
  outcome: Uint8Array;
  /** Mean of each column over the rows the model was fitted on. */
  means: Float64Array;
  /** Columns of each feature: what is shuffled, and added up, together. */
  groups: number[][];
  seed: number;
};
export type Worth = {
  /** Loss of AUC when the feature is shuffled, mean and standard deviation over the shuffles. */
  loss: number;
  spread: number;
  /** Mean absolute Shapley value. */
  shapley: number;
  /** Shapley value of each explained row. */
  values: Float64Array;
};
export type WorthOutput = { worth: Worth[]; explained: Uint32Array; base: number };

/** Shuffles per feature. */
const SHUFFLES = 5;
/** Rows that are shuffled, at most. */
const MOST_ROWS = 20_000;
/** Steps that explaining may take, about a second of work. */
const EFFORT = 4e7;
const LEAST_EXPLAINED = 100;
const MOST_EXPLAINED = 2000;

const strided = (rows: number, size: number): Uint32Array =>
  rows <= size
    ? Uint32Array.from({ length: rows }, (_, i) => i)
    : Uint32Array.from({ length: size }, (_, i) => Math.floor((i * rows) / size));

const shuffled = (size: number, seed: string): Uint32Array => {
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
};

/** Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019) by AUC, the columns of a feature moved together. */
const permuted = ({ model, grid, outcome, groups, seed }: WorthInput): { loss: number; spread: number }[] => {
  const { values, width } = grid;
  const rows = strided(outcome.length, MOST_ROWS);
  const truth = Uint8Array.from(rows, (row) => outcome[row]);
  const whole = areaUnderRoc(chancesOf(model, values, width, rows), truth);
  const row = new Float64Array(width);
  return groups.map((columns, feature) => {
    const losses = Array.from({ length: SHUFFLES }, (_, turn) => {
      const order = shuffled(rows.length, `${seed}/shuffle/${feature}/${turn}`);
      const chances = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        row.set(values.subarray(rows[i] * width, (rows[i] + 1) * width));
        for (const t of columns) row[t] = values[rows[order[i]] * width + t];
        chances[i] = chanceOf(model, row, 0);
      }
      return whole - areaUnderRoc(chances, truth);
    });
    const loss = losses.reduce((sum, v) => sum + v, 0) / SHUFFLES;
    const spread = Math.sqrt(losses.reduce((sum, v) => sum + (v - loss) ** 2, 0) / (SHUFFLES - 1));
    return { loss, spread };
  });
};

const worthOf = (input: WorthInput): WorthOutput => {
  const { model, grid, outcome, groups, means } = input;
  const { values, width } = grid;
  const budget = Math.floor(EFFORT / effortOf(model));
  const explained = strided(outcome.length, Math.max(LEAST_EXPLAINED, Math.min(MOST_EXPLAINED, budget)));
  const explainer = createExplainer(model, width, means);
  const parts = groups.map(() => new Float64Array(explained.length));
  explained.forEach((row, i) => {
    const found = explainer.explain(values, row * width);
    groups.forEach((columns, feature) => {
      for (const t of columns) parts[feature][i] += found[t];
    });
  });
  const losses = permuted(input);
  return {
    base: explainer.base,
    explained,
    worth: parts.map((own, feature) => ({
      ...losses[feature],
      shapley: own.reduce((sum, v) => sum + Math.abs(v), 0) / Math.max(1, own.length),
      values: own,
    })),
  };
};

/** Chances of all rows, in pieces of so many. */
export type ChancesInput = { kind: 'chances'; model: Model; grid: Grid; chances: Float64Array };
export const PIECE = 16_384;

export const task = (
  input: FitInput | WorthInput | (ChancesInput & Pieces),
): FitOutput | WorthOutput | null => {
  if (input.kind === 'chances') {
    const { model, grid, chances } = input;
    takePieces(input, (piece) => {
      const end = Math.min(chances.length, (piece + 1) * PIECE);
      for (let i = piece * PIECE; i < end; i++) chances[i] = chanceOf(model, grid.values, i * grid.width);
    });
    return null;
  }
  if (input.kind === 'worth') return worthOf(input);
  const { method, grid, outcome, fitted, seed, scored } = input;
  const model = fitModel(method, grid.values, grid.width, fitted, outcome, seed);
  return { model, chances: chancesOf(model, scored.grid.values, scored.grid.width, scored.rows) };
};
