/** Numbers that a form holds as numbers have a certain mark; the same figures as texts are asked about. */
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { collect, file, pathOf } from './collect.ts';
import { inline, workbook } from './workbook.ts';

const FIGURES = ['1.234', '12.345', '7.125'];
const POINT = { decimal: '.', group: '', percent: false };

const totalIn = async (path: string) => {
  const { inspection } = await collect(path);
  const total = inspection.columns.find(({ name }) => name.endsWith('total'));
  return { format: total?.numberFormat, choices: total?.numberChoices.length };
};
const certain = { format: POINT, choices: 0 };
const open = { format: null, choices: 2 };

describe('1.234', () => {
  it('is a little over one as a number of JSON, and asked about as a text', async () => {
    const lines = (totals: readonly string[]): string =>
      totals.map((total, i) => `{"customer_id":"c${i}","order":{"total":${total}}}`).join('\n');
    const texts = FIGURES.map((figure) => `"${figure}"`);
    expect(await totalIn(file('numbers.ndjson', lines(FIGURES)))).toEqual(certain);
    expect(await totalIn(file('texts.ndjson', lines(texts)))).toEqual(open);
    expect(await totalIn(file('list.json', `[${lines(FIGURES).replaceAll('\n', ',')}]`))).toEqual(certain);
    // A number without a mark says nothing of the mark of a text; one with a mark cannot be read with the comma.
    expect(await totalIn(file('whole.ndjson', lines(['5', ...texts])))).toEqual(open);
    expect(await totalIn(file('both.ndjson', lines([...FIGURES, '"12,50"'])))).toEqual({
      format: null,
      choices: 0,
    });
    // Texts of whole numbers leave the mark of a later one open, as in a CSV.
    expect((await totalIn(file('digits.ndjson', lines(['"5"', '"12"'])))).format).toEqual({
      ...POINT,
      whole: true,
    });
    const cell = (total: string): string => `c;"{""total"":${total.replaceAll('"', '""')}}"\n`;
    expect(await totalIn(file('cells.csv', `id;more\n${FIGURES.map(cell).join('')}`))).toEqual(certain);
    expect(await totalIn(file('cell-texts.csv', `id;more\n${texts.map(cell).join('')}`))).toEqual(open);
  });

  it('is one in a numeric cell of a workbook, and asked about in a cell of text', async () => {
    const book = (cell: (figure: string, row: number) => string): Uint8Array =>
      workbook({
        sheets: [
          inline(['customer_id', 'total']) +
            FIGURES.map(
              (figure, i) => `<row><c t="inlineStr"><is><t>c${i}</t></is></c>${cell(figure, i)}</row>`,
            ).join(''),
        ],
        shared: FIGURES.map((figure) => `<si><t>${figure}</t></si>`).join(''),
      });
    expect(
      await totalIn(
        file(
          'numbers.xlsx',
          book((figure) => `<c><v>${figure}</v></c>`),
        ),
      ),
    ).toEqual(certain);
    expect(
      await totalIn(
        file(
          'shared.xlsx',
          book((_, i) => `<c t="s"><v>${i}</v></c>`),
        ),
      ),
    ).toEqual(open);
    const result = (figure: string): string => `<c t="str"><f>A1</f><v>${figure}</v></c>`;
    expect(await totalIn(file('results.xlsx', book(result)))).toEqual(open);
  });

  it('is one in a DOUBLE or DECIMAL that DuckDB wrote into Parquet, and asked about in a VARCHAR', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const written = async (type: string): Promise<string> => {
      const path = pathOf(`${type.slice(0, 3)}.parquet`);
      const rows = FIGURES.map((figure, i) => `('c${i}', '${figure}'::${type})`).join(',');
      await connection.run(
        `COPY (SELECT * FROM (VALUES ${rows}) t(customer_id, total)) TO '${path}' (FORMAT parquet)`,
      );
      return path;
    };
    expect(await totalIn(await written('DOUBLE'))).toEqual(certain);
    expect(await totalIn(await written('DECIMAL(9,3)'))).toEqual(certain);
    expect(await totalIn(await written('VARCHAR'))).toEqual(open);
    connection.closeSync();
    instance.closeSync();
  });
});
