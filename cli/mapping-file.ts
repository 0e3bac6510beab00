/** A suggested mapping as a file a person edits: YAML, with the reason for every suggestion beside it. */
import { Document, isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { InspectionAnswer } from '../shared/contract/answers.ts';
import { CONSENT_PARTS } from '../shared/mapping.ts';
import {
  CLASSES,
  IDENTIFIER_TYPES,
  KINDS,
  LAWFUL_BASES,
  PURPOSES,
  ROLES,
  SAYABLE_STATES,
} from '../shared/vocabulary.ts';
import { harmless, wrap } from './output.ts';

const WIDTH = 92;

const comment = (lines: readonly string[]): string =>
  lines
    .flatMap((line) => wrap(harmless(line), WIDTH))
    .map((line) => ` ${line}`)
    .join('\n');

const guide = (answer: InspectionAnswer): string =>
  comment([
    `What the columns of ${answer.file} are for, as suggested. Edit it, then give it to \`cloister import --mapping\`.`,
    'A column that is dropped or not mentioned is never stored.',
    `kind: ${KINDS.join(', ')}`,
    `role: ${ROLES.join(', ')}`,
    `identifier (of an identifier or link): ${IDENTIFIER_TYPES.join(', ')}`,
    `class (of an attribute): ${CLASSES.join(', ')}`,
    `part (of a consent): ${CONSENT_PARTS.join(', ')}; states in values: ${SAYABLE_STATES.join(', ')}`,
    `purpose: ${PURPOSES.map(({ id }) => id).join(', ')}`,
    `basis: ${LAWFUL_BASES.join(', ')}`,
    'repeats: recognised (records that came before are not taken again) or kept; stream: a name for files that may bring the same records',
  ]);

/** The mapping of an inspection as YAML with comments. Reading it back gives the same mapping. */
export const mappingYaml = (answer: InspectionAnswer): string => {
  const document = new Document(answer.mapping);
  document.commentBefore = guide(answer);
  const root = document.contents;
  if (!isMap(root)) return document.toString();
  const kind = root.items.find(({ key }) => String(key) === 'kind');
  if (kind !== undefined && typeof kind.key === 'object' && kind.key !== null)
    Object.assign(kind.key, {
      commentBefore: comment([answer.why, ...answer.warnings.map((one) => `Look: ${one}`)]),
    });
  const columns = root.get('columns') as YAMLSeq | undefined;
  if (!isSeq(columns)) return document.toString();
  columns.items.forEach((item, i) => {
    const told = answer.columns[i];
    if (told === undefined || !isMap(item)) return;
    const node = item as YAMLMap;
    node.commentBefore = comment([
      told.why,
      ...(told.shapes.length === 0 ? [] : [`Looks like ${told.shapes.join(', ')}`]),
      ...told.warnings.map((warning) => `Look: ${warning}`),
      ...told.readings.map(({ format, reads }) => `format: "${format}" reads ${reads}`),
    ]);
    node.spaceBefore = i > 0;
  });
  return document.toString({ lineWidth: 0 });
};

/** The mappings of an archive as one file: a list, each with the entry it is for. Reading it back gives the same. */
export const mappingsYaml = (answers: readonly InspectionAnswer[]): string =>
  answers
    .map(
      (answer) =>
        `-\n${mappingYaml(answer)
          .trimEnd()
          .replace(/^(?=.)/gm, '  ')}\n`,
    )
    .join('\n');
