/** A block as pieces that may be parted between two sheets: its heading, its figure, the rows of its table. */
import { textWidth, wrap } from '../../../shared/charts/measure.ts';
import { line, type Mark, rect, text } from '../../../shared/charts/scene.ts';
import { visible } from '../../../shared/charts/words.ts';
import { figureAt, type Group, group, type Piece, paragraph } from './groups.ts';
import type { Block, Cell, Table } from './pages.ts';

const HEADING = { size: 13, weight: 600, leading: 17, fill: 'text' } as const;
const NOTE = { size: 11, weight: 400, leading: 15, fill: 'muted' } as const;
const PROSE = { size: 12, weight: 400, leading: 18, fill: 'text' } as const;
const CELL = 15;
const GUTTER = 12;

const headingPiece = (block: Block, width: number): Piece => {
  const heading = (x: number, y: number): Mark[] => paragraph(block.heading, x, y, width, HEADING);
  const note = (x: number, y: number): Mark[] => paragraph(block.note, x, y, width, NOTE);
  const headingHeight = heading(0, 0).length * HEADING.leading;
  return {
    height: headingHeight + note(0, 0).length * NOTE.leading + 10,
    keepWithNext: true,
    at: (x, y) => [group('H2', heading(x, y)), group('P', note(x, y + headingHeight))],
  };
};

const columnsOf = (table: Table, width: number): { x: number; room: number }[] => {
  const whole = table.widths.reduce((sum, part) => sum + part, 0);
  const usable = width - GUTTER * (table.widths.length - 1);
  let x = 0;
  return table.widths.map((part) => {
    const room = (usable * part) / whole;
    const column = { x, room };
    x += room + GUTTER;
    return column;
  });
};

const rowPiece = (
  cells: readonly Cell[],
  table: Table,
  width: number,
  look: { head: boolean; index: number; last: boolean },
  id: string,
): Piece => {
  const columns = columnsOf(table, width);
  const indent = look.head || table.marks === null ? 0 : 16;
  const lines = cells.map((cell, at) => {
    const room = columns[at].room - (at === 0 ? indent : 0);
    const [main, aside] = typeof cell === 'string' ? [cell, ''] : cell;
    const quiet = wrap(visible(aside), room, 11, 400).map((part) => ({ part, quiet: true }));
    return [...wrap(visible(main), room, 11, 400).map((part) => ({ part, quiet: look.head })), ...quiet];
  });
  const height = Math.max(1, ...lines.map((parts) => parts.length)) * CELL + 9;
  return {
    height,
    keepWithNext: look.head,
    at: (x, y) => {
      const marks: Mark[] = [];
      lines.forEach((parts, at) => {
        const { x: left, room } = columns[at];
        parts.forEach(({ part, quiet }, row) => {
          const baseline = y + 4 + row * CELL + 11;
          const shown = { fill: quiet ? 'muted' : 'text' } as const;
          marks.push(
            table.numeric[at]
              ? text(x + left + room, baseline, part, room + 0.5, { ...shown, anchor: 'end' })
              : text(x + left + (at === 0 ? indent : 0), baseline, part, room + 0.5, shown),
          );
        });
      });
      const rule: Mark[] = [];
      if (indent > 0 && table.marks !== null) rule.push(rect(x, y + 8, 8, 8, table.marks[look.index]));
      if (!look.last)
        rule.push(line(x, y + height - 0.5, x + width, y + height - 0.5, look.head ? 'line2' : 'line'));
      const row: Group = { tag: look.head ? 'TH' : 'TR', alt: null, table: id, marks };
      return [row, group('Artifact', rule)];
    },
  };
};

const tablePieces = (table: Table, width: number, id: string): Piece[] => [
  rowPiece(table.columns, table, width, { head: true, index: -1, last: false }, id),
  ...table.rows.map((row, index) =>
    rowPiece(row, table, width, { head: false, index, last: index === table.rows.length - 1 }, id),
  ),
];

const prosePieces = (paragraphs: readonly string[], width: number): Piece[] => {
  const room = Math.min(width, 640);
  return paragraphs.flatMap((words) =>
    wrap(visible(words), room, PROSE.size, PROSE.weight).map(
      (part): Piece => ({
        height: PROSE.leading,
        keepWithNext: false,
        at: (x, y) => [group('P', paragraph(part, x, y, room + 0.5, PROSE))],
      }),
    ),
  );
};

const factPiece = ([key, value]: [string, string], width: number): Piece => {
  const valueRoom = Math.min(width * 0.6, textWidth(visible(value), 12, 400) + 1);
  const keyRoom = width - valueRoom - 12;
  const keyLines = wrap(visible(key), keyRoom, 12, 400);
  const valueLines = wrap(visible(value), valueRoom, 12, 400);
  return {
    height: Math.max(keyLines.length, valueLines.length) * 16 + 2,
    keepWithNext: false,
    at: (x, y) => [
      group('P', [
        ...keyLines.map((part, row) => text(x, y + 13 + row * 16, part, keyRoom + 1, { size: 12 })),
        ...valueLines.map((part, row) =>
          text(x + width, y + 13 + row * 16, part, valueRoom + 1, { size: 12, fill: 'text', anchor: 'end' }),
        ),
      ]),
    ],
  };
};

const space: Piece = { height: 8, keepWithNext: false, at: () => [] };

/** The pieces of a block in a column `width` pixels wide. `id` names its table, so that its rows stay one. */
export const blockPieces = (block: Block, width: number, id: string): Piece[] => {
  const pieces = [headingPiece(block, width)];
  switch (block.kind) {
    case 'figure':
      pieces.push({
        height: block.scene.height,
        keepWithNext: false,
        at: (x, y) => [figureAt(block.scene, x, y)],
      });
      if (block.open || block.words !== null) pieces.push(space);
      if (block.open) pieces.push(...tablePieces(block.twin, width, id));
      if (block.words !== null) pieces.push(...prosePieces([block.words], width));
      break;
    case 'table':
      pieces.push(...tablePieces(block.table, width, id));
      break;
    case 'prose':
      pieces.push(...prosePieces(block.paragraphs, width));
      break;
    case 'facts':
      pieces.push(...block.facts.map((fact) => factPiece(fact, width)));
      break;
  }
  return pieces;
};
