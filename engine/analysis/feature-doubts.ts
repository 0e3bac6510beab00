/** What is wrong with the features of a clustering taken together: one drowns the others, or two say the same. */
import type { MatrixColumn } from '../features/table.ts';
import type { PcaModel } from './pca.ts';

/** Share of the squared differences between people at which a feature leaves the others nothing to say. */
const DROWNS = 0.95;
/** Correlation at which two features are one. */
const TWINS = 0.99;
/** Columns that carry less of the variance than this have lost their digits in the components. */
const FAINT = 1e-9;

export type FeatureDoubt = { code: 'drowned' | 'twins'; text: string };

/**
 * Doubts about the features as they entered the matrix. Variances and covariances are those that the components were made
 * of: Σ variance × loading × loading.
 * @param summed whether the method adds up the differences of columns as they are, so that a wide one drowns the others
 */
export const featureDoubts = (
  columns: readonly MatrixColumn[],
  { variances, loadings }: Pick<PcaModel, 'variances' | 'loadings'>,
  summed: boolean,
): FeatureDoubt[] => {
  const covariance = (a: number, b: number): number =>
    variances.reduce((sum, variance, c) => sum + variance * loadings[c][a] * loadings[c][b], 0);
  const own = columns.map((_, t) => covariance(t, t));
  const total = own.reduce((sum, variance) => sum + variance, 0);
  const features = [...new Set(columns.map(({ feature }) => feature))];
  const doubts: FeatureDoubt[] = [];
  const varying = features.filter((id) => columns.some(({ feature }, t) => feature === id && own[t] > 0));
  if (summed && varying.length > 1)
    for (const id of features) {
      const those = columns.flatMap(({ feature, label }, t) => (feature === id ? [{ label, t }] : []));
      const share = those.reduce((sum, { t }) => sum + own[t], 0) / total;
      if (share > DROWNS)
        doubts.push({
          code: 'drowned',
          text: `${those[0].label} carries ${share > 0.995 ? 'over 99' : Math.round(100 * share)} % of the differences between people, so the other features hardly count: scale it like them, or leave them out.`,
        });
    }
  const numbers = columns.flatMap((column, t) =>
    column.level === null && own[t] > FAINT * total ? [{ ...column, t }] : [],
  );
  numbers.forEach((first, at) => {
    for (const second of numbers.slice(at + 1)) {
      const r = covariance(first.t, second.t) / Math.sqrt(own[first.t] * own[second.t]);
      if (second.feature !== first.feature && Math.abs(r) > TWINS)
        doubts.push({
          code: 'twins',
          text: `${first.label} and ${second.label} say the same${r < 0 ? ' the other way round' : ''} (correlation ${Math.abs(r) > 0.995 ? `${r < 0 ? '−' : ''}1.00` : r.toFixed(2).replace('-', '−')}), so it counts twice: leave one of them out.`,
        });
    }
  });
  return doubts;
};
