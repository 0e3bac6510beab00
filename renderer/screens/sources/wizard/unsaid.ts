/** What somebody still has to say of a file before it can be checked, since its content does not tell. */
import { intake } from '../intake.svelte.ts';

/** Whether which entry of an archive, or which sheet, is meant has to be said. */
export const mustChoose = (): boolean => {
  const { choices } = intake.inspection ?? { choices: null };
  if (choices === null) return false;
  return (
    (choices.entries.length > 1 && intake.said.entry === undefined) ||
    (choices.sheet !== null && choices.sheets.length > 1 && intake.said.sheet === undefined)
  );
};

/** Whether how its text is written has to be said. */
export const mustNameEncoding = (): boolean =>
  (intake.inspection?.encodings ?? []).length > 0 && intake.said.encoding === undefined;
