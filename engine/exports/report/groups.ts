/** Marks gathered into groups with a meaning, and placed on a sheet. */
import { wrap } from '../../../shared/charts/measure.ts';
import type { ColourRole } from '../../../shared/charts/palette.ts';
import { type Mark, type Scene, text, type Weight } from '../../../shared/charts/scene.ts';
import { visible } from '../../../shared/charts/words.ts';

/** Marks that belong together, and what they are. `table` ties the rows of one table. */
export type Group = {
  tag: 'H1' | 'H2' | 'P' | 'Figure' | 'TR' | 'TH' | 'Artifact';
  alt: string | null;
  table: string | null;
  marks: Mark[];
};

/** Something that is drawn whole: its height, and what it looks like at a place. */
export type Piece = { height: number; keepWithNext: boolean; at(x: number, y: number): Group[] };

export const group = (tag: Group['tag'], marks: Mark[], alt: string | null = null): Group => ({
  tag,
  alt,
  table: null,
  marks,
});

/** A mark moved by (dx, dy). */
export const move = (mark: Mark, dx: number, dy: number): Mark => {
  switch (mark.kind) {
    case 'line':
      return { ...mark, x1: mark.x1 + dx, x2: mark.x2 + dx, y1: mark.y1 + dy, y2: mark.y2 + dy };
    case 'path':
      return { ...mark, points: mark.points.map(([x, y]) => [x + dx, y + dy] as const) };
    default:
      return { ...mark, x: mark.x + dx, y: mark.y + dy };
  }
};

/** A scene as a figure at a place; its title is what a screen reader says. */
export const figureAt = (scene: Scene, x: number, y: number): Group =>
  group(
    'Figure',
    scene.marks.map((mark) => move(mark, x, y)),
    scene.title,
  );

/** Lines of one paragraph at a place. `leading` is the distance of baselines. */
export const paragraph = (
  words: string,
  x: number,
  y: number,
  room: number,
  look: { size: number; weight: Weight; leading: number; fill: ColourRole },
): Mark[] =>
  wrap(visible(words), room, look.size, look.weight).map((part, index) =>
    text(x, y + look.leading * index + look.leading * 0.72, part, room + 0.5, look),
  );
