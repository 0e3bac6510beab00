/** `create`, `doctor` and opening a vault for the other commands. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../shared/charts/words.ts';
import type { CheckAnswer, VaultStatus } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, type Context, form, type Outcome } from '../command.ts';
import type { Out } from '../output.ts';
import { unlocking, VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';

/** Opens the vault at `path` for what follows; it is closed when the command ends. */
export const openVault = async (context: Context, path: string, values: VaultValues): Promise<VaultStatus> =>
  context.call('vault.open', await unlocking(path, values));

/** Checks as a table, and how many failed. */
export const showChecks = (out: Out, checks: readonly CheckAnswer[]): void => {
  out.table(
    [{ head: '' }, { head: 'check' }, { head: 'finding', wraps: 1 }],
    checks.map(({ check, passed, detail }) => [passed ? 'ok' : 'FAILED', check, detail]),
  );
  const failed = checks.filter(({ passed }) => !passed).length;
  out.heading(
    failed === 0
      ? `All ${counted(checks.length, 'check', 'checks')} passed.`
      : `${failed} of ${counted(checks.length, 'check', 'checks')} failed.`,
  );
};

const failedCheck = (checks: readonly CheckAnswer[]): Pick<Outcome, 'failed'> => {
  const first = checks.find(({ passed }) => !passed);
  return first === undefined
    ? {}
    : {
        failed: new CloisterError(
          'VAULT_DAMAGED',
          `A protection does not hold: ${first.check} (${first.detail}).`,
          'Do not work with this vault until it does.',
        ),
      };
};

/** Checks the protections of this machine in a vault that is thrown away at once. */
const inThrowawayVault = async (context: Context): Promise<CheckAnswer[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-doctor-'));
  try {
    const passphrase = randomBytes(24).toString('base64');
    await context.call('vault.create', { path: join(folder, 'doctor'), passphrase });
    return await context.call('vault.doctor', {});
  } finally {
    context.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const createCommand: Command = {
  name: 'create',
  summary: 'make a new, empty, encrypted vault',
  about: [
    'The passphrase has at least 8 characters. Without it and keys.json nobody can read the vault, and nobody can bring it back: keep both safe, apart from each other.',
  ],
  example: 'cloister create shop --keystore ~/keys/shop.json',
  forms: [
    form({
      words: ['VAULT'],
      options: {
        cipher: {
          kind: 'choice',
          value: 'C',
          choices: ['aegis', 'sqlcipher'],
          help: 'cipher of every page: aegis (usual) or sqlcipher',
        },
        ...VAULT_OPTIONS,
      },
      summary: 'make a vault',
      run: async ([path], values, context) => {
        const { cipher } = values;
        const answer = await context.call('vault.create', {
          ...(await unlocking(path, values, true)),
          ...(cipher === undefined ? {} : { cipher }),
        });
        return {
          json: answer,
          show: (out) => {
            out.paragraph(`The vault ${answer.name} is ready.`);
            out.pairs([
              ['folder', answer.folder],
              ['keystore', values.keystore ?? join(answer.folder, 'keys.json')],
              ['cipher', cipher ?? 'aegis'],
            ]);
            out.heading(`Next: cloister import ${path} FILE…`);
          },
        };
      },
    }),
  ],
};

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'the state of every protection, of this machine or of a vault',
  about: [
    'Without a vault the protections are checked in one that is made for it and thrown away. The exit status is 1 where one does not hold.',
  ],
  example: 'cloister doctor shop',
  forms: [
    form({
      words: ['[VAULT]'],
      options: VAULT_OPTIONS,
      summary: 'check the protections',
      run: async ([path], values, context) => {
        const status = path === undefined ? null : await openVault(context, path, values);
        const checks =
          status === null ? await inThrowawayVault(context) : await context.call('vault.doctor', {});
        return {
          json: { ok: checks.every(({ passed }) => passed), vault: status?.name ?? null, checks },
          show: (out) => {
            out.line(
              status === null ? 'This machine (in a vault made for the check)' : `Vault ${status.name}`,
            );
            out.line();
            showChecks(out, checks);
          },
          ...failedCheck(checks),
        };
      },
    }),
  ],
};
