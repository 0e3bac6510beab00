/** The thread side of a value fit: both models, on histories that came over as typed arrays. */
import { fitGammaGamma } from './gamma-gamma.ts';
import { compressHistories } from './histories.ts';
import { correlation } from './lifetime.ts';
import type { Maximum } from './maximise.ts';
import { fitPurchases, type PurchaseModel, type PurchaseModelName } from './value.ts';

export type ValueInput = {
  model: PurchaseModelName;
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  /** Mean of the repeat purchases, NaN without one. */
  mean: Float64Array;
  /** Whether to model what is spent as well. */
  money: boolean;
};
export type ValueOutput = {
  purchases: PurchaseModel;
  /** Null where it was not asked for, or fewer than two people bought again. */
  money: (Maximum & { people: number }) | null;
  /** Of the number and the mean value of repeat purchases. */
  correlation: number;
};

export const task = ({ model, frequency, recency, age, mean, money }: ValueInput): ValueOutput => {
  const purchases = fitPurchases(model, compressHistories(frequency, recency, age));
  const repeats = Int32Array.from(frequency.keys()).filter((i) => frequency[i] > 0 && mean[i] > 0);
  const x = Float64Array.from(repeats, (i) => frequency[i]);
  const m = Float64Array.from(repeats, (i) => mean[i]);
  return {
    purchases,
    money: money && repeats.length >= 2 ? { ...fitGammaGamma(x, m), people: repeats.length } : null,
    correlation: correlation(x, m),
  };
};
