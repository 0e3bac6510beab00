/** Looking at files, taking them in, and making a sample. */
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { listedNames } from '../../shared/column-name.ts';
import type { InspectionAnswer } from '../../shared/contract/answers.ts';
import type { TimeFormat } from '../../shared/time-formats.ts';
import { delimiterName } from '../intake/csv/dialect.ts';
import { formatName } from '../intake/formats/format.ts';
import { importFile } from '../intake/import.ts';
import type { InspectedColumn } from '../intake/inspect.ts';
import { LOADER } from '../intake/read-all.ts';
import { INSPECTOR, inspectSource, naming, titleOf, withFiles } from '../intake/source.ts';
import { statusFilesAt } from '../intake/status-files.ts';
import { suggestedMapping } from '../intake/suggested.ts';
import { numberFormatText } from '../intake/values/written.ts';
import { makeFolder } from '../vault/files.ts';
import type { Handlers } from './handler.ts';
import { placeOf } from './place.ts';

/** What an order of figures makes of a date. */
const ORDER_READS: Partial<Record<TimeFormat, string>> = {
  dmy: 'day, month, year: 03/04/05 is 3 April 2005',
  mdy: 'month, day, year: 03/04/05 is 4 March 2005',
  ymd: 'year, month, day: 03/04/05 is 5 April 2003',
};

/** The readings of a column whose values leave it open, each with what it makes of a value of the commonest shape. */
const readingsOf = ({
  role,
  shapes,
  timeChoices,
  numberChoices,
}: InspectedColumn): { format: string; reads: string }[] => {
  const isRead = role === 'time' || role === 'amount' || role === 'attribute';
  if (!isRead) return [];
  if (timeChoices.length > 0)
    return timeChoices.map((format) => ({
      format,
      reads: `${shapes[0] ?? '99/99/9999'} as ${ORDER_READS[format] ?? format}`,
    }));
  return numberChoices.map((format) => ({
    format: numberFormatText(format),
    reads: `${shapes[0] ?? '9.999'} as ${format.group === '' ? 'a number with three decimals, a little over one' : 'a number over a thousand'}`,
  }));
};

export const intakeHandlers: Handlers<
  'intake.ready' | 'intake.inspect' | 'intake.import' | 'intake.statusFiles' | 'sample.write'
> = {
  'intake.ready': async (_, { reserve }) => {
    await reserve.prepare([INSPECTOR, LOADER]);
    return null;
  },
  'intake.inspect': async (
    { file, also, kind, people, format: said },
    session,
    run,
  ): Promise<InspectionAnswer> => {
    const place = placeOf(session, file, also);
    const inspection = await withFiles(place, run, (files) =>
      inspectSource(files, { format: said, kind, people }, run),
    ).catch((thrown: unknown) => {
      throw naming(thrown, { file });
    });
    const { encoding, format, parts, entries, entry, sheets, system } = inspection;
    return {
      file: titleOf(place, inspection),
      bytes: inspection.bytes,
      sha256: inspection.sha256,
      format: {
        type: format.type,
        name: formatName(format),
        packing: inspection.packing,
        why: inspection.formatWhy,
      },
      files: parts.length,
      choices: { entries, entry, sheets, sheet: format.type === 'xlsx' ? format.sheet : null },
      encoding: encoding === null ? null : `${encoding.encoding}${encoding.guessed ? ' (a guess)' : ''}`,
      encodings: inspection.encodings,
      delimiter: format.type === 'delimited' ? delimiterName(format.delimiter) : null,
      header: inspection.header,
      system:
        system === null
          ? null
          : {
              id: system.system.id,
              name: system.system.name,
              because: system.because,
              confidence: system.confidence,
              rival: system.rival,
            },
      kind: inspection.kind,
      why: inspection.kindWhy,
      people: inspection.people,
      records: inspection.records,
      counted: inspection.counted,
      columns: inspection.columns.map((column) => ({
        column: column.name,
        role: column.role,
        why: column.why,
        classification: column.classification,
        shapes: column.shapes,
        warnings: column.warnings,
        readings: readingsOf(column),
        several: column.several
          .filter(({ values }) => values.length > 0)
          .map(({ separator, values }) => ({ separator, values: listedNames(column.name, values) })),
      })),
      warnings: inspection.warnings,
      mapping: suggestedMapping(inspection),
    };
  },
  'intake.import': async ({ keep = false, ...input }, session, run) => {
    const place = placeOf(session, input.file, input.also);
    const answer = await importFile(session.vault(), { ...input, ...place }, run);
    if (place.bytes !== undefined && !input.dryRun && !keep) session.received.clear();
    return answer;
  },
  'intake.statusFiles': ({ file }, session, run) =>
    statusFilesAt(placeOf(session, file), run).catch((thrown: unknown) => {
      throw naming(thrown, { file });
    }),
  'sample.write': async ({ folder, customers, events, seed }, _, run) => {
    // Few calls write a sample: what it is drawn from is reckoned when it is asked for.
    const { writeSample } = await import('../sample/sample.ts');
    const isNew = !existsSync(resolve(folder));
    makeFolder(resolve(folder));
    try {
      return await writeSample(folder, { customers, seed, eventsPerCustomer: events }, (done, total) => {
        run.check();
        run.progress('Writing the sample', done, total, 'customers');
      });
    } catch (error) {
      // What was half written is gone already; a folder that was made for it goes too.
      if (isNew && readdirSync(folder).length === 0) rmdirSync(folder);
      throw error;
    }
  },
};
