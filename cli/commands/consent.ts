/** `consent`: who may be looked at for what; recording and withdrawing it. */
import { readFileSync } from 'node:fs';
import { counted, shareOf, told } from '../../shared/charts/words.ts';
import type { ConsentChange } from '../../shared/contract/answers.ts';
import type { LensChoice } from '../../shared/plan.ts';
import { EXCLUSIONS, IDENTIFIER_TYPES, LAWFUL_BASES, SAYABLE_STATES } from '../../shared/vocabulary.ts';
import { type Command, type Context, form, type Outcome } from '../command.ts';
import { AS_OF_OPTION, asOfText, PURPOSE_IDS, today } from '../lens-options.ts';
import { VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';
import { CONSENT_DESK_FORMS } from './consent-desk.ts';
import { openVault } from './vault.ts';

const PURPOSE = {
  kind: 'text',
  value: 'P',
  required: true,
  help: `the purpose: ${PURPOSE_IDS.join(', ')}, or one the officer added`,
} as const;
const AT = { kind: 'date', value: 'DATE', required: true, help: 'the day from which it holds' } as const;
const REASON = {
  kind: 'text',
  value: 'TEXT',
  required: true,
  help: 'why, for the record; no personal data',
} as const;

const STATE_HELP = `what is recorded (given; withdrawn for withdraw); one of ${SAYABLE_STATES.join(', ')}`;

const ONE_PERSON = {
  identifier: {
    kind: 'text',
    value: 'X',
    required: true,
    help: 'the identifier of the person as the files have it; - reads it from standard input',
  },
  type: {
    kind: 'choice',
    value: 'T',
    choices: IDENTIFIER_TYPES,
    help: `what it identifies by (customer); one of ${IDENTIFIER_TYPES.join(', ')}`,
  },
  purpose: PURPOSE,
  at: AT,
  notice: { kind: 'text', value: 'LABEL', help: 'the version of the notice they were shown' },
  reason: REASON,
} as const;

const declared = (answer: ConsentChange): Outcome => ({
  json: answer,
  show: (out) => {
    const who =
      answer.people === null
        ? 'everyone known who had not said otherwise'
        : counted(answer.people, 'person', 'people');
    out.paragraph(`${answer.purpose}: ${answer.state} recorded for ${who}.`);
  },
});

const changed = (answer: ConsentChange): Outcome => ({
  json: answer,
  show: (out) => {
    out.paragraph(
      `${answer.purpose}: ${answer.state} recorded for whoever has this identifier. Whether anybody in the vault has it, the privacy officer is told alone.`,
    );
  },
});

type OneValues = VaultValues & {
  identifier: string;
  type?: (typeof IDENTIFIER_TYPES)[number] | undefined;
  purpose: string;
  at: string;
  notice?: string | undefined;
  reason: string;
};

const changeOne = async (
  path: string,
  values: OneValues,
  state: 'given' | 'refused' | 'withdrawn' | 'objected',
  context: Context,
): Promise<Outcome> => {
  const { type, purpose, at, reason, notice } = values;
  const identifier =
    values.identifier === '-' ? readFileSync(0, 'utf8').split(/\r?\n/)[0] : values.identifier;
  await openVault(context, path, values);
  return changed(
    await context.call('consent.change', {
      identifier,
      purpose: purpose as LensChoice['purpose'],
      state,
      at,
      reason,
      ...(type === undefined ? {} : { type }),
      ...(notice === undefined ? {} : { notice }),
    }),
  );
};

const EXCLUSION_HEADS: Record<(typeof EXCLUSIONS)[number], string> = {
  NO_RECORD: 'no record',
  WITHDRAWN: 'withdrawn',
  REFUSED: 'refused',
  EXPIRED: 'expired',
  OBJECTED: 'objected',
  UNKNOWN: 'unknown',
  OPTED_OUT: 'opted out',
  WEAK_EVIDENCE: 'weak evidence',
  REVOKED: 'revoked',
  MINOR: 'minor',
  ART9: 'not explicit',
};

export const consentCommand: Command = {
  name: 'consent',
  summary: 'the consent ledger: who is admitted for what; record and withdraw',
  about: [
    'Entries are added, never changed: what held on an earlier day still holds for that day. A declaration for everyone never overrides the no of a person.',
  ],
  example:
    "cloister consent shop declare --purpose analytics --basis legitimate_interest \\\n  --at 2026-01-01 --reason 'Assessment of 2025-12-10'",
  forms: [
    form({
      action: 'summary',
      words: ['VAULT'],
      options: { ...AS_OF_OPTION, ...VAULT_OPTIONS },
      summary: 'for every purpose, how many are admitted and why the others are not',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const asOf = values['as-of'] ?? today();
        const answer = await context.call('consent.summary', { asOf });
        return {
          json: answer,
          show: (out) => {
            out.paragraph(
              `Consent ${asOfText(asOf, values)}: ${counted(answer.known, 'person', 'people')} known`,
            );
            out.line();
            out.table(
              [
                { head: 'purpose', wraps: 1 },
                { head: 'admitted', align: 'right' },
                { head: 'share', align: 'right' },
                ...EXCLUSIONS.map((reason) => ({ head: EXCLUSION_HEADS[reason], align: 'right' as const })),
              ],
              answer.purposes.map(({ purpose, admitted, leftOut }) => [
                purpose,
                told(admitted),
                shareOf(admitted, answer.known),
                ...EXCLUSIONS.map((reason) =>
                  told(leftOut.find((one) => one.reason === reason)?.people ?? 0),
                ),
              ]),
            );
          },
        };
      },
    }),
    form({
      action: 'record',
      words: ['VAULT'],
      options: {
        ...ONE_PERSON,
        state: {
          kind: 'choice',
          value: 'S',
          choices: ['given', 'refused', 'withdrawn', 'objected'],
          help: STATE_HELP,
        },
        ...VAULT_OPTIONS,
      },
      summary: 'record what one person said',
      run: async ([path], values, context) => changeOne(path, values, values.state ?? 'given', context),
    }),
    form({
      action: 'withdraw',
      words: ['VAULT'],
      options: {
        ...ONE_PERSON,
        state: {
          kind: 'choice',
          value: 'S',
          choices: ['withdrawn', 'objected'],
          help: STATE_HELP,
        },
        ...VAULT_OPTIONS,
      },
      summary: 'record that one person takes consent back, or objects',
      run: async ([path], values, context) => changeOne(path, values, values.state ?? 'withdrawn', context),
    }),
    form({
      action: 'declare',
      words: ['VAULT'],
      options: {
        purpose: PURPOSE,
        basis: {
          kind: 'choice',
          value: 'B',
          choices: LAWFUL_BASES,
          required: true,
          help: `lawful basis, GDPR Art. 6(1); one of ${LAWFUL_BASES.join(', ')}`,
        },
        at: AT,
        reason: REASON,
        state: {
          kind: 'choice',
          value: 'S',
          choices: SAYABLE_STATES,
          help: STATE_HELP,
        },
        ...VAULT_OPTIONS,
      },
      summary: 'declare a lawful basis for everyone known',
      run: async ([path], { purpose, basis, at, reason, state, ...values }, context) => {
        await openVault(context, path, values);
        return declared(
          await context.call('consent.declare', {
            purpose: purpose as LensChoice['purpose'],
            basis,
            at,
            reason,
            ...(state === undefined ? {} : { state }),
          }),
        );
      },
    }),
    ...CONSENT_DESK_FORMS,
  ],
};
