/**
 * Status files: a zip archive or a folder of files that one system exported together, one for each state people are in,
 * such as the audience of Mailchimp. Nothing is taken for them that does not prove it: every file has to be known.
 */
import type { StatusFile, StatusFiles } from '../../shared/contract/status-files.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Run } from '../jobs/job.ts';
import { entriesOf, type InputFile } from './input/survey.ts';
import type { Inspection } from './inspect.ts';
import { inspectSource, isStandardInput, type Place, withFiles } from './source.ts';

/** Most states a system has files for; what holds more files is something else, and is not read to find out. */
const MOST_FILES = 20;

type Unit = { input: InputFile; file: string; entry: string | null };

const unitsOf = (inputs: readonly InputFile[], { file }: Place): Unit[] => {
  if (inputs.length > 1) return inputs.map((input) => ({ input, file: String(input.source), entry: null }));
  const entries = entriesOf(inputs[0]);
  if (entries.length === 0) return [{ input: inputs[0], file, entry: null }];
  return entries.map((entry) => ({ input: inputs[0], file, entry }));
};

/** How a unit is read; null where it is no table, which is for whoever imports it alone to hear. */
const inspectUnit = async ({ input, entry }: Unit, run: Run): Promise<Inspection | 'empty' | null> => {
  try {
    return await inspectSource([input], entry === null ? {} : { format: { entry } }, run);
  } catch (thrown) {
    if (thrown instanceof CloisterError && thrown.code === 'INPUT_EMPTY') return 'empty';
    if (thrown instanceof CloisterError && /^(INPUT_|MAPPING_)/.test(thrown.code)) return null;
    throw thrown;
  }
};

/**
 * The status files at a place, in the order of their names.
 * @param least fewer files are no answer: one file alone is for whoever imports it to read
 * @returns null where the place holds fewer, or one that is not known as such
 * @throws CloisterError INPUT_MISSING, INPUT_FORMAT for a place that cannot be read; CANCELLED
 */
export const statusFilesAt = async (place: Place, run: Run, least = 2): Promise<StatusFiles | null> => {
  if (isStandardInput(place.file)) return null;
  return withFiles(place, run, async (inputs) => {
    const units = unitsOf(inputs, place);
    if (units.length < least || units.length > MOST_FILES) return null;
    const files: StatusFile[] = [];
    const empty: string[] = [];
    let system: { id: string; name: string } | null = null;
    for (const unit of units) {
      run.check();
      const found = await inspectUnit(unit, run);
      if (found === 'empty') {
        empty.push(unit.entry ?? unit.input.name);
        continue;
      }
      const known = found?.system?.system;
      if (found === null || !found.recognised || known === undefined || found.everyone === null) return null;
      if (known.id !== (system ?? known).id) return null;
      system = known;
      const { state, why } = found.everyone;
      files.push({ file: unit.file, entry: unit.entry, state, why });
    }
    return system === null ? null : { system: system.name, files, empty };
  });
};
