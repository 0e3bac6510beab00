/** `subject`: requests of data subjects. What one person is told, an objection, an erasure with its certificate. */
import { readFileSync } from 'node:fs';
import { counted, number } from '../../shared/charts/words.ts';
import type { ErasureAnswer } from '../../shared/contract/subjects.ts';
import { CloisterError } from '../../shared/errors.ts';
import { IDENTIFIER_TYPES } from '../../shared/vocabulary.ts';
import { type Command, type Context, form, type Outcome } from '../command.ts';
import { AS_OF_OPTION, today } from '../lens-options.ts';
import { actAsOfficer, OFFICER_OPTIONS, type OfficerValues } from '../officer.ts';
import { VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';
import { showStanding } from './consent-tables.ts';
import { showAccess, showCertificate, showLifted } from './subject-tables.ts';
import { openVault } from './vault.ts';

const IDENTIFIER = {
  kind: 'text',
  value: 'VALUE',
  help: 'the identifier as the files have it; it is hashed on the spot. - reads it from standard input',
} as const;
const TYPE = {
  kind: 'choice',
  value: 'T',
  choices: IDENTIFIER_TYPES,
  help: `what it identifies by (customer); one of ${IDENTIFIER_TYPES.join(', ')}`,
} as const;
const REFERENCE = {
  kind: 'text',
  value: 'R',
  help: 'number of the request in your own books: letters, digits, blanks and . _ / -',
} as const;
const REASON = {
  kind: 'text',
  value: 'TEXT',
  required: true,
  help: 'why; it is kept beside the record',
} as const;
const COMMON = { type: TYPE, ...OFFICER_OPTIONS, ...VAULT_OPTIONS } as const;

/** Opens the vault and acts as its officer. */
const enter = async (context: Context, path: string, values: VaultValues & OfficerValues): Promise<void> => {
  await openVault(context, path, values);
  await actAsOfficer(context, values);
};

const typed = (identifier: string): string =>
  identifier === '-' ? readFileSync(0, 'utf8').split(/\r?\n/)[0] : identifier;

const given = <T>(name: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

const erased = (answer: ErasureAnswer): Outcome => {
  const { certificate, asked, found, erasedBefore, unknown, file } = answer;
  const hits = certificate?.residue.hits ?? 0;
  return {
    json: answer,
    show: (out) => {
      out.paragraph(
        `${counted(asked, 'identifier', 'identifiers')}: ${number(found)} known, ${number(erasedBefore)} erased before, ${number(unknown)} unknown.`,
      );
      if (certificate === null) return;
      out.line();
      showCertificate(out, certificate);
      if (file !== null) out.paragraph(`The signed certificate is at ${file}.`);
    },
    ...(hits > 0
      ? {
          failed: new CloisterError(
            'VAULT_DAMAGED',
            `Something that was erased was still found ${hits} times.`,
            'Keep the certificate and report this; the vault is not free of the person.',
          ),
        }
      : {}),
  };
};

/** Identifiers of a batch, one a line. */
const linesOf = (path: string): string[] => {
  const lines = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > 0) return lines;
  throw new CloisterError('INPUT_EMPTY', `There is no identifier in ${path}.`, 'Write one a line.');
};

const oneOf = (identifier: string | undefined, file: string | undefined): string[] => {
  if ((identifier === undefined) === (file === undefined))
    throw new CloisterError(
      'USAGE',
      'It needs either --identifier or --identifiers-file.',
      'Give one identifier, or a file with one a line.',
    );
  return file === undefined ? [typed(identifier ?? '')] : linesOf(file);
};

export const subjectCommand: Command = {
  name: 'subject',
  summary: 'requests of data subjects: access, objection, erasure',
  about: [
    'Acts of the privacy officer. The identifier is hashed on the spot; it is stored nowhere and stands in no log. On the command line other users of the machine can see it, so - reads it from standard input.',
    'An erasure removes everything held on the person, leaves a keyed hash that stops a return, compacts the vault, looks for what must be gone, and gives a signed certificate. An erasure that was interrupted is finished when the vault is opened next.',
  ],
  example: 'cloister subject shop erase --identifier - --type email --certificate dsr-41.json',
  forms: [
    form({
      action: 'access',
      words: ['VAULT'],
      options: {
        identifier: { ...IDENTIFIER, required: true },
        ...AS_OF_OPTION,
        out: { kind: 'text', value: 'DIR', help: 'writes personal-data.html and .json for the person' },
        ...COMMON,
      },
      summary: 'everything held on one person',
      run: async ([path], { identifier, type, out: folder, ...values }, context) => {
        const value = typed(identifier);
        await enter(context, path, values);
        const answer = await context.call('subject.access', {
          identifier: value,
          asOf: values['as-of'] ?? today(),
          ...given('type', type),
          ...given('folder', folder),
        });
        return {
          json: answer,
          show: (out) => {
            showAccess(out, answer.access);
            for (const { path: file } of answer.files) out.line(`written  ${file}`);
          },
        };
      },
    }),
    form({
      action: 'object',
      words: ['VAULT'],
      options: {
        identifier: { ...IDENTIFIER, required: true },
        at: { kind: 'date', value: 'DATE', help: 'the day of the objection (today)' },
        reference: REFERENCE,
        ...COMMON,
      },
      summary: 'an objection to every purpose; it holds at once and above all later consent',
      run: async ([path], { identifier, type, at, reference, ...values }, context) => {
        const value = typed(identifier);
        await enter(context, path, values);
        const answer = await context.call('subject.object', {
          identifier: value,
          at: at ?? today(),
          ...given('type', type),
          ...given('reference', reference),
        });
        return {
          json: answer,
          show: (out) => out.paragraph(`The objection holds from now on, for ${answer.purposes.join(', ')}.`),
        };
      },
    }),
    form({
      action: 'erase',
      words: ['VAULT'],
      options: {
        identifier: IDENTIFIER,
        'identifiers-file': { kind: 'text', value: 'F', help: 'a file with one identifier a line' },
        reference: REFERENCE,
        certificate: { kind: 'text', value: 'F', help: 'where the signed certificate is written' },
        ...COMMON,
      },
      summary: 'erase one person, or everybody named in a file',
      run: async ([path], { identifier, type, reference, certificate, ...values }, context) => {
        const identifiers = oneOf(identifier, values['identifiers-file']);
        await enter(context, path, values);
        context.told('An erasure that was begun is finished when the vault is opened next.');
        return erased(
          await context.call('subject.erase', {
            identifiers,
            ...given('type', type),
            ...given('reference', reference),
            ...given('certificate', certificate),
          }),
        );
      },
    }),
    form({
      action: 'lift',
      words: ['VAULT'],
      options: { identifier: { ...IDENTIFIER, required: true }, reason: REASON, ...COMMON },
      summary: 'the person took their objection back; what they said besides decides again',
      run: async ([path], { identifier, type, reason, ...values }, context) => {
        const value = typed(identifier);
        await enter(context, path, values);
        const whom = { identifier: value, ...given('type', type) };
        const answer = await context.call('subject.lift', { ...whom, reason });
        const { asOf, purposes } = await context.call('consent.show', { ...whom, asOf: today() });
        return {
          json: { ...answer, asOf, purposes },
          show: (out) => {
            showLifted(out, answer);
            out.line();
            showStanding(out, asOf, purposes);
          },
        };
      },
    }),
    form({
      action: 'readmit',
      words: ['VAULT'],
      options: {
        identifier: IDENTIFIER,
        'identifiers-file': { kind: 'text', value: 'F', help: 'a file with one identifier a line' },
        reason: REASON,
        ...COMMON,
      },
      summary: 'let somebody in again who was erased; what was erased stays erased',
      run: async ([path], { identifier, type, reason, ...values }, context) => {
        const identifiers = oneOf(identifier, values['identifiers-file']);
        await enter(context, path, values);
        const answer = await context.call('subject.readmit', { identifiers, reason, ...given('type', type) });
        return {
          json: answer,
          show: (out) =>
            out.paragraph(
              `${number(answer.readmitted)} of ${counted(answer.asked, 'identifier', 'identifiers')} may be imported again. A file row comes in only when none of its identifiers is kept out, so name them all.`,
            ),
        };
      },
    }),
    form({
      action: 'erasures',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'every erasure and its certificate',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const erasures = await context.call('subject.erasures', {});
        return {
          json: { erasures },
          show: (out) =>
            out.table(
              [
                { head: 'when' },
                { head: 'erasure' },
                { head: 'reference', wraps: 1 },
                { head: 'people', align: 'right' },
                { head: 'found afterwards', align: 'right' },
              ],
              erasures.map(({ at, id, certificate }) => [
                at.slice(0, 19).replace('T', ' '),
                id,
                certificate?.reference ?? '',
                certificate === null ? '' : number(certificate.people),
                certificate === null ? '' : number(certificate.residue.hits),
              ]),
            ),
        };
      },
    }),
  ],
};
