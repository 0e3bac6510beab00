/** Options that say how a source is written, where its content does not tell or tells it wrongly. */
import { FORMAT_TYPES, type SourceFormat } from '../shared/mapping.ts';

export const FORMAT_OPTIONS = {
  format: {
    kind: 'choice',
    value: 'T',
    choices: FORMAT_TYPES,
    help: `read it as ${FORMAT_TYPES.join(', ')}, whatever it looks like`,
  },
  encoding: { kind: 'text', value: 'E', help: 'how its text is written, such as windows-1251' },
  sheet: { kind: 'text', value: 'NAME', help: 'the sheet of a workbook' },
  entry: { kind: 'text', value: 'NAME', help: 'the entry of a zip archive; "*" takes all as one source' },
} as const;

export const PEOPLE_OPTION = {
  kind: 'choice',
  value: 'records',
  choices: ['records'],
  help: 'the file names nobody, and each record is a person of its own',
} as const;

/** What the options say, as the contract takes it; undefined when they say nothing. */
export const sourceFormat = ({
  format,
  encoding,
  sheet,
  entry,
}: {
  format?: SourceFormat['type'];
  encoding?: string | undefined;
  sheet?: string | undefined;
  entry?: string | undefined;
}): SourceFormat | undefined => {
  const said: SourceFormat = {
    ...(format === undefined ? {} : { type: format }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(entry === undefined ? {} : { entry }),
  };
  return Object.keys(said).length === 0 ? undefined : said;
};
