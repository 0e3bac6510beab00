/** From an inspection to a mapping to look at and edit. */
import { columnName, listedNames } from '../../shared/column-name.ts';
import type { ColumnMapping, Mapping, SourceFormat } from '../../shared/mapping.ts';
import type { InspectedColumn, Inspection } from './inspect.ts';
import { identifierIn } from './scan.ts';
import { numberFormatText } from './values/written.ts';

const suggestColumn = (column: InspectedColumn, taken: Set<string>): ColumnMapping => {
  const mapping: ColumnMapping = { column: column.name, role: column.role };
  const format =
    column.valueFormat?.type === 'time'
      ? column.valueFormat.format
      : column.valueFormat?.type === 'number'
        ? numberFormatText(column.valueFormat.format)
        : undefined;
  if (column.role === 'identifier' || column.role === 'link')
    mapping.identifier = column.identifierType ?? 'customer';
  if (column.role === 'attribute' && column.listed !== undefined) {
    mapping.class = column.attributeClass ?? 'ordinary';
    mapping.values = listedNames(column.name, column.listed, taken);
  } else if (column.role === 'attribute') {
    let name = columnName(column.name);
    for (let n = 2; taken.has(name); n++) name = `${columnName(column.name)}_${n}`;
    taken.add(name);
    mapping.name = name;
    mapping.class = column.attributeClass ?? 'ordinary';
    // Figures that can be read in two ways are numbers whose format a person has to say.
    const isOpen = column.valueFormat === undefined && column.numberChoices.length > 0;
    mapping.type = column.valueFormat?.type === 'number' || isOpen ? 'number' : 'text';
    if (mapping.type === 'number' && format !== undefined) mapping.format = format;
  }
  if ((column.role === 'time' || column.role === 'amount') && format !== undefined) mapping.format = format;
  if (column.role === 'consent' && column.consent !== undefined) {
    mapping.part = column.consent.part;
    if (column.consent.purpose !== undefined)
      mapping.purpose = column.consent.purpose as NonNullable<ColumnMapping['purpose']>;
    if (column.consent.values !== undefined) mapping.values = column.consent.values;
    if (column.consent.dated !== undefined) mapping.dated = column.consent.dated;
  }
  if (column.steps !== undefined) mapping.steps = [...column.steps];
  if (column.separator !== undefined) mapping.separator = column.separator;
  if (column.prefix !== undefined) mapping.prefix = column.prefix;
  if (column.emails !== undefined) mapping.emails = column.emails;
  if (column.minus !== undefined) mapping.minus = column.minus;
  if (column.times !== undefined) mapping.times = column.times;
  if (column.leaveOut !== undefined) mapping.leaveOut = column.leaveOut;
  if (column.only !== undefined) mapping.only = column.only;
  if (column.otherwise !== undefined) mapping.otherwise = column.otherwise;
  if (column.currency !== undefined) mapping.currency = column.currency;
  if (column.rates !== undefined) mapping.rates = column.rates;
  return mapping;
};

/** How the source is written, said so that the next file of its kind is read the same way. */
const suggestedFormat = ({
  format,
  encoding,
  header,
  columns,
  entry,
  entries,
  system,
}: Inspection): SourceFormat => ({
  type: format.type,
  ...(format.type === 'delimited' ? { delimiter: format.delimiter, quote: format.quote } : {}),
  ...(format.type === 'fixed' ? { cuts: format.cuts } : {}),
  ...(format.type === 'xlsx' ? { sheet: format.sheet } : {}),
  ...(entry !== null && entries.length > 1 ? { entry } : {}),
  ...(encoding === null ? {} : { encoding: encoding.encoding }),
  ...(format.type === 'json' || format.type === 'parquet' ? {} : { header }),
  ...(header ? {} : { columns: columns.map(({ name }) => name) }),
  ...(system?.system.footer === true ? { footer: true } : {}),
});

/** The suggested mapping of a file, to be looked at and edited. It may still lack what only a person knows. */
export const suggestedMapping = (inspection: Inspection): Mapping => {
  // What people spent is kept under the name of its role.
  const taken = new Set(inspection.columns.some(({ role }) => role === 'amount') ? ['amount'] : []);
  const { everyone } = inspection;
  const when = (name: 'dated' | 'asked', column = ''): object => (column === '' ? {} : { [name]: column });
  return {
    version: 1,
    kind: inspection.kind,
    format: suggestedFormat(inspection),
    ...(inspection.people === null ? {} : { people: 'records' as const }),
    // A column that is not mentioned is dropped; the name of one that names somebody is not even kept.
    columns: inspection.columns
      .filter(({ name, role }) => role !== 'dropped' || identifierIn(name) === null)
      .map((column) => suggestColumn(column, taken)),
    ...(inspection.system?.system.orderLines === true ? { orderLines: true } : {}),
    ...(inspection.system?.system.called === undefined ? {} : { called: inspection.system.system.called }),
    ...(everyone === null
      ? {}
      : {
          consent: {
            everyone: {
              state: everyone.state,
              purpose: everyone.purpose,
              ...when('dated', everyone.dated),
              ...when('asked', everyone.asked),
            },
          },
        }),
  };
};
