/** Workbooks for the tests: parts written after ECMA-376, and packed. */
import { entry, zipOf } from './zip.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

type Options = {
  sheets?: string[];
  names?: string[];
  shared?: string;
  styles?: string;
  properties?: string;
  states?: string[];
};

/** A workbook with these sheets, each the XML of its rows. */
export const workbook = ({
  sheets = [],
  names,
  states,
  shared,
  styles,
  properties = '',
}: Options): Uint8Array =>
  zipOf(
    Object.entries({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': `<?xml version="1.0"?><workbook ${MAIN} ${REL}>${properties}<sheets>${sheets
        .map(
          (_, i) =>
            `<sheet name="${names?.[i] ?? `S${i + 1}`}" sheetId="${i + 1}"${states?.[i] === undefined ? '' : ` state="${states[i]}"`} r:id="rId${i + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
        .map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
        .join('')}</Relationships>`,
      ...Object.fromEntries(
        sheets.map((rows, i) => [
          `xl/worksheets/sheet${i + 1}.xml`,
          `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
        ]),
      ),
      ...(shared === undefined ? {} : { 'xl/sharedStrings.xml': `<sst ${MAIN}>${shared}</sst>` }),
      ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet ${MAIN}>${styles}</styleSheet>` }),
    }).map(([name, text]) => entry(name, text)),
  );
/** A row of texts, as XML. */
export const inline = (cells: string[]): string =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
