/** The answers to requests of data subjects, for people to read. */
import { counted, number } from '../../shared/charts/words.ts';
import type { ErasureCertificate, LiftAnswer, SubjectAccess } from '../../shared/contract/subjects.ts';
import type { Out } from '../output.ts';

/** What is held on one person, at a glance. */
export const showAccess = (out: Out, access: SubjectAccess): void => {
  out.pairs([
    ['files', access.sources.map(({ name, rows }) => `${name} (${number(rows)})`).join(', ') || 'none'],
    ['recognised by', access.pseudonyms.map(({ type }) => type).join(', ')],
    ['orders', number(access.orders.rows.length)],
    ['events', number(access.events.rows.length)],
    ['entries on consent', number(access.consents.rows.length)],
    ['objection on file', access.objected ? 'yes' : 'no'],
    ...(access.sharedObjections.length === 0
      ? []
      : [
          [
            'objection of others',
            `under an identifier they share: ${access.sharedObjections.join(', ')}`,
          ] as [string, string],
        ]),
    [
      'admitted for',
      access.purposes
        .filter(({ admitted }) => admitted)
        .map(({ purpose }) => purpose)
        .join(', ') || 'nothing',
    ],
    ['segments', [...new Set(access.segments.map(({ name }) => name))].join(', ') || 'none'],
    ['releases that counted them', access.releases.join(', ') || 'none'],
  ]);
  if (access.profile.length === 0) return;
  out.line();
  out.table(
    [{ head: 'attribute' }, { head: 'value', wraps: 1 }, { head: 'file', wraps: 1 }],
    access.profile.map(({ attribute, value, source }) => [attribute, value, source]),
  );
};

/** What lifting an objection let go, and what binds the person still. */
export const showLifted = (out: Out, { others, shared }: LiftAnswer): void => {
  out.paragraph('The objection is lifted; it stays in the ledger, declared invalid.');
  if (others > 0)
    out.paragraph(
      `It was made under an identifier that is shared: ${counted(others, 'other person', 'other people')} linked with it ${others === 1 ? 'is' : 'are'} free of it, too.`,
    );
  if (shared.length > 0)
    out.paragraph(
      `Another objection still binds them. It was made under an identifier that they share with others (${shared.join(', ')}), and a no under a shared identifier binds everybody linked with it, since any of them may have said it. Lift it under that identifier once it was taken back there; where it is not theirs, cut the link with \`cloister identity VAULT cut\`.`,
    );
};

/** What an erasure removed or changed, in words: one and many. */
const REMOVED: Readonly<Record<string, readonly [string, string]>> = {
  profiles: ['profile', 'profiles'],
  orders: ['order', 'orders'],
  events: ['event', 'events'],
  chunksRewritten: ['part of a column rewritten', 'parts of columns rewritten'],
  words: ['word nobody else has', 'words nobody else has'],
  pseudonyms: ['pseudonym', 'pseudonyms'],
  consentEvents: ['entry on consent', 'entries on consent'],
  memberships: ['membership in a segment', 'memberships in segments'],
  documents: ['document changed', 'documents changed'],
  clusterings: ['clustering', 'clusterings'],
  commitments: ['tie in the record', 'ties in the record'],
};

/** The certificate of an erasure, with its limits. */
export const showCertificate = (out: Out, certificate: ErasureCertificate): void => {
  const { removed, residue, releases } = certificate;
  out.pairs([
    ['erasure', certificate.erasure],
    ['people', number(certificate.people)],
    [
      'removed',
      Object.entries(removed)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => counted(count, ...(REMOVED[name] ?? [name, name])))
        .join(', ') || 'nothing',
    ],
    ['kept out from now on', counted(certificate.suppressed, 'pseudonym', 'pseudonyms')],
    [
      'looked for afterwards',
      `${counted(residue.needles, 'value', 'values')} in ${number(residue.bytesScanned)} decrypted bytes: ${residue.hits === 0 ? 'found nowhere' : `found ${counted(residue.hits, 'time', 'times')}`}; ${residue.logBytes === 0 ? 'the log is empty' : `the log holds ${counted(residue.logBytes, 'byte', 'bytes')}`}`,
    ],
    ['releases that had counted them', releases.join(', ') || 'none'],
    ['on the record', `entry ${number(certificate.record.seq)}, ${certificate.record.hash}`],
  ]);
  out.line();
  for (const limit of certificate.limits) out.paragraph(limit);
};
