/** What others published, and the same figure computed here. One row is one figure. */

export type Figure = {
  what: string;
  /** Where the figure was published. */
  source: string;
  theirs: number | string;
  ours: number | string;
  /** How far the two may lie apart, relative to theirs: half of the last digit that was printed, or what their solver left. */
  within: number;
};

export type Comparison = Figure & { area: string; holds: boolean };

/** Whether a figure is as published. */
export const compare = (area: string, figure: Figure): Comparison => {
  const { theirs, ours, within } = figure;
  const holds =
    typeof theirs === 'number' && typeof ours === 'number'
      ? Math.abs(ours - theirs) <= within * Math.max(1e-12, Math.abs(theirs))
      : theirs === ours;
  return { ...figure, area, holds };
};

/** Several figures of one source, in order. */
export const figures = (
  source: string,
  within: number,
  rows: readonly (readonly [what: string, theirs: number, ours: number])[],
): Figure[] => rows.map(([what, theirs, ours]) => ({ what, source, theirs, ours, within }));
