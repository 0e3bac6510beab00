/** The thread side of hierarchical clustering. */
import type { TaskContext } from '../../jobs/worker.ts';
import { allDistances, chainMerges, spanningTree, UPDATES } from '../kernels/linkage.ts';
import { wardMerges } from '../kernels/ward.ts';
import type { Linkage } from './hierarchical.ts';
import { type Merges, orderMerges, type RawMerge } from './merges.ts';

export type HierarchyInput = {
  values: Float64Array;
  rows: number;
  columns: number;
  linkage: Linkage;
  /** People that each row stands for, for Ward's linkage; one without it. */
  weights?: Float64Array | null;
};

const mergesOf = (
  { values, rows, columns, linkage, weights }: HierarchyInput,
  told: (done: number) => void,
): RawMerge[] => {
  if (linkage === 'ward') return wardMerges(values, rows, columns, told, weights);
  if (linkage === 'single') return spanningTree(values, rows, columns);
  return chainMerges(allDistances(values, rows, columns), rows, UPDATES[linkage]);
};

export const task = (input: HierarchyInput, { post }: TaskContext): Merges =>
  orderMerges(input.rows, mergesOf(input, post));
