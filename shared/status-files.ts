/** Status files where one name stands for several sources: which, and under which mapping of a list each of them comes in. */
import type { StatusFiles } from './contract/status-files.ts';
import { CloisterError } from './errors.ts';
import { type Mapping, parseMapping, type SourceFormat } from './mapping.ts';

/** One source as `intake.import` takes it, and what it is called in messages. */
export type OneSource = {
  file: string;
  name: string;
  format?: SourceFormat;
  mapping?: Mapping;
};

/** @throws CloisterError MAPPING_INVALID where one is none, or does not say which entry it is for */
export const parseMappings = (value: unknown): Mapping | Mapping[] => {
  if (!Array.isArray(value)) return parseMapping(value);
  const mappings = value.map((one) => parseMapping(one));
  const entries = mappings.map(({ format }) => format?.entry);
  if (entries.length === 0 || entries.includes(undefined) || new Set(entries).size < entries.length)
    throw new CloisterError(
      'MAPPING_INVALID',
      'A list of mappings says of each which entry of the archive it is for, and of no entry twice.',
      'Let `cloister inspect FILE.zip --mapping-out M.yaml` write one, or give a single mapping.',
    );
  return mappings;
};

/** What was said of all files; a source of its own may say more. */
type Said = { mapping: Mapping | Mapping[] | undefined; format: SourceFormat | undefined };

/**
 * The sources that a FILE stands for: one for each mapping of a list, one for each status file, else the file itself.
 * @param statusFiles what the engine finds at the place; null where somebody said which part of it is meant
 */
export const sourcesOf = (
  file: string,
  { mapping, format }: Said,
  statusFiles: StatusFiles | null,
): OneSource[] => {
  const parts: { file: string; entry: string | null; mapping?: Mapping }[] = Array.isArray(mapping)
    ? mapping.map((one) => ({ file, entry: one.format?.entry ?? null, mapping: one }))
    : (statusFiles?.files ?? []);
  if (parts.length === 0)
    return [
      {
        file,
        name: file,
        ...(mapping === undefined || Array.isArray(mapping) ? {} : { mapping }),
        ...(format === undefined ? {} : { format }),
      },
    ];
  return parts.map((part) => ({
    file: part.file,
    name: part.entry === null ? part.file : `${file} › ${part.entry}`,
    ...(part.mapping === undefined ? {} : { mapping: part.mapping }),
    ...(part.entry === null && format === undefined
      ? {}
      : { format: { ...format, ...(part.entry === null ? {} : { entry: part.entry }) } }),
  }));
};
