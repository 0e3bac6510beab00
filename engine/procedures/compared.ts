/** How a feature is spread over the people who are selected, beside everyone in the lens: in steps, none of few people. */
import type { ComparisonAnswer } from '../../shared/contract/selection.ts';
import { coarseBins, niceStep, onStep } from '../features/coarse.ts';
import { quantile } from '../features/statistics.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';

const STEPS = 24;
const LEAST = POLICY_DEFAULT.minCell;

/** Nobody, or enough to be told. */
const tellable = (people: number): boolean => people === 0 || people >= LEAST;
/** A step may be told when those in it can, and also those of it who are not selected: the one less the other. */
const clear = (everyone: number, own: number): boolean =>
  everyone >= LEAST && tellable(own) && tellable(everyone - own);

/** The middle value on the steps of the figure; null where fewer than the least cell lie on a side of it. */
const toldMedian = (sorted: Float64Array, width: number): number | null =>
  sorted.length < 2 * LEAST ? null : onStep(quantile(sorted, 0.5), niceStep(width / 10));

/**
 * Equal steps over the middle 99 % of the lens, between coarse borders that are nobody's value; what lies farther out is in the outer ones. A step that tells of few
 * is merged with the next.
 * @param values of everyone in the lens, NaN where not known
 * @param isSelected who is selected
 * @param told how many people of the lens are known, as it is told: their steps add up to it
 * @returns null where fewer than the least cell are selected and known, or only few are not selected
 */
export const compare = (
  values: Float64Array,
  isSelected: (person: number) => boolean,
  told: number,
): Omit<ComparisonAnswer, 'unit'> | null => {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const own = values.filter((value, person) => !Number.isNaN(value) && isSelected(person)).sort();
  if (own.length < LEAST || !clear(known.length, own.length)) return null;
  const { low, width, bins, edge } = coarseBins(known, STEPS);
  const counted = (of: Float64Array): number[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of of) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))] += 1;
    return counts;
  };
  const [everyone, selected] = [counted(known), counted(own)];
  const steps: { to: number; lens: number; selection: number }[] = [];
  let held = { lens: 0, selection: 0 };
  everyone.forEach((people, i) => {
    held = { lens: held.lens + people, selection: held.selection + selected[i] };
    const to = edge(i + 1);
    const isLast = i === bins - 1;
    // What is left over at the end goes to the steps before it, until the sum may be told.
    while (isLast && steps.length > 0 && !clear(held.lens, held.selection)) {
      const before = steps.pop();
      held = {
        lens: held.lens + (before?.lens ?? 0),
        selection: held.selection + (before?.selection ?? 0),
      };
    }
    if (!isLast && !clear(held.lens, held.selection)) return;
    steps.push({ to, ...held });
    held = { lens: 0, selection: 0 };
  });
  const largest = steps.reduce((most, step) => (step.lens > most.lens ? step : most), steps[0]);
  if (largest.selection === largest.lens) largest.selection += told - known.length;
  largest.lens += told - known.length;
  return {
    edges: [low, ...steps.map(({ to }) => to)],
    lens: steps.map(({ lens }) => lens),
    selection: steps.map(({ selection }) => selection),
    medians: { lens: toldMedian(known, width), selection: toldMedian(own, width) },
  };
};
