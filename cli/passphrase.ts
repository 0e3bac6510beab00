/**
 * Where the passphrase comes from: a file, the environment, or a prompt without echo. Never an argument, which any
 * process of the machine can read and a shell writes down; and it is never printed.
 */
import { readFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { isTaken } from '../engine/vault/vault.ts';
import { CloisterError } from '../shared/errors.ts';
import type { OptionSpecs } from './command.ts';

/** Options of every command that opens a vault. */
export const VAULT_OPTIONS = {
  'passphrase-file': {
    kind: 'text',
    value: 'F',
    help: 'file whose first line is the passphrase (else CLOISTER_PASSPHRASE, else a prompt)',
  },
  keystore: { kind: 'text', value: 'F', help: 'place of keys.json, where it is not in the vault' },
} as const satisfies OptionSpecs;

export type VaultValues = { 'passphrase-file'?: string | undefined; keystore?: string | undefined };

/** A terminal, as far as a prompt needs it. */
export type Terminal = NodeJS.ReadStream & { setRawMode(on: boolean): unknown };

const cancelled = (): CloisterError =>
  new CloisterError('CANCELLED', 'Cancelled, nothing was changed.', 'Start it again when ready.');

/**
 * Reads one line from a terminal without showing it. Backspace takes a character back, Ctrl-U all of them.
 * @throws CloisterError CANCELLED on Ctrl-C, or Ctrl-D on an empty line
 */
export const readHidden = (
  question: string,
  input: Terminal,
  output: { write(text: string): unknown },
): Promise<string> =>
  new Promise((resolve, reject) => {
    const decoder = new StringDecoder('utf8');
    let typed: string[] = [];
    const end = (finish: () => void): void => {
      input.off('data', onData);
      input.off('end', onEnd);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      finish();
    };
    const onEnd = (): void => end(() => reject(cancelled()));
    const onData = (data: Buffer): void => {
      const characters = [...decoder.write(data)];
      for (let i = 0; i < characters.length; i++) {
        const character = characters[i];
        if (character === '\r' || character === '\n') {
          // What was typed ahead belongs to the next question.
          const rest = characters.slice(i + 1).join('');
          end(() => resolve(typed.join('')));
          if (rest !== '') input.unshift(Buffer.from(rest, 'utf8'));
          return;
        }
        if (character === '\u0003' || (character === '\u0004' && typed.length === 0)) {
          onEnd();
          return;
        }
        if (character === '\u007f' || character === '\b') typed.pop();
        else if (character === '\u0015') typed = [];
        else if (character >= ' ') typed.push(character);
      }
    };
    output.write(question);
    input.setRawMode(true);
    input.on('data', onData);
    input.on('end', onEnd);
    input.resume();
  });

const noTerminal = (): CloisterError =>
  new CloisterError(
    'VAULT_LOCKED',
    'The vault is locked, and there is no terminal to ask for its passphrase.',
    'Set CLOISTER_PASSPHRASE, or name a file with --passphrase-file.',
  );

/** The first line of a passphrase file. @throws CloisterError INPUT_EMPTY */
export const fromFile = (path: string): string => {
  const [line] = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  if (line !== '') return line;
  throw new CloisterError(
    'INPUT_EMPTY',
    `The passphrase file ${path} begins with an empty line.`,
    'Write the passphrase on its first line.',
  );
};

/** Asks for a passphrase at the terminal; null where there is none. */
export const askHidden = async (question: string): Promise<string | null> =>
  process.stdin.isTTY ? readHidden(question, process.stdin as Terminal, process.stderr) : null;

/**
 * Asks for a new passphrase, twice.
 * @throws CloisterError USAGE where the two differ, or where there is no terminal
 */
export const askTwice = async (question: string): Promise<string> => {
  const typed = await askHidden(`${question}: `);
  if (typed === null)
    throw new CloisterError(
      'USAGE',
      'No new passphrase was given, and there is no terminal to ask for it.',
      'Set CLOISTER_NEW_PASSPHRASE, or name a file with --new-passphrase-file.',
    );
  if ((await askHidden('Once more: ')) === typed) return typed;
  throw new CloisterError('USAGE', 'The two passphrases differ. Nothing was changed.', 'Try again.');
};

/**
 * The passphrase of a vault. For a new vault the prompt asks twice.
 * @throws CloisterError VAULT_LOCKED where nothing gives one, USAGE where the two differ
 */
export const passphraseFor = async (values: VaultValues, isNew: boolean): Promise<string> => {
  const path = values['passphrase-file'];
  if (path !== undefined) return fromFile(path);
  const given = process.env['CLOISTER_PASSPHRASE'];
  if (given !== undefined && given !== '') return given;
  if (!process.stdin.isTTY) throw noTerminal();
  return isNew
    ? askTwice('New passphrase')
    : readHidden('Passphrase: ', process.stdin as Terminal, process.stderr);
};

/** What the contract needs to open the vault at `path`, with the passphrase asked for. */
export const unlocking = async (
  path: string,
  values: VaultValues,
  isNew = false,
): Promise<{ path: string; passphrase: string; keystore?: string }> => ({
  path,
  // Nobody is asked for the passphrase of a vault that the engine will refuse to make or to open.
  passphrase: isTaken(path) === isNew ? '' : await passphraseFor(values, isNew),
  ...(values.keystore === undefined ? {} : { keystore: values.keystore }),
});
