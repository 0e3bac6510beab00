/** Procedures about what is selected: looking at it everywhere, telling it in a rule, making a segment of it. */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import type { Fidelity } from '../release.ts';
import type { Rule } from '../rules/rule.ts';
import type { SegmentAnswer } from './answers.ts';
import { mutation, query } from './procedure.ts';

/** Most corners of an outline; a hand draws some hundreds. */
export const MOST_CORNERS = 2000;

const coordinate = v.pipe(v.number(), v.finite());
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const clustering = v.optional(id, 'clustering');
/** A closed line around people, on the first two components of a clustering. */
const outline = v.pipe(v.array(v.tuple([coordinate, coordinate])), v.minLength(3), v.maxLength(MOST_CORNERS));
const selected = v.variant('kind', [
  v.strictObject({
    kind: v.literal('cluster'),
    label: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  }),
  v.strictObject({ kind: v.literal('segment'), id }),
  v.strictObject({ kind: v.literal('lasso'), outline }),
]);
export type SelectedInput = v.InferInput<typeof selected>;

/** What is selected, as every screen shows it. A number that is null stands for fewer people than may be told. */
export type SelectionAnswer = {
  people: number | null;
  /**
   * One byte a person of the lens, for a segment: 1 where at least half of the nearest people on the scatter, 11 or more,
   * are in it. Empty where they are too few, and where the page knows: a lasso, a cluster.
   */
  mask: Uint8Array;
  /** Mean of each numeric feature of the clustering, in standard deviations from everyone in the lens. */
  features: { id: string; label: string; z: number | null }[];
  /** By cluster, the largest first; small cells are merged with the next larger; null where all are too few. */
  cells: { labels: number[]; people: number }[] | null;
  /** How many of them are in each segment. */
  segments: { id: string; people: number | null }[];
};

/**
 * A feature of the selected people beside everyone in the lens, in steps of the feature. In each step the selected are
 * none or enough to be told, and so are the others.
 */
export type ComparisonAnswer = {
  unit: string;
  /** In the unit of the feature; one entry more than the counts. */
  edges: number[];
  /** People by step. */
  lens: number[];
  selection: number[];
  /** Null where too few lie on a side of it. */
  medians: { lens: number | null; selection: number | null };
};

/** A rule for the people inside an outline; `rule` is null where no short rule tells them apart. */
export type ExplanationAnswer = {
  people: number;
  rule: Rule | null;
  text: string | null;
  /** People of the lens whom the rule finds. */
  found: number | null;
  fidelity: Fidelity | null;
};

/** People on two components as squares of a grid, none with fewer than may be told: what a saved picture shows. */
export type DensityAnswer = {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  columns: number;
  rows: number;
  /** Column from the left, row from the bottom, people (rounded), and the cluster most of them belong to. */
  cells: { column: number; row: number; people: number; label: number }[];
  /** Fewest people in a square that is drawn. */
  least: number;
  /** Share of the admitted people who lie in no drawn square, in whole per cent. */
  leftOut: number;
};

export const selectionProcedures = {
  'selection.look': query(
    v.strictObject({ lens: lensSchema, clustering, selected }),
  ).returns<SelectionAnswer>(),
  /** Null where too few are selected, or too few are not, to tell how the feature is spread. */
  'selection.compare': query(
    v.strictObject({ lens: lensSchema, clustering, selected, feature: id }),
  ).returns<ComparisonAnswer | null>(),
  'selection.explain': query(
    v.strictObject({ lens: lensSchema, clustering, outline }),
  ).returns<ExplanationAnswer>(),
  'segment.fromSelection': mutation(
    v.strictObject({
      lens: lensSchema,
      clustering,
      outline,
      name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    }),
  ).returns<SegmentAnswer>(),
  'clustering.density': query(v.strictObject({ lens: lensSchema, clustering })).returns<DensityAnswer>(),
} as const;
