/**
 * What the form of a source says of its numbers. In JSON, a workbook and Parquet a number is one by its type, so a figure
 * such as 1.234 has a certain mark there; one that stands as a text does not.
 */
import { type Batch, NUMBER, STRIDE } from '../csv/batch.ts';
import type { ColumnEvidence } from '../values/column-evidence.ts';

const POINT = 46;

export type Typed = {
  /** Takes in the first records of a batch. */
  add(batch: Batch, records: number): void;
  /** The evidence of a column, with what its typed numbers say of how it is written. */
  settle(evidence: ColumnEvidence, column: number): ColumnEvidence;
};

export const createTyped = (width: number): Typed => {
  const seen = new Uint8Array(width);
  const pointed = new Uint8Array(width);
  return {
    add: ({ bytes, fields }, records) => {
      for (let cell = 0; cell < records * width; cell++) {
        const at = cell * STRIDE;
        if ((fields[at + 2] & NUMBER) === 0) continue;
        const column = cell % width;
        seen[column] = 1;
        for (let i = fields[at]; pointed[column] === 0 && i < fields[at + 1]; i++)
          if (bytes[i] === POINT) pointed[column] = 1;
      }
    },
    settle: (evidence, column) => {
      const { number } = evidence;
      if (number === null || seen[column] === 0) return evidence;
      if (number.ambiguous) {
        const format = number.choices.find(({ decimal, group }) => decimal === '.' && group === '');
        return pointed[column] === 0 || format === undefined
          ? evidence
          : { ...evidence, number: { ambiguous: false, format, why: 'Numbers by their type.' } };
      }
      // A text beside them has the comma: read like that, 1.234 would be a thousand times what it is.
      if (pointed[column] === 1 && number.format.decimal === ',')
        return { ...evidence, number: null, mixed: true };
      // That all were whole so far does not leave the mark of a later one open.
      const { whole: _, ...format } = number.format;
      return { ...evidence, number: { ...number, format } };
    },
  };
};
