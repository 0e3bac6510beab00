/**
 * The report laid out on A4 sheets: every page is a list of groups of marks at fixed places, each with the
 * structure tag a screen reader needs. Pure: the same report gives the same sheets, and nothing is drawn yet.
 */
import { textWidth, wrap } from '../../../shared/charts/measure.ts';
import { line, type Mark, rect, text } from '../../../shared/charts/scene.ts';
import { visible } from '../../../shared/charts/words.ts';
import { blockPieces } from './blocks.ts';
import { figureAt, type Group, group, move, type Piece, paragraph } from './groups.ts';
import { LOGO } from './logo.ts';
import { type Page, type Report, type Row, SHEET } from './pages.ts';

export type Sheet = { bookmark: string | null; groups: Group[] };

const BOTTOM = 1062;
/** Height of the band and the space below it on a sheet that goes on. */
const SHORT_BAND = 70;
const LEFT = SHEET.margin;
const RIGHT = SHEET.width - SHEET.margin;

const brand = (report: Report, words: string): Group[] => {
  const nameRoom = Math.min(340, textWidth(visible(report.name), 12, 600) + 1);
  return [
    group('P', [
      ...LOGO.marks.map((mark) => move(mark, LEFT, 24)),
      text(LEFT + 24, 36, report.name, nameRoom, { size: 12, weight: 600, fill: 'text' }),
      text(LEFT + 34 + nameRoom, 36, words, RIGHT - 120 - LEFT - 34 - nameRoom, { size: 12, fill: 'text' }),
      text(RIGHT, 36, `as of ${report.asOf}`, 110, { size: 12, anchor: 'end', fill: 'text' }),
    ]),
  ];
};

/** The band at the head of a sheet and how far down it reaches. */
const bandOf = (report: Report, page: Page, continued: boolean): { groups: Group[]; bottom: number } => {
  const groups = brand(
    report,
    continued ? `${page.kind === 'cover' ? 'Overview' : page.title}, continued` : 'Segments and personas',
  );
  let y = 52;
  if (!continued && page.band !== null) {
    const { strip, ruler, caption } = page.band;
    if (strip !== null) {
      groups.push(figureAt(strip, LEFT, y));
      y += strip.height + 8;
    }
    groups.push(figureAt(ruler, LEFT, y));
    y += ruler.height + 14;
    const second = textWidth(caption[1], 11, 400) + 1;
    groups.push(
      group('P', [
        text(LEFT, y, caption[0], SHEET.text - second - 20),
        text(RIGHT, y, caption[1], second, { anchor: 'end' }),
      ]),
    );
    y += 12;
  }
  groups.unshift(
    group('Artifact', [rect(0, 0, SHEET.width, y, 'chrome'), line(0, y, SHEET.width, y, 'text')]),
  );
  return { groups, bottom: y };
};

/** Kicker, title with its underline, lead and figures. */
const titleOf = (page: Page, top: number): { groups: Group[]; bottom: number } => {
  const groups: Group[] = [];
  const widths = page.figures.map(
    ([key, value]) => Math.max(textWidth(key, 12, 400), textWidth(value, 26, 400)) + 1,
  );
  const figuresWidth = widths.reduce((sum, width) => sum + width + 28, 0);
  const room = SHEET.text - figuresWidth - (page.figures.length > 0 ? 12 : 0);
  let y = top + 22;
  groups.push(group('P', [text(LEFT, y + 8, page.kicker, SHEET.text, { size: 12 })]));
  y += 16;
  // A title too long to stand beside the figures takes the whole width above them.
  const beside = wrap(visible(page.title), room, 28, 300);
  const titleRoom = beside.length > 1 ? SHEET.text : room;
  const lines = beside.length > 1 ? wrap(visible(page.title), titleRoom, 28, 300) : beside;
  const marks: Mark[] = [];
  for (const part of lines) {
    if (page.colour !== null) marks.push(rect(LEFT, y + 36, textWidth(part, 28, 300) * 0.97, 3, page.colour));
    marks.push(text(LEFT, y + 28, part, titleRoom + 1, { size: 28, weight: 300, fill: 'text' }));
    y += 42;
  }
  groups.push(group('H1', marks));
  y += 8;
  const lead = paragraph(page.lead, LEFT, y, Math.min(430, room), {
    size: 13,
    weight: 400,
    leading: 20,
    fill: 'text',
  });
  groups.push(group('P', lead));
  y += Math.max(page.figures.length > 0 && lines.length !== 1 ? 48 : 40, lead.length * 20);
  let x = RIGHT - figuresWidth + 28;
  page.figures.forEach(([key, value], index) => {
    groups.push(
      group('P', [
        text(x, y - 36, key, widths[index], { size: 12 }),
        text(x, y - 6, value, widths[index], { size: 26, weight: 300, fill: 'text' }),
      ]),
    );
    x += widths[index] + 28;
  });
  y += 16;
  groups.push(group('Artifact', [line(LEFT, y, RIGHT, y, 'line')]));
  return { groups, bottom: y };
};

