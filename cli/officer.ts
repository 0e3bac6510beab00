/**
 * Where the officer's passphrase comes from: a file, the environment, or a prompt without echo. A command that does an
 * act of the privacy officer takes OFFICER_OPTIONS and calls `actAsOfficer` once the vault is open.
 */
import { CloisterError } from '../shared/errors.ts';
import type { Context, OptionSpecs } from './command.ts';
import { askHidden, fromFile } from './passphrase.ts';

/** Options of every command that does an act of the privacy officer. */
export const OFFICER_OPTIONS = {
  'officer-passphrase-file': {
    kind: 'text',
    value: 'F',
    help: 'file whose first line is the officer’s passphrase (else CLOISTER_OFFICER_PASSPHRASE, else a prompt)',
  },
} as const satisfies OptionSpecs;

export type OfficerValues = { 'officer-passphrase-file'?: string | undefined };

/** A passphrase from a file or a variable of the environment; null where neither gives one. */
export const givenPassphrase = (file: string | undefined, variable: string): string | null => {
  if (file !== undefined) return fromFile(file);
  const given = process.env[variable];
  return given === undefined || given === '' ? null : given;
};

/**
 * Takes the right to act as officer for the rest of the command.
 * @throws CloisterError OFFICER_NEEDED where nothing gives the passphrase; PASSPHRASE_WRONG
 */
export const actAsOfficer = async (context: Context, values: OfficerValues): Promise<void> => {
  let passphrase = givenPassphrase(values['officer-passphrase-file'], 'CLOISTER_OFFICER_PASSPHRASE');
  if (passphrase === null) {
    const { officer } = await context.call('officer.status', {});
    passphrase = await askHidden(
      officer === null
        ? 'No privacy officer is appointed. Passphrase of the vault, once more: '
        : 'Passphrase of the privacy officer: ',
    );
  }
  if (passphrase === null)
    throw new CloisterError(
      'OFFICER_NEEDED',
      'This needs the privacy officer’s passphrase.',
      'Set CLOISTER_OFFICER_PASSPHRASE or name a file with --officer-passphrase-file; where no officer is appointed, it is the passphrase of the vault.',
    );
  await context.call('officer.enter', { passphrase });
};
