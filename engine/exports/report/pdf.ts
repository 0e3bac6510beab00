/** Prints the report as PDF, from the same pages and scenes as the HTML, with the same bytes every time. */
import PDFDocument from 'pdfkit';
import { LIGHT } from '../../../shared/charts/palette.ts';
import { hatchStrokes, type Mark, type TextMark, type Weight } from '../../../shared/charts/scene.ts';
import { REPLACEMENT } from '../../../shared/charts/words.ts';
import { readFont } from './fonts/fonts.ts';
import type { Group } from './groups.ts';
import { layOut } from './layout.ts';
import { type Report, SHEET } from './pages.ts';

type Document = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Document['struct']>;

/** CSS pixels to PDF points. */
const SCALE = 0.75;
const WEIGHTS: readonly Weight[] = [300, 400, 600];

/** Characters that have no form of their own: joiners and variation selectors. */
const FORMLESS = /\u200c|\u200d|[\ufe00-\ufe0f]/gu;

/** Which code points the embedded typeface can draw. pdfkit's types do not mention the font it loaded. */
const coverage = (document: Document): ((code: number) => boolean) => {
  const { _font } = document as unknown as {
    _font: { font: { hasGlyphForCodePoint(code: number): boolean } };
  };
  return (code) => _font.font.hasGlyphForCodePoint(code);
};

type Pen = {
  document: Document;
  has(code: number): boolean;
  /** Whether a character was replaced on this sheet. */
  replaced: boolean;
};

const printable = (pen: Pen, words: string): string => {
  let out = '';
  for (const character of words.normalize('NFC').replace(FORMLESS, '')) {
    if (pen.has(character.codePointAt(0)!)) out += character;
    else {
      out += REPLACEMENT;
      pen.replaced = true;
    }
  }
  return out;
};

const drawText = (pen: Pen, mark: TextMark): void => {
  const words = printable(pen, mark.text);
  if (words === '') return;
  const { document } = pen;
  document.font(`Inter-${mark.weight}`).fontSize(mark.size).fillColor(LIGHT[mark.fill]);
  // Kerning may widen a text beyond the sum of its advances; it is then set tighter, into the room it has.
  const natural = document.widthOfString(words);
  const squeeze = Math.min(0, (mark.room - natural) / Array.from(words).length);
  const width = Math.min(mark.room, natural);
  const x = mark.anchor === 'end' ? mark.x - width : mark.anchor === 'middle' ? mark.x - width / 2 : mark.x;
  document.text(words, x, mark.y, {
    lineBreak: false,
    baseline: 'alphabetic',
    ...(squeeze < 0 ? { characterSpacing: squeeze } : {}),
  });
};

const drawMark = (pen: Pen, mark: Mark): void => {
  const { document } = pen;
  switch (mark.kind) {
    case 'rect':
      if (mark.width > 0 && mark.height > 0)
        document.rect(mark.x, mark.y, mark.width, mark.height).fill(LIGHT[mark.fill]);
      return;
    case 'line':
      document
        .moveTo(mark.x1, mark.y1)
        .lineTo(mark.x2, mark.y2)
        .lineWidth(mark.width)
        .stroke(LIGHT[mark.stroke]);
      return;
    case 'path': {
      if (mark.points.length === 0) return;
      mark.points.forEach(([x, y], index) => {
        if (index === 0) document.moveTo(x, y);
        else document.lineTo(x, y);
      });
      if (mark.closed) document.closePath();
      document.lineWidth(mark.width);
      if (mark.fill !== null && mark.stroke !== null)
        document.fillAndStroke(LIGHT[mark.fill], LIGHT[mark.stroke]);
      else if (mark.fill !== null) document.fill(LIGHT[mark.fill]);
      else if (mark.stroke !== null) document.stroke(LIGHT[mark.stroke]);
      return;
    }
    case 'hatch': {
      const strokes = hatchStrokes(mark);
      if (strokes.length === 0) return;
      for (const [x1, y1, x2, y2] of strokes) document.moveTo(x1, y1).lineTo(x2, y2);
      document.lineWidth(1).stroke(LIGHT[mark.stroke]);
      return;
    }
    case 'text':
      drawText(pen, mark);
  }
};

/** Draws one group under its tag; rows of one table become children of one table element. */
const drawGroup = (pen: Pen, group: Group, root: Element, tables: Map<string, Element>): void => {
  if (group.marks.length === 0) return;
  const { document } = pen;
  const draw = (): void => {
    for (const mark of group.marks) drawMark(pen, mark);
  };
  if (group.tag === 'Artifact') {
    document.markContent('Artifact', { type: 'Layout' });
    draw();
    document.endMarkedContent();
    return;
  }
  if (group.table === null) {
    root.add(document.struct(group.tag, group.alt === null ? {} : { alt: group.alt }, draw));
    return;
  }
  let table = tables.get(group.table);
  if (table === undefined) {
    table = document.struct('Table');
    root.add(table);
    tables.set(group.table, table);
  }
  const row = document.struct('TR');
  table.add(row);
  for (const mark of group.marks)
    row.add(document.struct(group.tag === 'TH' ? 'TH' : 'TD', {}, () => drawMark(pen, mark)));
  row.end();
};

/**
 * The report as a tagged A4 PDF: the same pages and scenes as the HTML. The bytes depend on the report alone:
 * the creation date is the as-of date, and the streams are not compressed, because deflate differs between
 * processors.
 */
export const reportPdf = (report: Report): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const title = `${report.name}: segments and personas`;
    const document = new PDFDocument({
      size: [SHEET.width * SCALE, SHEET.height * SCALE],
      margin: 0,
      autoFirstPage: false,
      compress: false,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      // An empty name keeps pdfkit from loading one of its own fonts.
      font: '',
      info: {
        Title: title,
        Subject: `${report.purpose}, as of ${report.asOf}`,
        Producer: 'Cloister',
        Creator: 'Cloister',
        CreationDate: new Date(`${report.asOf}T00:00:00Z`),
      },
    });
    const parts: Uint8Array[] = [];
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
    for (const weight of WEIGHTS) document.registerFont(`Inter-${weight}`, Buffer.from(readFont(weight)));
    document.font('Inter-400');
    const pen: Pen = { document, has: coverage(document), replaced: false };
    const root = document.struct('Document');
    document.addStructure(root);
    const tables = new Map<string, Element>();
    for (const sheet of layOut(report)) {
      document.addPage();
      document.scale(SCALE);
      pen.replaced = false;
      if (sheet.bookmark !== null) document.outline.addItem(printable(pen, sheet.bookmark));
      for (const group of sheet.groups) drawGroup(pen, group, root, tables);
      if (pen.replaced) {
        document.markContent('Artifact', { type: 'Layout' });
        document.font('Inter-400').fontSize(11).fillColor(LIGHT.warn);
        document.text(
          `${REPLACEMENT} stands for a character this typeface lacks; report.html shows it.`,
          SHEET.margin,
          1109,
          { lineBreak: false, baseline: 'alphabetic' },
        );
        document.endMarkedContent();
      }
    }
    root.end();
    document.end();
  });
