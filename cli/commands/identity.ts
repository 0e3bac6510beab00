/** `identity`: who is one person. The links between identifiers, one person explained, links cut and put back. */
import { readFileSync } from 'node:fs';
import { counted, number } from '../../shared/charts/words.ts';
import type { IdentityChange, IdentityLink, IdentitySummary } from '../../shared/contract/identity.ts';
import { isTold, untold } from '../../shared/counts.ts';
import { IDENTIFIER_TYPES } from '../../shared/vocabulary.ts';
import { type Command, form, type Outcome } from '../command.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { duplicateForms } from './identity-duplicates.ts';
import { openVault } from './vault.ts';

const OFFICER = { ...OFFICER_OPTIONS, ...VAULT_OPTIONS } as const;
const REASON = {
  kind: 'text',
  value: 'TEXT',
  required: true,
  help: 'why; it is kept beside the record',
} as const;
const LINK = {
  kind: 'integer',
  from: 1,
  to: 2 ** 31,
  required: true,
  help: 'its number in the list',
} as const;

const told = (count: number): string => (isTold(count) ? number(count) : untold(count));

const showSummary = (answer: IdentitySummary): Outcome => ({
  json: answer,
  show: (out) => {
    out.pairs([
      ['links that stand', told(answer.links)],
      ['links that were cut', told(answer.cut)],
      ['most links to one type', `${number(answer.most)}, ten times as many to devices`],
    ]);
    const merged = answer.merged.filter(({ people }) => people > 0);
    if (merged.length > 0) {
      out.heading('People known under several numbers');
      out.table(
        [{ head: 'numbers' }, { head: 'people', align: 'right' }],
        merged.map(({ numbers, people }) => [numbers, told(people)]),
      );
    }
    if (answer.sources.length > 0) {
      out.heading('Where the links come from');
      out.table(
        [{ head: 'source', wraps: 1 }, { head: 'between' }, { head: 'links', align: 'right' }],
        answer.sources.map(({ source, types, links }) => [
          source ?? 'confirmed by hand',
          types.join(' – '),
          told(links),
        ]),
      );
    }
    if (answer.shared.length > 0) {
      out.heading('Shared identifiers: their links are refused');
      out.table(
        [{ head: 'identifier' }, { head: 'with too many of' }, { head: 'how many', align: 'right' }],
        answer.shared.map(({ type, others, identifiers }) => [type, others, told(identifiers)]),
      );
    }
  },
});

const stateOf = ({ cutAt, holds }: IdentityLink): string =>
  cutAt !== null ? `cut ${cutAt.slice(0, 10)}` : holds ? 'holds' : 'refused: shared';

const showLinks = (out: Out, links: readonly (IdentityLink & { numbers?: [number, number] })[]): void =>
  out.table(
    [
      { head: 'link', align: 'right' },
      { head: 'between' },
      { head: 'found' },
      { head: 'in', wraps: 1 },
      { head: 'state' },
    ],
    links.map((one) => [
      String(one.link),
      one.numbers === undefined
        ? one.types.join(' – ')
        : one.types.map((type, i) => `${type} (${one.numbers?.[i]})`).join(' – '),
      one.at.slice(0, 10),
      one.source ?? 'confirmed by hand',
      stateOf(one),
    ]),
  );

const showChange = (answer: IdentityChange): Outcome => ({
  json: answer,
  show: (out) =>
    out.paragraph(
      `Link ${answer.link}: its two ends are ${answer.together ? 'one person' : 'two people'} now. The vault knows ${counted(answer.people, 'person', 'people')}.`,
    ),
});

export const identityCommand: Command = {
  name: 'identity',
  summary: 'who is one person: links between identifiers, cut and put back',
  about: [
    'Identifiers that stand in one record are linked; what is linked, directly or through others, is one person. Rows stay with the identifier they came under, so a link can be cut and put back. A no said under any identifier binds the whole person. An identifier with more links than one person has (a shared device, info@) takes no part: its links are refused and counted.',
  ],
  example: 'cloister identity shop explain --identifier - --type email',
  forms: [
    form({
      action: 'summary',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'links, people with several numbers, shared identifiers',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        return showSummary(await context.call('identity.summary', {}));
      },
    }),
    form({
      action: 'list',
      words: ['VAULT'],
      options: {
        most: { kind: 'integer', from: 1, to: 1000, help: 'how many, the newest first (100)' },
        before: { kind: 'integer', from: 1, to: 2 ** 31, help: 'only links before this one' },
        ...OFFICER,
      },
      summary: 'officer: the links one by one',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const { most, before } = values;
        const answer = await context.call('identity.list', {
          ...(most === undefined ? {} : { most }),
          ...(before === undefined ? {} : { before }),
        });
        return {
          json: answer,
          show: (out) => {
            out.paragraph(`${counted(answer.total, 'link', 'links')} in all.`);
            showLinks(out, answer.links);
          },
        };
      },
    }),
    form({
      action: 'explain',
      words: ['VAULT'],
      options: {
        identifier: {
          kind: 'text',
          value: 'VALUE',
          required: true,
          help: 'one identifier of the person; hashed on the spot. - reads it from standard input',
        },
        type: {
          kind: 'choice',
          value: 'T',
          choices: IDENTIFIER_TYPES,
          help: 'what it identifies by (customer)',
        },
        ...OFFICER,
      },
      summary: 'officer: what makes one person of several identifiers; itself on the record',
      run: async ([path], { identifier, type, ...values }, context) => {
        const value = identifier === '-' ? readFileSync(0, 'utf8').split(/\r?\n/)[0] : identifier;
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('identity.explain', {
          identifier: value,
          ...(type === undefined ? {} : { type }),
        });
        return {
          json: answer,
          show: (out) => {
            out.table(
              [{ head: 'identifier' }, { head: 'pseudonym' }, { head: 'number', align: 'right' }],
              answer.identifiers.map((one) => [one.type, `${one.pseudonym}…`, String(one.number)]),
            );
            if (answer.links.length > 0) out.line();
            showLinks(out, answer.links);
          },
        };
      },
    }),
    ...(['cut', 'restore'] as const).map((action) =>
      form({
        action,
        words: ['VAULT'],
        options: { link: LINK, reason: REASON, ...OFFICER },
        summary:
          action === 'cut' ? 'officer: part two identifiers again' : 'officer: put a link back that was cut',
        run: async ([path], { link, reason, ...values }, context) => {
          await openVault(context, path, values);
          await actAsOfficer(context, values);
          return showChange(await context.call(`identity.${action}`, { link, reason }));
        },
      }),
    ),
    form({
      action: 'limit',
      words: ['VAULT'],
      options: {
        most: {
          kind: 'integer',
          from: 1,
          to: 10_000,
          required: true,
          help: 'how many identifiers of one type another may be linked with',
        },
        reason: REASON,
        ...OFFICER,
      },
      summary: 'officer: from how many links on an identifier counts as shared',
      run: async ([path], { most, reason, ...values }, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        return showSummary(await context.call('identity.limit', { most, reason }));
      },
    }),
    ...duplicateForms,
  ],
};
