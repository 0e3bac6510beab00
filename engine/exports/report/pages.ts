/**
 * What the report says, page by page, as plain data. The HTML and the PDF are two printings of this one
 * structure and of the same scenes, so that neither can say what the other does not.
 */
import type { ColourRole } from '../../../shared/charts/palette.ts';
import type { Scene } from '../../../shared/charts/scene.ts';

/** Full width of the text and of one of two columns, in CSS pixels on a sheet 794 wide. */
export const SHEET = { width: 794, height: 1123, margin: 48, text: 698, column: 339, gutter: 20 } as const;

/** What a cell says; of two texts the second stands below, quieter. */
export type Cell = string | [string, string];

/** A table; `numeric` says which columns are figures and stand right. `widths` are parts of the whole. */
export type Table = {
  caption: string;
  columns: string[];
  numeric: boolean[];
  widths: number[];
  rows: Cell[][];
  /** A group colour before each row, where rows are segments. */
  marks: ColourRole[] | null;
};

/** One block of a page: a heading, how it was measured, and its content. */
export type Block = {
  heading: string;
  note: string;
} /** `open`: the twin belongs to what the page says and is always shown. `words`: a sentence below the chart. */ & (
  | { kind: 'figure'; scene: Scene; twin: Table; open: boolean; words: string | null }
  | { kind: 'table'; table: Table }
  | { kind: 'prose'; paragraphs: string[] }
  | { kind: 'facts'; facts: [string, string][] }
);

/** One column, or two side by side; blocks of a column stand below each other. */
export type Row = Block[][];

export type Page = {
  kind: 'cover' | 'persona' | 'definitions';
  /** An anchor, unique in the report. */
  id: string;
  kicker: string;
  title: string;
  /** The group colour that underlines the title; null for none. */
  colour: ColourRole | null;
  lead: string;
  figures: [string, string][];
  /** The band at the head: segments, then the ruler; null on the cover, which shows them large. */
  band: { strip: Scene | null; ruler: Scene; caption: [string, string] } | null;
  rows: Row[];
};

export type Report = {
  name: string;
  /** What the document is, beside its name. */
  subtitle: string;
  purpose: string;
  asOf: string;
  footer: [string, string];
  pages: Page[];
};
