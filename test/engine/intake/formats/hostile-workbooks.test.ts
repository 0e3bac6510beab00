/** Workbooks that are odd, damaged or made to harm: what cannot be read is told by row, never left out in silence. */
import { describe, expect, it } from 'vitest';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';
import { collect, failure, file } from './collect.ts';
import { inline, workbook } from './workbook.ts';

const HEAD = inline(['id', 'n']);
/** A row with an identifier and one more cell. */
const row = (id: string, cell: string): string =>
  `<row><c t="inlineStr"><is><t>${id}</t></is></c>${cell}</row>`;
const DATES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
const read = (rows: string, more: Omit<Parameters<typeof workbook>[0], 'sheets'> = {}) =>
  collect(file('odd.xlsx', workbook({ sheets: [HEAD + rows], ...more })));

describe('odd cells', () => {
  it('dates from 1904, however the mark is written', async () => {
    for (const mark of ['1', 'true'])
      expect(
        (
          await read(row('a', '<c s="1"><v>43831</v></c>') + row('b', '<c s="1"><v>60.5</v></c>'), {
            properties: `<workbookPr date1904="${mark}"/>`,
            styles: DATES,
          })
        ).rows,
      ).toEqual([
        ['a', '2024-01-02'],
        ['b', '1904-03-01T12:00:00'],
      ]);
    expect((await read(row('a', '<c s="1"><v>43831</v></c>'), { styles: DATES })).rows[0][1]).toBe(
      '2020-01-01',
    );
  });

  it('formulas by their stored results; one without a result spoils its record, not in silence', async () => {
    const { rows, problems, inspection } = await read(
      row('a', '<c><f>1+1</f></c>') +
        row('b', '<c t="str"><f>"x"</f><v>x</v></c>') +
        row('c', '<c><f t="shared" ref="B1:B2" si="0">B1</f><v>3</v></c>') +
        row('d', '<c t="str"><f>""</f><v></v></c>'),
    );
    expect(rows).toEqual([
      ['b', 'x'],
      ['c', '3'],
      ['d', ''],
    ]);
    expect(problems).toMatchObject([{ kind: 'no-result', line: 2 }]);
    expect(inspection.warnings.join()).toContain('"n" holds a formula whose result is not stored');
  });

  it('formulas without a result in a column that is not kept, which cost nobody a record', async () => {
    const { folder, remove } = scratch();
    const engine = await newVault(folder, 'formulas');
    const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows = [1, 2, 3].map((day) => row('a', `${cell(`2026-01-0${day}`)}<c><f>A2</f></c>`)).join('');
    const table = workbook({ sheets: [inline(['customer_id', 'ordered_at', 'total']) + rows] });
    const columns = [
      { column: 'customer_id', role: 'identifier' as const, identifier: 'customer' as const },
      { column: 'ordered_at', role: 'time' as const },
    ];
    const mapping = { version: 1 as const, kind: 'orders' as const, columns };
    const path = write(folder, 'formulas.xlsx', table);
    const paid = { column: 'total', role: 'amount' as const, format: '1234.56' as const };
    const withTotal = { ...mapping, columns: [...columns, paid] };
    const kept = await failure(engine.call('intake.import', { file: path, mapping: withTotal }));
    expect(kept.message).toContain('could be taken: has a formula whose result is not stored');
    expect(kept.message).not.toContain('..');
    expect(await engine.call('intake.import', { file: path, mapping })).toMatchObject({ accepted: 3 });
    engine.close();
    remove();
  });

  it('errors, merged and inline cells, dates as such, rows out of order', async () => {
    const { rows } = await read(
      row('a', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>') +
        '<row r="9"><c r="B9" t="d"><v>2024-02-03T00:00:00</v></c><c r="A9"><v>2</v></c></row>' +
        '<row r="4"><c r="A4"/><c r="B4"><v>1E-7</v></c></row>',
    );
    expect(rows).toEqual([
      ['a', '#DIV/0!'],
      ['2', '2024-02-03T00:00:00'],
      ['', '1E-7'],
    ]);
  });

  it('a hidden sheet is not taken by itself, and can be named', async () => {
    const bytes = workbook({
      sheets: [HEAD + row('hidden', '<c><v>1</v></c>'), HEAD + row('seen', '<c><v>2</v></c>')],
      states: ['veryHidden', 'visible'],
    });
    const path = file('hidden.xlsx', bytes);
    expect((await collect(path)).rows).toEqual([['seen', '2']]);
    expect((await collect(path, { sheet: 'S1' })).rows).toEqual([['hidden', '1']]);
  });

  it('half of a surrogate pair stays the reference it is written as, never U+FFFD', async () => {
    const { rows } = await read(row('&#xD800;x', '<c t="str"><v>_xD800_ _xD83D__xDE00_</v></c>'));
    expect(rows[0]).toEqual(['&#xD800;x', '_xD800_ _xD83D__xDE00_']);
    expect((await read(row('a', '<c t="str"><v>_xD83D__xDE00_</v></c>'))).rows[0][1]).toBe('😀');
  });
});

describe('damaged cells stop the reading, by row', () => {
  it.each([
    ['a shared text that is not there', row('a', '<c t="s"><v>9</v></c>'), 'cell B2', '<si><t>x</t></si>'],
    ['a negative one', row('a', '<c t="s"><v>-1</v></c>'), 'cell B2', '<si><t>x</t></si>'],
    ['one that is no number', row('a', '<c t="s"><v>x</v></c>'), 'cell B2', '<si><t>x</t></si>'],
    ['no shared texts at all', row('a', '<c t="s"><v>0</v></c>'), 'cell B2', undefined],
    ['a column behind XFD', '<row r="7"><c r="AAAA7"><v>2</v></c></row>', 'cell AAAA7', undefined],
  ])('%s', async (_, rows, words, shared) => {
    const error = await failure(read(rows, shared === undefined ? {} : { shared }));
    expect(error.code).toBe('INPUT_FORMAT');
    expect(error.message).toContain('odd.xlsx');
    expect(error.message).toContain(words);
  });
});

describe('made to fill the memory', () => {
  const megabytes = (): number => process.memoryUsage().rss / 1024 / 1024;

  it('a text of 150 MB, inline or shared, is one faulty record, and the next is read', async () => {
    const long = 'a'.repeat(150 << 20);
    const path = file(
      'inline.xlsx',
      workbook({ sheets: [HEAD + row(long, '<c><v>4</v></c>') + row('b', '')] }),
    );
    const other = file(
      'shared.xlsx',
      workbook({
        sheets: [HEAD + row('a', '<c t="s"><v>0</v></c>') + row('b', '')],
        shared: `<si><t>${long}</t></si>`,
      }),
    );
    const before = megabytes();
    for (const one of [path, other]) {
      const { rows, problems } = await collect(one);
      expect(rows).toEqual([['b', '']]);
      expect(problems).toMatchObject([{ kind: 'field-too-long', line: 2 }]);
    }
    expect(megabytes() - before).toBeLessThan(150);
  }, 60_000);

  it('ten million styles, a tag of 2 MB, 16,384 columns', async () => {
    const styles = `<cellXfs>${'<xf numFmtId="14"/>'.repeat(6_000_000)}</cellXfs>`;
    expect((await failure(read(row('a', ''), { styles }))).message).toContain('in memory at once');
    const tag = `<row ${'a="b" '.repeat(400_000)}><c><v>1</v></c></row>`;
    expect((await failure(read(tag))).message).toContain('damaged');
    const wide = '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>2</v></c></row>';
    expect((await read(wide + row('b', ''))).problems).toMatchObject([
      { kind: 'too-many-fields', found: 16_384 },
    ]);
  }, 60_000);
});
