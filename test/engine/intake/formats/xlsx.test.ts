/** Workbooks: parts written here after ECMA-376 and packed by fflate, and one saved by a spreadsheet program. */
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fieldText } from '../../../../engine/intake/csv/fields.ts';
import { readRecords } from '../../../../engine/intake/formats/records.ts';
import { lookOf, serialText } from '../../../../engine/intake/formats/xlsx/dates.ts';
import { createXmlScanner } from '../../../../engine/intake/formats/xlsx/xml.ts';
import { collect, failure, file } from './collect.ts';
import { inline, workbook } from './workbook.ts';

describe('a workbook', () => {
  it('reads shared and rich texts, numbers, truth, formulas, gaps and dates by their style', async () => {
    const bytes = workbook({
      shared:
        '<si><t>id</t></si><si><t>since</t></si><si><r><t>Kö</t></r><r><t xml:space="preserve">ln &amp; </t></r><rPh><t>x</t></rPh></si><si><t>a_x000A_b</t></si>',
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="0.00&quot; dm&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>',
      sheets: [
        `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>paid</t></is></c><c r="D1" t="inlineStr"><is><t>ok</t></is></c></row>
         <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45000</v></c><c r="C2" s="3"><v>12.5</v></c><c r="D2" t="b"><v>1</v></c></row>
         <row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" s="2"><v>45000.75</v></c><c r="D4" t="b"><v>0</v></c></row>
         <row r="5"><c r="A5"><v>4.912345678901E12</v></c><c r="C5" t="str"><f>A1&amp;"x"</f><v>7.25</v></c></row>
         <row r="6"><c r="A6"/><c r="B6" s="1"/></row>`,
      ],
    });
    const { inspection, names, rows, places } = await collect(file('book.bin', bytes));
    expect(inspection.format).toMatchObject({ type: 'xlsx', sheet: 'S1', skip: 1, width: 4 });
    expect(names).toEqual(['id', 'since', 'paid', 'ok']);
    expect(rows).toEqual([
      ['Köln & ', '2023-03-15', '12.5', 'true'],
      ['a\nb', '2023-03-15T18:00:00', '', 'false'],
      ['4912345678901', '', '7.25', ''],
    ]);
    expect(places.map(([row]) => row)).toEqual([2, 4, 5]);
  });

  it('of which only the beginning is wanted is begun again where its first rows name too few texts', async () => {
    const last = 33_000;
    const texts = ['id', ...Array.from({ length: last }, (_, i) => `t${i + 2}`)];
    // The texts of the last rows stand behind those that the first ones ask for.
    const rows = texts.map((_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i}</v></c></row>`);
    const path = file(
      'late.xlsx',
      workbook({ shared: texts.map((text) => `<si><t>${text}</t></si>`).join(''), sheets: [rows.join('')] }),
    );
    const { inspection } = await collect(path);
    expect(inspection.recordsRead).toBe(20_000);
    const seen: string[] = [];
    let stored = 0;
    for (const part of inspection.parts)
      await readRecords(part, inspection.format, {
        enough: () => false,
        onStored: (chunk) => {
          stored += chunk.length;
        },
        onBatch: (batch) => {
          for (let r = 0; r < batch.count; r++) seen.push(fieldText(batch, r, 0, '"'));
        },
      });
    expect(seen).toEqual(texts.slice(1));
    expect(stored).toBeLessThan(statSync(path).size);
  });

  it('counts days as the specification and the spreadsheets do', () => {
    // ECMA-376 part 1, 18.17.4.1: 1 is 1900-01-01, 60 the day that never was, 61 is 1900-03-01; or 0 is 1904-01-01.
    expect([1, 59, 61, 36526, 45000].map((day) => serialText(day, 'date', false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2000-01-01',
      '2023-03-15',
    ]);
    expect(serialText(0, 'date', true)).toBe('1904-01-01');
    expect(serialText(0.5, 'time', false)).toBe('12:00:00');
    expect(serialText(-1, 'date', false)).toBe('-1');
    const looks = [
      'yyyy-mm-dd',
      '[$-409]d\\-mmm',
      'mmm',
      '[h]:mm',
      '0.00',
      '#,##0 "days"',
      'General',
      'hh:mm',
      '[Red]0',
    ];
    expect(looks.map((code) => lookOf(200, code))).toEqual([
      'date',
      'date',
      'date',
      'number',
      'number',
      'number',
      'number',
      'time',
      'number',
    ]);
  });

  it('lets choose the sheet, and passes over what stands above the table', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => inline([`k${i}`, String(i), 'x'])).join('');
    const bytes = workbook({
      names: ['Read me', 'People &amp; more'],
      sheets: [
        inline(['nothing']) + inline(['here']),
        inline(['Report']) + inline(['id', 'n', 'plan']) + rows,
      ],
    });
    const path = file('two.xlsx', bytes);
    const { inspection, names, rows: read } = await collect(path, { sheet: 'People & more' });
    expect(inspection.sheets).toEqual(['Read me', 'People & more']);
    expect(inspection.warnings.join()).toContain('1 line above');
    expect(names).toEqual(['id', 'n', 'plan']);
    expect(read).toHaveLength(20);
    expect((await failure(collect(path, { sheet: 'Other' }))).next).toContain('People & more');
    // A first sheet that holds no table is not the end of it, unless it was asked for.
    for (const empty of ['', inline(['Report made by accounting'])]) {
      const first = file(
        'first.xlsx',
        workbook({ names: ['Notes', 'People'], sheets: [empty, inline(['id', 'n', 'plan']) + rows] }),
      );
      expect((await collect(first)).rows).toHaveLength(20);
      const refused = await failure(collect(first, { sheet: 'Notes' }));
      expect([refused.code, refused.next]).toEqual(['INPUT_EMPTY', 'Choose another with --sheet: "People".']);
    }
  });

  it('tells a row that is too wide, and an entity that is not known stays text', async () => {
    const { rows, problems } = await collect(
      file(
        'wide.xlsx',
        workbook({ sheets: [inline(['id', 'n']) + inline(['a', '1', '2']) + inline(['&lol;', '3'])] }),
      ),
    );
    expect(rows).toEqual([['&lol;', '3']]);
    expect(problems).toMatchObject([{ kind: 'too-many-fields', line: 2, found: 3, expected: 2 }]);
  });

  it('takes the first sheet that holds rows where nobody chose one, and refuses one without when it is chosen', async () => {
    const path = file(
      'notes.xlsx',
      workbook({
        names: ['Read me', 'Empty', 'Hidden', 'People'],
        states: ['visible', 'visible', 'hidden'],
        sheets: [
          inline(['Exported from the shop']),
          '',
          inline(['id']) + inline(['h']),
          inline(['id', 'plan']) + inline(['a', 'free']),
        ],
      }),
    );
    const { inspection, rows } = await collect(path);
    expect(inspection.format).toMatchObject({ sheet: 'People' });
    expect(inspection.sheets).toEqual(['Read me', 'Empty', 'Hidden', 'People']);
    expect(rows).toEqual([['a', 'free']]);
    expect((await failure(collect(path, { sheet: 'Read me' }))).code).toBe('INPUT_EMPTY');
  });

  it('I3: refuses a workbook that is damaged, without sheets, protected, or made to fill the memory', async () => {
    const refused = async (bytes: Uint8Array) => failure(collect(file('bad.xlsx', bytes)));
    expect(await refused(workbook({}))).toMatchObject({
      code: 'INPUT_EMPTY',
      message: expect.stringContaining('no sheet'),
    });
    expect((await refused(workbook({ sheets: [''] }))).code).toBe('INPUT_EMPTY');
    expect((await refused(workbook({ sheets: ['<row><c r="A1"><v>1</v>'] }))).message).toContain('damaged');
    const doctype = workbook({ sheets: ['<!DOCTYPE x [<!ENTITY a "b">]><row/>'] });
    expect((await refused(doctype)).message).toContain('damaged');
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect((await refused(ole)).message).toContain('protected with a password');
    const texts = workbook({
      sheets: [`${inline(['a', 'b'])}<row><c t="s"><v>0</v></c></row>`],
      shared: '<si><t>x</t></si>'.repeat(17 * 1024 * 1024),
    });
    expect((await refused(texts)).message).toMatch(/200 times|in memory at once/);
  }, 60_000);

  it('scans XML alike in chunks of any size', () => {
    const xml =
      '<?xml version="1.0"?><x:a b="1 &gt; 0"><!-- <no> --><c d=\'"\'/>t&#252;&#x1F600;&amp;<![CDATA[<raw>&amp;]]></x:a>';
    const run = (size: number): string => {
      let seen = '';
      const scanner = createXmlScanner('part', {
        open: (name, attributes) => {
          seen += `(${name} ${attributes.trim()})`;
        },
        text: (part) => {
          seen += part;
        },
        close: (name) => {
          seen += `(/${name})`;
        },
      });
      for (let at = 0; at < xml.length; at += size) scanner.push(xml.slice(at, at + size));
      scanner.end();
      return seen;
    };
    expect(run(1000)).toBe('(a b="1 &gt; 0")(c d=\'"\')(/c)tü😀&<raw>&amp;(/a)');
    for (let size = 1; size < 20; size++) expect(run(size)).toBe(run(1000));
  });

  const saved = fileURLToPath(new URL('../../../../../shared/data/adult/test.xlsx', import.meta.url));
  it.skipIf(!existsSync(saved))('reads what a spreadsheet program saved', async () => {
    const { names, rows } = await collect(saved);
    expect(names).toEqual(['age', 'gender', 'zipcode']);
    expect(rows).toEqual([
      ['34', 'male', '81667'],
      ['45', 'female', '81675'],
      ['66', 'male', '81925'],
      ['70', 'female', '81931'],
      ['34', 'female', '81931'],
      ['70', 'male', '81931'],
      ['45', 'male', '81931'],
    ]);
  });
});
