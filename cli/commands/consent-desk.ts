/** `consent` for the officer: purposes, notices, batches, one person, and the proof that the lens keeps to the rule. */
import { readFileSync } from 'node:fs';
import { counted, number } from '../../shared/charts/words.ts';
import type { PurposesAnswer } from '../../shared/contract/consent.ts';
import { IDENTIFIER_TYPES } from '../../shared/vocabulary.ts';
import { type Form, form } from '../command.ts';
import { AS_OF_OPTION, LENS_OPTIONS, lensOf, today } from '../lens-options.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { showBatches, showNotices, showPurposes, showStanding } from './consent-tables.ts';
import { openVault } from './vault.ts';

const OFFICER = { ...OFFICER_OPTIONS, ...VAULT_OPTIONS } as const;
const YES_NO = ['yes', 'no'] as const;
const REASON = {
  kind: 'text',
  value: 'TEXT',
  required: true,
  help: 'why, for the record; no personal data',
} as const;

const isYes = (word: 'yes' | 'no' | undefined): boolean | undefined =>
  word === undefined ? undefined : word === 'yes';

export const CONSENT_DESK_FORMS: readonly Form[] = [
  form({
    action: 'show',
    words: ['VAULT'],
    options: {
      identifier: {
        kind: 'text',
        value: 'X',
        required: true,
        help: 'the identifier of the person; - reads it from standard input',
      },
      type: {
        kind: 'choice',
        value: 'T',
        choices: IDENTIFIER_TYPES,
        help: `what it identifies by (customer); one of ${IDENTIFIER_TYPES.join(', ')}`,
      },
      ...AS_OF_OPTION,
      ...OFFICER,
    },
    summary: 'what is on record about one person, and where they stand (officer; on the record)',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      await actAsOfficer(context, values);
      const identifier =
        values.identifier === '-' ? readFileSync(0, 'utf8').split(/\r?\n/)[0] : values.identifier;
      const answer = await context.call('consent.show', {
        identifier,
        asOf: values['as-of'] ?? today(),
        ...(values.type === undefined ? {} : { type: values.type }),
      });
      return {
        json: answer,
        show: (out) => {
          showStanding(out, answer.asOf, answer.purposes);
          out.line();
          out.table(
            [
              { head: 'when' },
              { head: 'purpose', wraps: 1 },
              { head: 'said' },
              { head: 'basis' },
              { head: 'how' },
              { head: 'notice' },
              { head: 'grade', align: 'right' },
            ],
            answer.events.map((one) => [
              one.at?.slice(0, 10) ?? 'undated',
              one.purpose,
              one.invalidated ? `${one.state}, revoked` : one.state,
              one.basis,
              one.method,
              one.notice ?? '',
              String(one.grade),
            ]),
          );
        },
      };
    },
  }),
  form({
    action: 'purposes',
    words: ['VAULT'],
    options: {
      define: { kind: 'text', value: 'ID', help: 'add or change this purpose (officer)' },
      label: { kind: 'text', value: 'TEXT', help: 'its name on screen' },
      'data-use': { kind: 'text', value: 'KEY', help: 'its data use in the fideslang taxonomy (its id)' },
      months: { kind: 'integer', from: 0, to: 120, help: 'how long a consent lasts; 0 for no end' },
      grade: {
        kind: 'integer',
        from: 1,
        to: 3,
        help: 'least grade of evidence of a consent: 1 dated, 2 with its notice, 3 with the artefact',
      },
      sale: {
        kind: 'choice',
        value: 'yes|no',
        choices: YES_NO,
        help: 'whether it is sale, sharing or advertising: opt-out signals hold for it',
      },
      profiling: {
        kind: 'choice',
        value: 'yes|no',
        choices: YES_NO,
        help: 'whether it is profiling: minors are left out',
      },
      explicit: {
        kind: 'choice',
        value: 'yes|no',
        choices: YES_NO,
        help: 'whether it needs explicit consent (special categories)',
      },
      'consent-only': {
        kind: 'choice',
        value: 'yes|no',
        choices: YES_NO,
        help: 'whether no legal basis counts but consent, wherever people live',
      },
      'us-opt-out': {
        kind: 'choice',
        value: 'yes|no',
        choices: YES_NO,
        help: 'whether opt-out rules hold for people known to live in the United States (officer)',
      },
      reason: { kind: 'text', value: 'TEXT', help: 'why, for the record; needed with --us-opt-out' },
      ...OFFICER,
    },
    summary: 'the purposes of the vault and their rules; add one (officer)',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const { define, months, grade, 'us-opt-out': optOut } = values;
      if (define === undefined && optOut === undefined)
        return showPurposes(await context.call('consent.purposes', {}));
      await actAsOfficer(context, values);
      let answer: PurposesAnswer | null = null;
      if (define !== undefined)
        answer = await context.call('consent.definePurpose', {
          id: define,
          label: values.label ?? define,
          ...(values['data-use'] === undefined ? {} : { fidesKey: values['data-use'] }),
          ...(months === undefined ? {} : { ttlMonths: months === 0 ? null : months }),
          ...(grade === undefined ? {} : { minGrade: grade as 1 | 2 | 3 }),
          ...(values.sale === undefined ? {} : { saleOrShare: isYes(values.sale) }),
          ...(values.profiling === undefined ? {} : { profiling: isYes(values.profiling) }),
          ...(values.explicit === undefined ? {} : { needsExplicit: isYes(values.explicit) }),
          ...(values['consent-only'] === undefined ? {} : { needsConsent: isYes(values['consent-only']) }),
        });
      if (optOut !== undefined)
        answer = await context.call('consent.allowOptOut', {
          allow: optOut === 'yes',
          reason: values.reason ?? '',
        });
      return showPurposes(answer ?? (await context.call('consent.purposes', {})));
    },
  }),
  form({
    action: 'notices',
    words: ['VAULT'],
    options: {
      define: { kind: 'text', value: 'LABEL', help: 'add or change this version (officer)' },
      from: { kind: 'date', value: 'DATE', help: 'the day it takes effect; needed with --define' },
      series: { kind: 'text', value: 'S', help: 'the series of versions it belongs to (privacy)' },
      lang: { kind: 'text', value: 'LANG', help: 'its language, such as en or de-AT' },
      text: { kind: 'text', value: 'WHERE', help: 'where its text stands' },
      sha256: { kind: 'text', value: 'HASH', help: 'hash of its text' },
      incompatible: { kind: 'flag', help: 'consents under earlier versions of its series end on that day' },
      covers: {
        kind: 'text',
        value: 'P,…',
        help: 'purposes it lists, for which a consent to a wider one speaks',
      },
      ...OFFICER,
    },
    summary: 'versions of privacy notices; define one (officer)',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      if (values.define === undefined) return showNotices(await context.call('consent.notices', {}));
      await actAsOfficer(context, values);
      return showNotices(
        await context.call('consent.defineNotice', {
          label: values.define,
          from: values.from ?? '',
          incompatible: values.incompatible,
          covers: values.covers === undefined ? [] : values.covers.split(',').map((one) => one.trim()),
          ...(values.series === undefined ? {} : { series: values.series }),
          ...(values.lang === undefined ? {} : { lang: values.lang }),
          ...(values.text === undefined ? {} : { text: values.text }),
          ...(values.sha256 === undefined ? {} : { sha256: values.sha256 }),
        }),
      );
    },
  }),
  form({
    action: 'batches',
    words: ['VAULT'],
    options: VAULT_OPTIONS,
    summary: 'the sources that said something about consent',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      return showBatches(await context.call('consent.batches', {}));
    },
  }),
  form({
    action: 'revoke-batch',
    words: ['VAULT'],
    options: {
      source: {
        kind: 'integer',
        from: 1,
        to: Number.MAX_SAFE_INTEGER,
        required: true,
        help: 'number of the source, as batches lists it',
      },
      refusals: { kind: 'flag', help: 'also what speaks against people, which may admit some' },
      reason: REASON,
      ...OFFICER,
    },
    summary: 'declare what a source said invalid (officer); nothing is deleted',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      await actAsOfficer(context, values);
      const answer = await context.call('consent.revokeBatch', {
        source: values.source,
        scope: values.refusals ? 'all' : 'grants',
        reason: values.reason,
      });
      return {
        json: answer,
        show: (out) => {
          out.paragraph(
            `Source ${answer.source}: ${counted(answer.events, 'event', 'events')} declared invalid, of ${counted(answer.people, 'person', 'people')}; ${number(answer.elsewhere)} of them stood in other sources that say the same.`,
          );
        },
      };
    },
  }),
  form({
    action: 'reinstate-batch',
    words: ['VAULT'],
    options: {
      source: {
        kind: 'integer',
        from: 1,
        to: Number.MAX_SAFE_INTEGER,
        required: true,
        help: 'number of the source, as batches lists it',
      },
      reason: REASON,
      ...OFFICER,
    },
    summary: 'let what a revoked source said hold again (officer)',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      await actAsOfficer(context, values);
      const { source, reason } = values;
      const answer = await context.call('consent.reinstateBatch', { source, reason });
      return {
        json: answer,
        show: (out) =>
          out.paragraph(
            `Source ${answer.source}: ${counted(answer.events, 'event holds', 'events hold')} again, of ${counted(answer.people, 'person', 'people')}.`,
          ),
      };
    },
  }),
  form({
    action: 'prove',
    words: ['VAULT'],
    options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
    summary: 'compare the lens with the resolution written in SQL, person by person',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const answer = await context.call('consent.prove', lensOf(values));
      return {
        json: answer,
        show: (out) => {
          out.paragraph(
            answer.same
              ? `The lens and the view say the same of ${number(answer.people)} of ${counted(answer.known, 'person', 'people')} on ${answer.asOf}.`
              : `The lens and the view differ for ${counted(answer.differences, 'person', 'people')} of ${number(answer.people)}.`,
          );
        },
      };
    },
  }),
];
