/** `README.md` of a package: for the marketer who uploads it. Every name in it is data and is escaped. */
import { noiseSentence } from '../../shared/noise.ts';
import { type ExportFile, type Release, smallSegmentWarning } from '../../shared/release.ts';
import { SEAL_PATH } from './manifest.ts';
import { shareText } from './overview.ts';
import type { TargetExport } from './targets.ts';

/** User text in Markdown: one line, nothing that formats, links or starts a block. */
export const markdownText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[\\`*[\]<>#|~&!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replaceAll('://', ':\\//')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');

const FILES: readonly [RegExp, string][] = [
  [/^segments\.csv$/, 'the segments at one glance: id, name, people, share, rule'],
  [/^segments\.json$/, 'the definition of record: every rule, figure and limit, for machines'],
  [/^segments\.schema\.json$/, 'the JSON Schema that segments.json keeps to'],
  [/^report\.html$/, 'the persona report, for reading on a screen'],
  [/^report\.pdf$/, 'the persona report, for printing'],
];

const fileLines = (files: readonly ExportFile[], sealed: boolean): string[] => {
  const lines = FILES.flatMap(([pattern, what]) =>
    files.filter(({ path }) => pattern.test(path)).map(({ path }) => `- \`${path}\`: ${what}`),
  );
  const folders = new Map<string, number>();
  for (const { path } of files) {
    const at = path.lastIndexOf('/');
    if (at > 0) folders.set(path.slice(0, at), (folders.get(path.slice(0, at)) ?? 0) + 1);
    else if (!FILES.some(([pattern]) => pattern.test(path))) lines.push(`- \`${path}\``);
  }
  for (const [folder, count] of folders) lines.push(`- \`${folder}/\`: ${count} files, described below`);
  lines.push('- `manifest.json`: the SHA-256 of every file, to prove that nothing was changed');
  if (sealed)
    lines.push(
      `- \`${SEAL_PATH}\`: the entry of the record that released this package, signed; it holds the hash of the manifest`,
    );
  return lines;
};

const targetLines = (target: TargetExport): string[] => {
  const lines = [`## ${target.title}`, '', ...target.steps.map((step, at) => `${at + 1}. ${step}`), ''];
  lines.push('Needed there:', '', ...target.needs.map((need) => `- ${markdownText(need)}`), '');
  const assumptions = new Set(target.segments.flatMap((segment) => segment.assumptions));
  if (assumptions.size > 0)
    lines.push('Assumed:', '', ...[...assumptions].map((text) => `- ${markdownText(text)}`), '');
  const rough = target.segments.filter(
    ({ withheld, approximated }) => withheld === null && approximated.length > 0,
  );
  if (rough.length > 0) {
    // One line per reason: the same note holds for most dates of most segments.
    const byNote = new Map<string, { leaves: Set<string>; segments: Set<string> }>();
    for (const { segment, approximated } of rough)
      for (const { leaf, note } of approximated) {
        const entry = byNote.get(note) ?? { leaves: new Set(), segments: new Set() };
        entry.leaves.add(leaf);
        entry.segments.add(segment);
        byNote.set(note, entry);
      }
    lines.push('Said approximately:', '');
    for (const [note, { leaves, segments }] of byNote)
      lines.push(
        `- ${markdownText(note)}`,
        `  - In ${[...segments].map((segment) => `\`${segment}\``).join(', ')}`,
        `  - Where the rule says ${[...leaves].map((leaf) => `“${markdownText(leaf)}”`).join(', ')}`,
      );
    lines.push('');
  }
  const held = target.segments.filter(({ withheld }) => withheld !== null);
  if (held.length > 0) {
    lines.push('Not written, because the target cannot say the rule:', '');
    for (const { segment, withheld } of held) lines.push(`- \`${segment}\`: ${markdownText(withheld ?? '')}`);
    lines.push('');
  }
  return lines;
};

/** The text of the README for the files of a package; `sealed` where a seal is added to them. */
export const readmeText = (
  release: Release,
  targets: readonly TargetExport[],
  files: readonly ExportFile[],
  sealed: boolean,
): string => {
  const small = smallSegmentWarning(release.segments, ({ name }) => markdownText(name));
  const lines = [
    `# ${markdownText(release.name)}`,
    '',
    `Purpose: ${markdownText(release.purpose.label)}. As of ${release.asOf}: everything strictly before midnight UTC of that day counts.`,
    `This package holds definitions and rounded figures. It holds no person, and no list of persons.`,
    '',
    '## Segments',
    '',
    '| segment | name | people | share |',
    '| --- | --- | ---: | ---: |',
    ...release.segments.map(
      ({ id, name, people, share }) =>
        `| \`${id}\` | ${markdownText(name)} | ${people} | ${markdownText(shareText(share))} |`,
    ),
    '',
    ...(small === null ? [] : [small, '']),
    ...(release.noise === null ? [] : [noiseSentence(release.noise), '']),
    '## Files',
    '',
    ...fileLines(files, sealed),
    '',
    ...targets.flatMap(targetLines),
    '## Withheld',
    '',
  ];
  if (release.withheld.length === 0) lines.push('The gate withheld nothing.');
  const byItem = new Map<string, string[]>();
  for (const { item, reason } of release.withheld) byItem.set(item, [...(byItem.get(item) ?? []), reason]);
  for (const [item, reasons] of byItem) {
    if (reasons.length === 1) lines.push(`- ${markdownText(item)}: ${markdownText(reasons[0])}`);
    else lines.push(`- ${markdownText(item)}`, ...reasons.map((reason) => `  - ${markdownText(reason)}`));
  }
  lines.push(
    '',
    `No group of fewer than ${release.policy.minSegment} people is published as a segment and none of fewer than ${release.policy.minCell} as a figure; counts are rounded to multiples of ${release.policy.roundTo}.`,
    '',
    '## Checking this package',
    '',
    'Run `cloister verify` on this folder. It needs nothing but the folder: it hashes every file, looks for missing and extra ones, reads the definition against its schema and holds every count against the limits above.',
    '',
  );
  return lines.join('\n');
};
