/**
 * The class of a column under the column policy, with the evidence for it: words of the header, values that pass
 * a check, how many values differ. The strictest class that something speaks for wins.
 */
import { classOfRole, type DataClass, type Evidence } from '../../../shared/column-policy.ts';
import { identifierIn } from '../scan.ts';
import { identifiersOf, type Look, namesKind, tellsGroups } from './column-role.ts';
import { speaksOfConsent } from './consent.ts';
import type { Draft } from './draft.ts';
import type { Concept } from './lexicon.ts';

export type Classification = { class: DataClass; evidence: Evidence[]; confidence: number };

/** What a word of the header alone says. */
const OF_CONCEPT: readonly [DataClass, readonly Concept[]][] = [
  ['direct_id', ['name', 'account-name', 'person', 'address', 'ip', 'card', 'iban', 'national-id', 'secret']],
  ['free_text', ['free-text']],
  ['technical', ['foreign-id', 'order-id', 'id', 'web-address']],
  ['quasi_id', ['birth', 'location', 'quasi', 'proxy']],
];

/** A word of a header is right about three times in four; a check of values is as sure as it is frequent. */
const HEADER = 0.75;
const CARDINALITY = 0.6;
/** The table of a system that was told by its headers. */
const SYSTEM = 0.9;
const together = (weights: readonly number[]): number =>
  Math.round((1 - weights.reduce((doubt, weight) => doubt * (1 - weight), 1)) * 100) / 100;

const headerEvidence = (look: Look, concepts: readonly Concept[]): Evidence[] => {
  const hit = look.has(...concepts);
  return hit === undefined ? [] : [{ kind: 'header', word: hit.word, concept: hit.concept }];
};

/** The weight of one piece of evidence. */
const weightOf = (evidence: Evidence): number => {
  if (evidence.kind === 'validator')
    return Math.min(0.99, 0.8 + (0.2 * evidence.valid) / Math.max(1, evidence.of));
  if (evidence.kind === 'system') return SYSTEM;
  return evidence.kind === 'header' || evidence.kind === 'values' ? HEADER : CARDINALITY;
};

const directEvidence = (look: Look): Evidence[] => {
  const { filled } = look;
  const found = identifiersOf(look).map(
    ({ validator, count }): Evidence => ({ kind: 'validator', name: validator, valid: count, of: filled }),
  );
  // A "client" of three values for everyone tells groups, whatever it is called.
  return look.identifier === null || (tellsGroups(look) && found.length === 0)
    ? found
    : [...headerEvidence(look, ['customer', 'email', 'phone', 'device']), ...found];
};

const isMeasured = ({ evidence }: Look): boolean =>
  evidence.number !== null || evidence.boolean !== null || evidence.time !== null;

/** The class of a column and why, from what it looks like and what it was suggested for. */
export const classify = (look: Look, draft: Draft): Classification => {
  const { evidence, filled } = look;
  const decided = (dataClass: DataClass, reasons: Evidence[]): Classification => ({
    class: dataClass,
    evidence: reasons,
    confidence: reasons.length === 0 ? 0.5 : together(reasons.map(weightOf)),
  });
  if (identifierIn(look.header) !== null)
    return decided('direct_id', [{ kind: 'values', what: 'an identifier in the header' }]);
  const direct = directEvidence(look);
  if (direct.length > 0) return decided('direct_id', direct);
  if (look.forbidden?.sensitive === true) {
    const said = headerEvidence(look, ['sensitive']);
    return decided(
      'sensitive',
      said.length > 0 ? said : [{ kind: 'values', what: 'words of belief, health, origin or the like' }],
    );
  }
  if (draft.known !== undefined)
    return decided(draft.known.class, [{ kind: 'system', name: draft.known.system }]);
  if (draft.role !== 'dropped' && draft.role !== 'attribute')
    return decided(
      classOfRole(draft.role, null),
      look.hits.slice(0, 1).map(({ word, concept }) => ({ kind: 'header', word, concept })),
    );
  if (speaksOfConsent(look) && look.has('quasi', 'count', 'amount') === undefined) {
    const said = headerEvidence(look, ['consent', 'refusal']);
    return decided('consent', said.length > 0 ? said : [{ kind: 'values', what: 'words of consent' }]);
  }
  for (const [dataClass, concepts] of OF_CONCEPT) {
    const said = headerEvidence(look, concepts);
    if (said.length === 0) continue;
    // "name_count" is a figure, "first seen" a date, and a flag about an address is none.
    const about = dataClass === 'direct_id' || dataClass === 'free_text';
    if (about && look.forbidden === null && (isMeasured(look) || namesKind(look))) continue;
    // A "comment" of a few short words is a choice from a list.
    if (dataClass === 'free_text' && evidence.wordy === 0 && evidence.distinct <= 50) continue;
    return decided(dataClass, said);
  }
  if (evidence.wordy * 5 > filled && evidence.distinct > 50)
    return decided('free_text', [{ kind: 'values', what: 'many values of four words or more' }]);
  if (evidence.personal.uuid + evidence.personal.hash > filled / 2)
    return decided('technical', [{ kind: 'values', what: 'keys made elsewhere' }]);
  if (!isMeasured(look) && filled >= 20 && evidence.distinctRatio > 0.9)
    return decided('direct_id', [{ kind: 'cardinality', distinct: evidence.distinct, of: filled }]);
  if (draft.role === 'dropped' && evidence.time === null) return decided('unclassified', []);
  return decided('behavioural', [{ kind: 'cardinality', distinct: evidence.distinct, of: filled }]);
};
