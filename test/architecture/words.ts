/** The laws about what stands in a file: no network, clock, chance or locale, no unfinished work, no long files. */
import { type Finding, folderOf, NETWORK_LOCKS, roomOf, SHIPPED } from './rooms.ts';
import { lineAt, type SourceFile } from './scan.ts';

/** A pattern that must not occur in the code (not in its comments or strings) of the files it applies to. */
type WordLaw = { pattern: RegExp; law: string; applies: (path: string) => boolean };

/** Rooms that need the time: the record of acts, the age of a lock, the rate of a job. */
const ROOMS_WITH_A_CLOCK = new Set(['audit', 'vault', 'jobs']);
const makesResults = (path: string): boolean => ['engine', 'shared'].includes(folderOf(path));
const hasNoClock = (path: string): boolean =>
  makesResults(path) && !ROOMS_WITH_A_CLOCK.has(roomOf(path) ?? '');
const isShipped = (path: string): boolean => SHIPPED.has(folderOf(path));
/** The loopback shell, and the one file of the window that speaks to the server the window came from. */
const ASKS_ITS_SERVER = /^cli\/shell(\/|\.ts$|-)|^renderer\/transport\/http\.ts$/;
const hasNoNetwork = (path: string): boolean => isShipped(path) && !ASKS_ITS_SERVER.test(path);

/** The one place that may make a decrypted image: to look in it for what must be gone, and to wipe it at once. */
const IMAGE = 'engine/vault/image.ts';

const CODE_LAWS: readonly WordLaw[] = [
  {
    pattern: /(?<![.\w$])fetch\s*\(|\b(globalThis|window|self)\s*\.\s*fetch\b/g,
    law: 'nothing leaves: fetch is used only by the loopback shell in cli/shell',
    applies: hasNoNetwork,
  },
  {
    pattern:
      /\b(WebSocket|XMLHttpRequest|EventSource|WebTransport|RTCPeerConnection|sendBeacon|getBuiltinModule)\b/g,
    law: 'nothing leaves: no way to the network outside the loopback shell in cli/shell',
    applies: (path) => hasNoNetwork(path) && path !== NETWORK_LOCKS,
  },
  {
    pattern: /\bMath\s*\.\s*random\b/g,
    law: 'deterministic: chance comes from shared/random.ts, seeded',
    applies: makesResults,
  },
  {
    pattern:
      /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w.]))|(?<![.\w$]|new\s)Date\s*\(\s*\)|\bperformance\s*\.\s*now\b/g,
    law: 'deterministic: the as-of date is an input, the clock is not',
    applies: hasNoClock,
  },
  {
    pattern: /\.\s*toLocale\w*|\bIntl\s*\.|\.\s*localeCompare\b/g,
    law: 'deterministic: results do not depend on the locale of a machine',
    applies: makesResults,
  },
  {
    pattern: /\.\s*serialize\s*\(/g,
    law: 'the database is never serialised: the copy would not be encrypted',
    applies: (path) => !path.startsWith('test/') && path !== IMAGE,
  },
  {
    pattern: /\bexport\s+default\b|\bas\s+default\b/g,
    law: 'no default exports: one thing has one name',
    applies: (path) => !/\.config\.[cm]?[tj]s$/.test(path),
  },
];

/** Patterns that must not occur anywhere in a text file. Written so that they do not find themselves. */
const TEXT_LAWS: readonly { pattern: RegExp; law: string }[] = [
  { pattern: /\b(?:TO(?:DO)|FIX(?:ME))\b/g, law: 'nothing is left unfinished: do it or leave it out' },
  {
    pattern: /(?<![\w/.~$}-])(?:\/(?:home|root|Users)\/[\w.]|[A-Z]:\\+Users\\)/g,
    law: 'no path of a machine in the project',
  },
];

/** Longest file. */
export const MOST_LINES = 300;
/** A test file is a list of cases; it may be longer. */
const MOST_TEST_LINES = 450;

const findAll = (path: string, text: string, pattern: RegExp, law: string): Finding[] =>
  [...text.matchAll(pattern)].map(({ index }) => ({ path, line: lineAt(text, index), law }));

/** Judges any text file of the project: documents, configuration and code. */
export const judgeText = (path: string, text: string): Finding[] =>
  TEXT_LAWS.flatMap(({ pattern, law }) => findAll(path, text, pattern, law));

/** Judges the words and the form of a source file. */
export const judgeWords = ({ path, text, code }: SourceFile): Finding[] => {
  const findings = CODE_LAWS.filter(({ applies }) => applies(path)).flatMap(({ pattern, law }) =>
    findAll(path, code, pattern, law),
  );
  const lines = text.replace(/\n$/, '').split('\n').length;
  const most = path.endsWith('.test.ts') ? MOST_TEST_LINES : MOST_LINES;
  if (lines > most)
    findings.push({ path, line: lines, law: `a file has at most ${most} lines, this one ${lines}` });
  // A test says what it is about in its first describe.
  if (!path.endsWith('.test.ts') && !/^(#![^\n]*\n)?\s*(\/\*|\/\/|<!--)/.test(text))
    findings.push({ path, line: 1, law: 'a file begins with a comment that says what it is for' });
  return findings;
};
