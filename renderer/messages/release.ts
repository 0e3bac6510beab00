/** Words of the approval queue, of the risk table and of the difference between releases. */
import { RISK_DEFINITIONS } from '../../shared/risk.ts';
import { count, counted } from './format.ts';

const DAY = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/;

export const releases = {
  ask: (leaving: number) => `Put ${counted(leaving, 'segment', 'segments')} before the officer`,
  asked: (id: number) => `Release ${id} waits for the privacy officer.`,
  queue: 'Waiting for the officer',
  queueHow: (needed: boolean) =>
    needed
      ? 'releases are written when the privacy officer approves them'
      : 'releases are written without asking',
  queueNone: 'Nothing waits.',
  line: (id: number, segments: number, withheld: number) =>
    `release ${id}: ${counted(segments, 'segment leaves', 'segments leave')}, ${counted(withheld, 'item', 'items')} withheld`,
  time: (iso: string) => iso.replace(DAY, '$1 $2 UTC'),
  state: { waiting: 'waits', denied: 'denied', written: 'approved and written' },
  approve: 'Approve and write',
  approving: 'Writing the approved release',
  approved: (id: number, folder: string) => `Release ${id} was written to ${folder}.`,
  deny: 'Deny…',
  denyTitle: (name: string) => `Deny “${name}”?`,
  denyText: 'Nothing is written. The reason is kept beside the record.',
  denyYes: 'Deny the release',
  denied: (id: number) => `Release ${id} was denied.`,
  reason: 'Reason',
  needsReason: 'Say why.',
  keep: 'Keep waiting',
  risk: 'Risk',
  riskHow: 'from the printed sizes of the segments',
  risks: [
    ['prosecutor', RISK_DEFINITIONS.prosecutor],
    ['journalist', RISK_DEFINITIONS.journalist],
    ['marketer', RISK_DEFINITIONS.marketer],
    ['atRisk', RISK_DEFINITIONS.atRisk],
  ] as const,
  oneIn: (people: number) => `1 in ${count(people)}`,
  hidden: 'Cells hidden',
  hiddenHow: (small: number, more: number, tables: number) =>
    `${count(small)} small, ${count(more)} to protect them${tables > 0 ? `, ${counted(tables, 'table', 'tables')} withheld whole` : ''}`,
  difference: 'Beside earlier releases',
  differenceTo: (name: string) => `against “${name}”`,
  first: 'Nothing was released before.',
  same: 'The same segments with the same printed numbers.',
  added: (name: string) => `${name} is new.`,
  removed: (name: string) => `${name} no longer leaves.`,
  changed: (name: string, before: number, now: number, rule: boolean) =>
    `${name}: ${count(before)} people before, ${count(now)} now${rule ? ', by another rule' : ''}.`,
  compared: (releases: number) =>
    `Compared with ${counted(releases, 'earlier release', 'earlier releases')}: each set of people with each other set, with everyone outside it, and with the sum of two. Other combinations are not checked.`,
};
