/**
 * The four models that predict a yes or no, behind one shape: fit on rows of a matrix, then a chance for any row.
 * A fitted model is plain data and the same for the same rows, choice and seed.
 */
import { createRandom } from '../../../shared/random.ts';
import { type Binned, binRows } from './bins.ts';
import { type GrowOptions, growTree, leafOf, type Tree } from './grow.ts';
import { createHistograms } from './histograms.ts';
import { fitLogistic, type Logistic, linear, sigmoid } from './logistic.ts';

export const METHODS = ['logistic', 'tree', 'forest', 'boosting'] as const;
export type Method = (typeof METHODS)[number];

/** Settings of each method. Those of boosting are the defaults of scikit-learn's HistGradientBoostingClassifier. */
export const SETTINGS = {
  logistic: { l2: 1 },
  tree: { maxDepth: 4, minLeaf: 50 },
  forest: { trees: 100, maxDepth: 12, minLeaf: 5 },
  boosting: { trees: 100, rate: 0.1, maxLeaves: 31, minLeaf: 20 },
} as const;

/**
 * Log-odds of the chance as a line over those of the score (Platt 1999): deep trees are too sure of themselves. Rising,
 * so that it changes no order.
 */
export type Calibration = { slope: number; intercept: number };

export type Model =
  | ({ method: 'logistic' } & Logistic)
  /** A chance is the mean of the leaves' shares. */
  | { method: 'tree' | 'forest'; trees: Tree[]; calibration?: Calibration }
  /** Log-odds are the base and the sum of the leaves. */
  | { method: 'boosting'; base: number; trees: Tree[]; calibration?: Calibration };

const share = (g: number, h: number): number => (h > 0 ? g / h : 0);

const growForest = (binned: Binned, outcome: Float64Array, seed: number, one: boolean): Tree[] => {
  const { rows, width } = binned;
  const ones = new Float64Array(rows).fill(1);
  const histograms = createHistograms(binned, rows);
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  const options: Omit<GrowOptions, 'tried'> = {
    maxLeaves: Number.POSITIVE_INFINITY,
    maxDepth: one ? SETTINGS.tree.maxDepth : SETTINGS.forest.maxDepth,
    // A small population has small leaves, or no tree at all.
    minLeaf: one ? Math.min(SETTINGS.tree.minLeaf, Math.max(5, rows >> 6)) : SETTINGS.forest.minLeaf,
    l2: 0,
    value: share,
  };
  if (one) return [growTree(binned, all, outcome, ones, { ...options, tried: null }, histograms).tree];
  const count = Math.max(1, Math.floor(Math.sqrt(width)));
  return Array.from({ length: SETTINGS.forest.trees }, (_, at) => {
    const random = createRandom(seed).fork(`forest/${at}`);
    const drawn = new Uint32Array(rows);
    for (let i = 0; i < rows; i++) drawn[i] = random.int(rows);
    const tried = { count, random };
    return growTree(binned, drawn.sort(), outcome, ones, { ...options, tried }, histograms).tree;
  });
};

/** Gradient boosting of the log loss (Friedman 2001), one tree after the other on the same bins. */
const boost = (binned: Binned, outcome: Float64Array): Extract<Model, { method: 'boosting' }> => {
  const { rows } = binned;
  const { trees: count, rate, maxLeaves, minLeaf } = SETTINGS.boosting;
  const mean = outcome.reduce((sum, y) => sum + y, 0) / rows;
  const base = Math.log(mean / (1 - mean));
  const raw = new Float64Array(rows).fill(base);
  const g = new Float64Array(rows);
  const h = new Float64Array(rows);
  const order = new Uint32Array(rows);
  const histograms = createHistograms(binned, rows);
  const options: GrowOptions = {
    maxLeaves,
    maxDepth: Number.POSITIVE_INFINITY,
    minLeaf,
    l2: 0,
    tried: null,
    value: (sumG, sumH) => (-rate * sumG) / (sumH + 1e-15),
  };
  const trees: Tree[] = [];
  for (let step = 0; step < count; step++) {
    for (let i = 0; i < rows; i++) {
      const p = sigmoid(raw[i]);
      g[i] = p - outcome[i];
      h[i] = p * (1 - p);
      order[i] = i;
    }
    const { tree, leaves } = growTree(binned, order, g, h, options, histograms);
    for (const { node, from, to } of leaves)
      for (let at = from; at < to; at++) raw[order[at]] += tree.value[node];
    trees.push(tree);
    if (leaves.length === 1) break;
  }
  return { method: 'boosting', base, trees };
};

/**
 * Fits a model on the chosen rows of a row-major matrix of finite values.
 * @param outcome 0 or 1 per row of the matrix; both must occur among the chosen
 */
export const fitModel = (
  method: Method,
  values: Float64Array,
  width: number,
  chosen: Uint32Array,
  outcome: Uint8Array,
  seed: number,
): Model => {
  if (method === 'logistic')
    return { method, ...fitLogistic(values, width, chosen, outcome, SETTINGS.logistic.l2) };
  const binned = binRows(values, width, chosen);
  const y = Float64Array.from(chosen, (row) => outcome[row]);
  if (method === 'boosting') return boost(binned, y);
  return { method, trees: growForest(binned, y, seed, method === 'tree') };
};

/** Log-odds of a chance kept 1e-6 away from 0 and 1. */
const logOdds = (chance: number): number => {
  const safe = Math.min(1 - 1e-6, Math.max(1e-6, chance));
  return Math.log(safe / (1 - safe));
};

/** A chance put right. */
export const calibrated = ({ slope, intercept }: Calibration, chance: number): number =>
  sigmoid(slope * logOdds(chance) + intercept);

/**
 * Learns from chances of people the model had not seen how far to trust it; null where they do not rise with the
 * outcome, or nothing determines the line.
 */
export const calibrationOf = (chances: Float64Array, outcome: Uint8Array): Calibration | null => {
  const all = Uint32Array.from(chances.keys());
  const { coefficients, intercept, converged } = fitLogistic(chances.map(logOdds), 1, all, outcome, 0);
  return converged && coefficients[0] > 0 ? { slope: coefficients[0], intercept } : null;
};

/** The chance of a yes for one row that begins at `start`. */
export const chanceOf = (model: Model, values: Float64Array, start: number): number => {
  if (model.method === 'logistic') return sigmoid(linear(model, values, start));
  let sum = 0;
  for (const tree of model.trees) sum += tree.value[leafOf(tree, values, start)];
  const chance = model.method === 'boosting' ? sigmoid(model.base + sum) : sum / model.trees.length;
  return model.calibration === undefined ? chance : calibrated(model.calibration, chance);
};

/** The chances of the chosen rows. */
export const chancesOf = (
  model: Model,
  values: Float64Array,
  width: number,
  chosen: Uint32Array,
): Float64Array => Float64Array.from(chosen, (row) => chanceOf(model, values, row * width));
