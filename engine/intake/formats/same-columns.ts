/** Files that are one source must have the same columns in the same order. */
import { CloisterError } from '../../../shared/errors.ts';
import { fieldText } from '../csv/fields.ts';
import { createScanner } from '../csv/scanner.ts';
import type { Part } from '../input/part.ts';
import { sampleOf } from './choose.ts';
import { firstLine } from './fixed.ts';
import { type Format, objectsIn, type ParquetField } from './format.ts';
import { addedBy } from './json/in-cells.ts';

const sheetHeader = async (part: Part, sheet: string, row: number): Promise<string[]> => {
  const { openWorkbook } = await import('./xlsx/workbook.ts');
  const { firstRows } = await import('./xlsx/sheet.ts');
  const workbook = await openWorkbook(part);
  try {
    const found = workbook.sheets.find(({ name }) => name === sheet);
    return found === undefined
      ? []
      : ((await firstRows(workbook, found.path, part.name, row)).at(row - 1) ?? []);
  } finally {
    workbook.close();
  }
};

/** Fields of Parquet as they are compared: a list is no value, whatever it is called. */
const fieldNames = (fields: readonly ParquetField[]): string[] =>
  fields.map(({ name, isNested }) => (isNested ? `${name}[]` : name));

/** The names of the columns as they stand in a part. */
const headerOf = async (part: Part, format: Format): Promise<string[]> => {
  // The readers of packed forms take a while to load.
  if (format.type === 'parquet')
    return fieldNames((await (await import('./parquet/file.ts')).inspectParquet(part)).fields);
  if (format.type === 'xlsx') return sheetHeader(part, format.sheet, format.skip);
  const { sample } = await sampleOf(part, false);
  if (format.type === 'fixed') return firstLine(sample, format.cuts);
  let names: string[] | null = null;
  if (format.type !== 'delimited') return [];
  const scanner = createScanner({ ...format, width: null, skip: format.skip - 1 });
  const take: Parameters<typeof scanner.push>[1] = (batch) => {
    if (batch.count === 0) return;
    names ??= Array.from({ length: batch.width }, (_, c) => fieldText(batch, 0, c, format.quote));
  };
  scanner.push(sample, take);
  scanner.end(take);
  return names ?? [];
};

/**
 * Holds the other parts of a source to the columns of the first.
 * @throws CloisterError INPUT_HEADER naming the part that differs
 */
export const requireSameColumns = async (
  [, ...others]: readonly Part[],
  format: Format,
  header: boolean,
  names: readonly string[],
  first: string,
): Promise<void> => {
  // Without a header the number of fields is held to record by record; objects bring their names with them.
  if (!header || format.type === 'json') return;
  const own =
    format.type === 'parquet'
      ? fieldNames(format.fields)
      : names.slice(0, names.length - addedBy(objectsIn(format)));
  for (const part of others) {
    const found = await headerOf(part, format);
    if (found.length === own.length && found.every((name, i) => name === own[i])) continue;
    throw new CloisterError(
      'INPUT_HEADER',
      `${part.name} has other columns than ${first}, so they are not one source.`,
      'Import them one by one, or name those that belong together with a pattern such as "orders-*.csv".',
    );
  }
};
