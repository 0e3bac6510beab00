/**
 * The readable page of an access request: everything held on one person, for that person. It is the one document with
 * a person's data that leaves the vault without the gate, because the person may have it (GDPR Art. 15) and nobody
 * else gets it; only the officer's act writes it.
 */
import { counted } from '../../../shared/charts/words.ts';
import { atAGlance, type HeldTable, type SubjectAccess } from '../../../shared/contract/subjects.ts';
import { reportHtml } from './html.ts';
import type { Block, Page } from './pages.ts';

const NONE = 'Nothing of this kind is held.';

const tableBlock = (heading: string, note: string, { columns, rows }: HeldTable, widths?: number[]): Block =>
  rows.length === 0
    ? { kind: 'prose', heading, note, paragraphs: [NONE] }
    : {
        kind: 'table',
        heading,
        note,
        table: {
          caption: heading,
          columns,
          numeric: columns.map(() => false),
          widths: widths ?? columns.map(() => 1),
          rows,
          marks: null,
        },
      };

const factsBlock = (access: SubjectAccess): Block => ({
  kind: 'facts',
  heading: 'In short',
  note: 'What the tables below hold.',
  facts: [
    ['Files it came from', String(access.sources.length)],
    ['Attributes', String(access.profile.length)],
    ['Orders', String(access.orders.rows.length)],
    ['Events', String(access.events.rows.length)],
    ['Entries about consent', String(access.consents.rows.length)],
    ['Objection on file', objectionOf(access)],
  ],
});

/** Whether an objection binds the person, and whether it was made under an identifier that others have, too. */
const objectionOf = ({ objected, sharedObjections }: SubjectAccess): string => {
  if (objected) return 'yes';
  return sharedObjections.length === 0
    ? 'no'
    : `under an identifier shared with others (${sharedObjections.join(', ')})`;
};

const pageOf = (access: SubjectAccess): Page => ({
  kind: 'definitions',
  id: 'personal-data',
  kicker: 'Answer to a request for access (GDPR Art. 15)',
  title: 'Everything held on one person',
  colour: null,
  lead: 'Names, addresses and other identifiers are not stored. The vault recognises a person by keyed hashes of them; that is pseudonymous, not anonymous.',
  figures: [
    ['as of', access.asOf],
    ['files', String(access.sources.length)],
  ],
  band: null,
  rows: [
    [[factsBlock(access)]],
    [
      [
        tableBlock(
          'Where it came from',
          'Files that were imported, and how many of their rows are about this person.',
          {
            columns: ['file', 'kind', 'imported', 'rows'],
            rows: access.sources.map(({ name, kind, importedAt, rows }) => [
              name,
              kind,
              importedAt,
              String(rows),
            ]),
          },
          [4, 2, 3, 1],
        ),
      ],
    ],
    [
      [
        tableBlock(
          'Attributes',
          'As they stand in the files; where two files differ the later one counts.',
          {
            columns: ['attribute', 'value', 'class', 'file'],
            rows: access.profile.map((one) => [one.attribute, one.value, one.class, one.source]),
          },
          [3, 3, 2, 3],
        ),
      ],
    ],
    [[tableBlock('Orders', 'Order numbers are kept as keyed hashes alone.', access.orders)]],
    [[tableBlock('Events', 'What was done, and when (UTC).', access.events)]],
    [
      [
        tableBlock(
          'Consent and objections',
          'Every entry of the ledger; personal-data.json beside this page has the rest of its evidence.',
          atAGlance(access.consents),
        ),
      ],
    ],
    [
      [
        tableBlock(
          'What the data may be used for',
          `Purposes, and whether this person is admitted on ${access.asOf}.`,
          {
            columns: ['purpose', 'admitted', 'why not'],
            rows: access.purposes.map(({ label, admitted, reason }) => [
              label,
              admitted ? 'yes' : 'no',
              reason.toLowerCase().replaceAll('_', ' '),
            ]),
          },
          [3, 1, 2],
        ),
      ],
    ],
    [
      [
        tableBlock(
          'What is computed from it',
          'Computed when asked, for the purposes that admit the person; not stored.',
          {
            columns: ['purpose', 'feature', 'value', 'how'],
            rows: access.features.map(({ purpose, feature, value, unit, definition }) => [
              purpose,
              feature,
              unit === '' ? value : `${value} ${unit}`,
              definition,
            ]),
          },
          [2, 2, 2, 5],
        ),
      ],
    ],
    [
      [
        tableBlock(
          'Groups',
          'Segments whose rule fits this person, for each purpose that admits them.',
          {
            columns: ['segment', 'purpose', 'rule'],
            rows: access.segments.map(({ name, purpose, rule }) => [name, purpose, rule]),
          },
          [2, 2, 5],
        ),
        tableBlock(
          'Memberships kept',
          'Written down when segments were refreshed.',
          {
            columns: ['segment', 'version', 'purpose', 'as of'],
            rows: access.memberships.map(({ segment, version, purpose, asOf }) => [
              segment,
              String(version),
              purpose,
              asOf,
            ]),
          },
          [3, 1, 3, 2],
        ),
      ],
    ],
    [
      [
        tableBlock(
          'Releases that counted this person',
          'They hold counts and rules, no people; nothing about this person alone was published.',
          { columns: ['release'], rows: access.releases.map((name) => [name]) },
        ),
        tableBlock(
          'Acts about this person alone',
          'From the record of every act.',
          {
            columns: ['entry', 'when', 'act'],
            rows: access.acts.map(({ seq, at, action }) => [String(seq), at, action]),
          },
          [1, 3, 3],
        ),
        tableBlock(
          'How the person is recognised',
          'HMAC-SHA-256 of an identifier under a key that lies apart from the data.',
          {
            columns: ['identifier', 'epoch of the key', 'pseudonym'],
            rows: access.pseudonyms.map(({ type, epoch, pseudonym }) => [type, String(epoch), pseudonym]),
          },
          [1, 1, 5],
        ),
      ],
    ],
  ],
});

/** One HTML file without scripts or outside resources, of the look of the report. */
export const subjectPage = (access: SubjectAccess): string =>
  reportHtml({
    name: access.vault,
    subtitle: 'Personal data',
    purpose: 'access',
    asOf: access.asOf,
    footer: [
      'For the person it is about, and for nobody else.',
      `${counted(access.consents.rows.length, 'ledger entry', 'ledger entries')} · as of ${access.asOf}`,
    ],
    pages: [pageOf(access)],
  });