type Place = { sheet: number; y: number };

/** Lays the pages of a report out on as many sheets as they need. */
export const layOut = (report: Report): Sheet[] => {
  const sheets: Sheet[] = [];
  for (const page of report.pages) {
    const start = sheets.length;
    const open = (sheet: number): number => {
      // Sheets of a page that runs over carry a short band, so that a loose leaf can still be placed.
      while (sheets.length <= sheet) {
        const band = bandOf(report, page, sheets.length > start);
        sheets.push({ bookmark: sheets.length === start ? page.title : null, groups: band.groups });
      }
      return bandOf(report, page, sheet > start).bottom;
    };
    const band = open(start);
    const title = titleOf(page, band);
    sheets[start].groups.push(...title.groups);
    let place: Place = { sheet: start, y: title.bottom };
    page.rows.forEach((row, index) => {
      place = layRow(row, place, sheets, open, `${page.id}-${index}`);
      const last = index === page.rows.length - 1;
      if (!last && place.y < BOTTOM - 40)
        sheets[place.sheet].groups.push(group('Artifact', [line(LEFT, place.y, RIGHT, place.y, 'line')]));
    });
  }
  sheets.forEach((sheet, index) => {
    const counter = `page ${index + 1} of ${sheets.length}`;
    sheet.groups.push(
      group('Artifact', [
        line(LEFT, 1076, RIGHT, 1076, 'text'),
        text(LEFT, 1094, report.footer[0], 420),
        text(RIGHT, 1094, `${report.footer[1]} · ${counter}`, 260, { anchor: 'end' }),
      ]),
    );
  });
  return sheets;
};

/** Space between two blocks of one column. */
const GAP = 16;

const heightOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + piece.height, 0);

/** Flows the columns of a row, each on its own, over as many sheets as they need. */
const layRow = (
  row: Row,
  from: Place,
  sheets: Sheet[],
  open: (sheet: number) => number,
  id: string,
): Place => {
  const width = row.length > 1 ? SHEET.column : SHEET.text;
  const columns = row.map((stack, column) =>
    stack.map((block, at) => blockPieces(block, width, `${id}-${column}-${at}`)),
  );
  const fresh = (sheet: number): number => open(sheet) + 18;
  // What fits on one sheet is not torn apart, and the columns of a row begin on the same one.
  const fits = (pieces: readonly Piece[], y: number): boolean =>
    y + heightOf(pieces) <= BOTTOM || heightOf(pieces) > BOTTOM - SHORT_BAND;
  let start: Place = { sheet: from.sheet, y: from.y + 14 };
  if (!columns.every((blocks) => blocks.length === 0 || fits(blocks[0], start.y)))
    start = { sheet: start.sheet + 1, y: fresh(start.sheet + 1) };
  let end: Place = start;
  columns.forEach((blocks, column) => {
    const x = LEFT + column * (SHEET.column + SHEET.gutter);
    let { sheet, y } = start;
    const turn = (): void => {
      sheet += 1;
      y = fresh(sheet);
    };
    blocks.forEach((pieces, at) => {
      if (at > 0) y += GAP;
      if (at > 0 && !fits(pieces, y)) turn();
      pieces.forEach((piece, index) => {
        const next = piece.keepWithNext ? (pieces[index + 1]?.height ?? 0) : 0;
        if (y + piece.height + next > BOTTOM && y > fresh(sheet) + 1) turn();
        sheets[sheet].groups.push(...piece.at(x, y));
        y += piece.height;
      });
    });
    if (sheet > end.sheet || (sheet === end.sheet && y > end.y)) end = { sheet, y };
  });
  return { sheet: end.sheet, y: end.y + 14 };
};
