/** The report's typeface as fontkit reads it: the judge of every width we computed ourselves. */
import { createRequire } from 'node:module';
import { readFont } from '../../../engine/exports/report/fonts/fonts.ts';

export type Font = {
  familyName: string;
  unitsPerEm: number;
  characterSet: readonly number[];
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): { advanceWidth: number };
  layout(words: string): { advanceWidth: number };
};

// fontkit comes without types; pdfkit brings it along.
const fontkit = createRequire(import.meta.url)('fontkit') as { create(file: Buffer): Font };

export const loadFont = (weight: 300 | 400 | 600): Font => fontkit.create(Buffer.from(readFont(weight)));
