/** `keys`: the keys of a vault and its privacy officer; each change says what it does and what it does not do. */
import { counted, number } from '../../shared/charts/words.ts';
import { type KeysStatus, SHREDS } from '../../shared/contract/keys.ts';
import type { OfficerStatus } from '../../shared/contract/officer.ts';
import { KEY_ACTS, type KeyAct, officerMeans } from '../../shared/key-acts.ts';
import { type Command, type Context, form, type Outcome } from '../command.ts';
import { actAsOfficer, givenPassphrase, OFFICER_OPTIONS } from '../officer.ts';
import type { Out } from '../output.ts';
import { askTwice, unlocking, VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';

/** Opens the vault, and answers with the passphrase: what changes keys asks for it again. */
const open = async (context: Context, path: string, values: VaultValues): Promise<string> => {
  const input = await unlocking(path, values);
  await context.call('vault.open', input);
  return input.passphrase;
};

const showStatus = (out: Out, status: KeysStatus): void => {
  out.pairs([
    ['keystore', `${status.keystore} (${status.inVault ? 'inside' : 'outside'} the vault)`],
    ['database', `${status.cipher}, every page encrypted and authenticated`],
    ['passphrase', `Argon2id, ${number(status.kdf.m / 1024)} MiB, ${status.kdf.t} passes`],
    [
      'before the last change',
      status.previous ? 'keys.json.previous still opens with the old passphrase' : 'gone',
    ],
  ]);
  out.line();
  out.table(
    [
      { head: 'epoch', align: 'right' },
      { head: 'pseudonyms', align: 'right' },
      { head: 'key', wraps: 1 },
    ],
    status.epochs.map(({ epoch, held, pseudonyms }) => [
      number(epoch),
      number(pseudonyms),
      epoch === status.epoch ? 'written now' : held ? 'recognises people known from before' : 'destroyed',
    ]),
  );
};

const showAct = (out: Out, act: KeyAct): void => {
  const { done, does, doesNot } = KEY_ACTS[act];
  out.paragraph(done);
  out.line();
  out.pairs([
    ['it does', does],
    ['it does not', doesNot],
  ]);
};

/** A change of keys that only needs the passphrase. */
const changed = (act: KeyAct, status: KeysStatus): Outcome => ({
  json: status,
  show: (out) => {
    showAct(out, act);
    out.line();
    showStatus(out, status);
  },
});

const officerShown = (status: OfficerStatus, said: string): Outcome => {
  const { acting: _, secondsLeft: __, ...json } = status;
  return {
    json,
    show: (out) => {
      out.paragraph(said);
      out.pairs([
        ['officer', status.officer ?? 'none appointed: the passphrase of the vault stands in'],
        ...(status.since === null ? [] : [['since', status.since.slice(0, 10)] as [string, string]]),
      ]);
      out.line();
      out.paragraph(officerMeans);
    },
  };
};

const newPassphrase = async (file: string | undefined, variable: string, whose: string): Promise<string> =>
  givenPassphrase(file, variable) ?? (await askTwice(`New passphrase of ${whose}`));

const NEW_OPTION = {
  'new-passphrase-file': {
    kind: 'text',
    value: 'F',
    help: 'file whose first line is the new passphrase (else CLOISTER_NEW_PASSPHRASE, else a prompt)',
  },
} as const;

export const keysCommand: Command = {
  name: 'keys',
  summary: 'the keys of a vault: passphrase, database key, pseudonyms, privacy officer',
  about: [
    'A new passphrase wraps the same keys; rekey encrypts the database under a new key; an epoch starts new pseudonyms; shred destroys. What each does and does not do is printed with it, and stands in docs/keys.md.',
    'epoch, shred and officer are acts of the privacy officer: they take the officer’s passphrase, or the passphrase of the vault once more where no officer is appointed.',
  ],
  example: 'cloister keys shop status',
  forms: [
    form({
      action: 'status',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'where the keys are, what protects them, which epochs there are',
      run: async ([path], values, context) => {
        await open(context, path, values);
        const status = await context.call('keys.status', {});
        return { json: status, show: (out) => showStatus(out, status) };
      },
    }),
    form({
      action: 'passphrase',
      words: ['VAULT'],
      options: { ...NEW_OPTION, ...VAULT_OPTIONS },
      summary: 'another passphrase',
      run: async ([path], { 'new-passphrase-file': file, ...values }, context) => {
        const passphrase = await open(context, path, values);
        const next = await newPassphrase(file, 'CLOISTER_NEW_PASSPHRASE', 'the vault');
        return changed('passphrase', await context.call('keys.passphrase', { passphrase, next }));
      },
    }),
    form({
      action: 'rekey',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'another database key: every page is written anew',
      run: async ([path], values, context) => {
        const passphrase = await open(context, path, values);
        return changed('rekey', await context.call('keys.rekey', { passphrase }));
      },
    }),
    form({
      action: 'epoch',
      words: ['VAULT'],
      options: { ...OFFICER_OPTIONS, ...VAULT_OPTIONS },
      summary: 'new pseudonyms from the next import on',
      run: async ([path], values, context) => {
        const passphrase = await open(context, path, values);
        await actAsOfficer(context, values);
        return changed('epoch', await context.call('keys.epoch', { passphrase }));
      },
    }),
    form({
      action: 'move',
      words: ['VAULT'],
      options: {
        to: {
          kind: 'text',
          value: 'FILE.json',
          help: 'the new place; back into the vault where it is left out',
        },
        ...VAULT_OPTIONS,
      },
      summary: 'move the keystore, with its journals, to another place',
      run: async ([path], { to, ...values }, context) => {
        const passphrase = await open(context, path, values);
        return changed(
          'move',
          await context.call('keys.move', { passphrase, ...(to === undefined ? {} : { to }) }),
        );
      },
    }),
    form({
      action: 'shred',
      words: ['VAULT'],
      options: {
        what: {
          kind: 'choice',
          value: 'W',
          choices: SHREDS,
          required: true,
          help: `what is destroyed; one of ${SHREDS.join(', ')}`,
        },
        name: {
          kind: 'text',
          value: 'NAME',
          required: true,
          help: 'the name of the vault: it cannot be undone',
        },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'destroy keys for ever',
      run: async ([path], { what, name, ...values }, context) => {
        const passphrase = await open(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('keys.shred', { passphrase, what, name });
        return {
          json: answer,
          show: (out) => {
            showAct(out, `shred-${what}`);
            out.line();
            if (what !== 'vault')
              out.paragraph(`${counted(answer.pseudonyms, 'pseudonym was', 'pseudonyms were')} removed.`);
            out.paragraph('The last signed head of the record; keep it:');
            out.line(answer.checkpoint);
          },
        };
      },
    }),
    form({
      action: 'officer',
      words: ['VAULT'],
      options: {
        appoint: { kind: 'flag', help: 'appoint an officer, or give the officer a new key and passphrase' },
        dismiss: { kind: 'flag', help: 'let the officer go' },
        ...NEW_OPTION,
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'who the privacy officer is; appoint one, or let them go',
      run: async ([path], { appoint, dismiss, 'new-passphrase-file': file, ...values }, context) => {
        await open(context, path, values);
        if (appoint) {
          await actAsOfficer(context, values);
          const passphrase = await newPassphrase(file, 'CLOISTER_NEW_PASSPHRASE', 'the privacy officer');
          return officerShown(
            await context.call('officer.appoint', { passphrase }),
            'The officer is appointed.',
          );
        }
        if (!dismiss) return officerShown(await context.call('officer.status', {}), 'The privacy officer:');
        await actAsOfficer(context, values);
        return officerShown(await context.call('officer.dismiss', {}), 'The officer was let go.');
      },
    }),
  ],
};
