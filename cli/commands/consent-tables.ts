/** What the forms of `consent` for the officer print: purposes, notices, batches. */
import { number } from '../../shared/charts/words.ts';
import type {
  BatchInfo,
  Cell,
  NoticeInfo,
  PersonConsent,
  PurposesAnswer,
} from '../../shared/contract/consent.ts';
import type { Outcome } from '../command.ts';
import type { Out } from '../output.ts';

const cell = (people: Cell): string => (people === null ? '<11' : number(people));
const yes = (flag: boolean): string => (flag ? 'yes' : '');
export const showPurposes = (answer: PurposesAnswer): Outcome => ({
  json: answer,
  show: (out) => {
    out.table(
      [
        { head: 'purpose', wraps: 1 },
        { head: 'label', wraps: 1 },
        { head: 'data use' },
        { head: 'term' },
        { head: 'grade', align: 'right' },
        { head: 'sale' },
        { head: 'profiling' },
        { head: 'legal basis' },
        { head: 'lens' },
      ],
      answer.purposes.map((one) => [
        one.id,
        one.label,
        one.fidesName ?? one.fidesKey,
        one.ttlMonths === null ? 'none' : `${one.ttlMonths} months`,
        String(one.minGrade),
        yes(one.saleOrShare),
        yes(one.profiling),
        one.needsExplicit ? 'explicit consent' : one.needsConsent ? 'consent' : 'any',
        yes(one.listed),
      ]),
    );
    out.line();
    out.paragraph(
      answer.usOptOut
        ? 'The opt-out rules of the United States hold for people known to live there.'
        : 'Everyone must have opted in, wherever they live.',
    );
    out.paragraph(answer.attribution);
  },
});

export const showNotices = (notices: NoticeInfo[]): Outcome => ({
  json: { notices },
  show: (out) => {
    if (notices.length === 0) out.paragraph('No notice is defined, and no source names one.');
    else
      out.table(
        [
          { head: 'notice' },
          { head: 'series' },
          { head: 'from' },
          { head: 'consents end' },
          { head: 'lists', wraps: 1 },
          { head: 'people', align: 'right' },
        ],
        notices.map((one) => [
          one.label,
          one.series ?? 'not defined',
          one.from ?? '',
          one.ends ?? '',
          one.covers.join(', '),
          cell(one.people),
        ]),
      );
  },
});

export const showBatches = (batches: BatchInfo[]): Outcome => ({
  json: { batches },
  show: (out) => {
    if (batches.length === 0) out.paragraph('No source has said anything about consent yet.');
    else
      out.table(
        [
          { head: 'source', align: 'right' },
          { head: 'name', wraps: 1 },
          { head: 'sha-256' },
          { head: 'events', align: 'right' },
          { head: 'people', align: 'right' },
          { head: 'revoked' },
        ],
        batches.map((one) => [
          String(one.source),
          one.name,
          one.sha256.slice(0, 16),
          number(one.events),
          cell(one.people),
          one.revoked === null ? '' : `${one.revoked.scope}, ${number(one.revoked.events)} events`,
        ]),
      );
  },
});

/** For every purpose whether one person is admitted on a day, and why not. */
export const showStanding = (out: Out, asOf: string, purposes: PersonConsent['purposes']): void =>
  out.table(
    [{ head: 'purpose', wraps: 1 }, { head: `on ${asOf}` }],
    purposes.map(({ purpose, reason }) => [
      purpose,
      reason === null ? 'admitted' : reason.toLowerCase().replaceAll('_', ' '),
    ]),
  );
