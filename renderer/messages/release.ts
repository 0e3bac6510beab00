/** Words of the approval queue, of the risk table and of the difference between releases. */
import { fractionWords, noiseReach } from '../../shared/noise.ts';
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
  risk: 'Risk',
  riskHow: 'from the printed sizes of the segments',
  riskMeans:
    'How likely somebody who knows people of the lens could find one of them in what leaves, for four kinds of attacker.',
  risks: [
    ['prosecutor', RISK_DEFINITIONS.prosecutor],
    ['journalist', RISK_DEFINITIONS.journalist],
    ['marketer', RISK_DEFINITIONS.marketer],
    ['atRisk', RISK_DEFINITIONS.atRisk],
  ] as const,
  sampled: RISK_DEFINITIONS.sampled,
  alone: RISK_DEFINITIONS.alone,
  ifSample: 'by the share of it that the people are',
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
  leaves: 'What would leave',
  look: 'Look at it',
  away: 'Put away',
  looking: 'Reading the release.',
  need: 'Releases need the officer’s approval',
  needHow: {
    setting: 'set by the privacy officer',
    officer: 'on, because a privacy officer is appointed',
    'no-officer': 'off, because no privacy officer is appointed',
  },
  switched: (needed: boolean) =>
    needed
      ? 'Releases wait for the privacy officer from now on.'
      : 'Releases are written without asking from now on.',
  held: 'Too near to an earlier release',
  heldHow: 'subtracting one release from the other would tell of a few people',
  near: (name: string, other: string) => `${name} differs by a few people from ${other}.`,
  coarser: (segment: string, name: string, merged: string | null) =>
    merged === null
      ? `${segment} leaves with a coarser rule.`
      : `${segment} leaves together with ${merged}, as “${name}”.`,
  before: (rule: string) => `Instead of: ${rule}`,
  after: (rule: string) => `Now: ${rule}`,
  mayLeave: 'What becomes of a held segment is chosen in the recipe, under “Near to an earlier release”.',
  precision: (people: number, own: number) =>
    `${count(people)} people; ${Math.round(100 * own)} in 100 of them belong to the segment it stands for.`,
  sizeOnly: (name: string) => `${name} leaves with its rule and a noisy size, and no other figure.`,
};

/** What is done where a plain release would tell too much. */
export const careful = {
  near: 'Near to an earlier release',
  held: 'A segment that is held',
  choices: { wait: 'waits', coarsen: 'is made coarser', noise: 'leaves with a noisy size' },
  how: {
    wait: 'It leaves another time, when nobody or enough people have come or gone.',
    coarsen:
      'A rule that finds somewhat more people leaves in its place; you see both, and how many are its own.',
    noise: 'Its rule and its size with noise leave, and no other figure of it.',
  },
  noise: 'Noise',
  add: 'Add noise to every number of people',
  epsilon: 'Strength ε: smaller protects more',
  wrongEpsilon: 'Write a number above 0 and at most 4, as 1, 0.5 or 1/3.',
  means:
    'Nobody can tell from the counts whether one person is among them, however much else is known; the smaller ε, the less a count gives away. Means and centiles carry no noise, and what is told at all is decided on the true numbers.',
  drawn: (scale: string) => `95 of 100 numbers lie within ${noiseReach(scale)} people of the true one.`,
  undrawn: (scale: string, price: string) =>
    `95 of 100 numbers will lie within ${noiseReach(scale)} people of the true one. Writing draws them and spends ${fractionWords(price)}; the figures here are still without noise.`,
  budget: (spent: string, left: string, lifetime: string) =>
    `Budget of this vault: ${spent} of ${lifetime} spent, ${left} left. It never comes back.`,
};

export const lost = {
  title: (releases: number, files: number): string =>
    `Nothing leaves: this database is a backup that does not know ${[
      releases > 0 && counted(releases, 'release', 'releases'),
      files > 0 && counted(files, 'file with refusals', 'files with refusals'),
    ]
      .filter(Boolean)
      .join(' and ')} of after it.`,
  text: 'Import those files again: whoever said no in them is then left out by itself. What cannot come back is the privacy officer’s to look at.',
  open: 'Acknowledge the rest…',
  dialog: 'Acknowledge what the backup lacks?',
  dialogText:
    'Releases may leave again. What this database does not know, nobody is checked against: figures may differ from an earlier release by few people, and a refusal in a file that is still missing does not count.',
  action: 'Acknowledge the loss',
  done: (losses: number): string =>
    `${counted(losses, 'loss', 'losses')} acknowledged; releases may leave again.`,
} as const;
