/**
 * Looking for people by name: e-mail addresses and telephone numbers in the clear, values that look like a hash and
 * that no file of the package explains, and a dictionary of identifiers tried against every one of those, plain, under
 * the usual hash functions, and under HMAC with every word of the package as key.
 */
import { createHash, createHmac } from 'node:crypto';
import { canonicalText } from '../definition.ts';
import { SEAL_PATH, sha256 } from '../manifest.ts';
import type { AttackedPackage } from './read.ts';

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}/gu;
const PHONE = /(?<![\p{L}\p{N}.,])\+\d{1,3}[\d\s().-]{7,16}\d(?![\p{L}\p{N}])/gu;
const HEX =
  /(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})(?![0-9A-Za-z])/gi;
const BASE64 =
  /(?<![0-9A-Za-z+/=_-])(?:[0-9A-Za-z+/_-]{43}=|[0-9A-Za-z+/_-]{27}=|[0-9A-Za-z+/_-]{22}==|[0-9A-Za-z+/_-]{86}==)/g;
const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
/** Most words of a package that are tried as keys, and most keyed hashes of one package. */
const MOST_KEYS = 2000;
const MOST_KEYED = 10_000_000;
/** Shortest identifier that is looked for in the clear: anything shorter stands in any text. */
const LEAST_CLEAR = 5;

/** Hashes a package may hold: of its files, its rules, the releases it was compared with, a style sheet in itself. */
const explained = ({ manifest, texts, digest, definition }: AttackedPackage): Set<string> => {
  const known = new Set<string>([digest]);
  for (const file of manifest?.files ?? []) known.add(file.sha256);
  for (const { rule } of definition.segments) known.add(sha256(canonicalText(rule)));
  for (const earlier of manifest?.releaseLedger.comparedWith ?? []) known.add(earlier);
  for (const text of texts.values())
    for (const [, style] of text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g))
      known.add(createHash('sha256').update(style, 'utf8').digest('base64'));
  return known;
};

type Token = { value: string; where: string };

const tokensOf = (attacked: AttackedPackage): Token[] => {
  const known = explained(attacked);
  const tokens: Token[] = [];
  for (const [path, text] of attacked.texts) {
    if (path === SEAL_PATH && attacked.sealed) continue;
    for (const pattern of [HEX, BASE64])
      for (const [value] of text.matchAll(pattern))
        if (!known.has(value) && !known.has(value.toLowerCase()))
          tokens.push({ value, where: `${attacked.name}/${path}` });
  }
  return tokens;
};

const spellings = (identifier: string): string[] => [
  ...new Set([
    identifier,
    identifier.trim(),
    identifier.trim().toLowerCase(),
    identifier.replace(/[\s().-]/g, ''),
  ]),
];

/**
 * Whether a text holds an identifier. Most of a long dictionary is ruled out by its first letters, which are looked up
 * among all the pieces of that length in the text.
 */
const finderIn = (text: string): ((identifier: string) => boolean) => {
  const lower = text.toLowerCase();
  const pieces = new Set<string>();
  for (let at = 0; at + LEAST_CLEAR <= lower.length; at++) pieces.add(lower.slice(at, at + LEAST_CLEAR));
  return (identifier) => {
    const wanted = identifier.trim().toLowerCase();
    return wanted.length >= LEAST_CLEAR && pieces.has(wanted.slice(0, LEAST_CLEAR)) && lower.includes(wanted);
  };
};

const keysOf = ({ texts }: AttackedPackage, most: number): string[] => {
  const words = new Set<string>();
  for (const text of texts.values())
    for (const [word] of text.matchAll(/[\p{L}\p{N}_.-]{3,64}/gu)) if (words.size < most) words.add(word);
  return [...words];
};

export type IdentifierAttack = { tokens: number; tried: number; found: string[] };

/** @param dictionary identifiers the attacker knows or guesses */
export const attackIdentifiers = (
  packages: readonly AttackedPackage[],
  dictionary: readonly string[],
): IdentifierAttack => {
  const found = new Set<string>();
  let tokens = 0;
  let tried = 0;
  for (const attacked of packages) {
    for (const [path, text] of attacked.texts) {
      for (const [pattern, what] of [
        [EMAIL, 'an e-mail address'],
        [PHONE, 'a telephone number'],
      ] as const)
        for (const _ of text.matchAll(pattern)) found.add(`${attacked.name}/${path} holds ${what}`);
      if (dictionary.length > 0 && dictionary.some(finderIn(text)))
        found.add(`${attacked.name}/${path} holds an identifier of the dictionary in the clear`);
    }
    const hashes = tokensOf(attacked);
    tokens += hashes.length;
    if (hashes.length === 0) continue;
    const byValue = new Map<string, string>();
    for (const { value, where } of hashes) {
      byValue.set(value.toLowerCase(), where);
      byValue.set(value.replaceAll('-', '+').replaceAll('_', '/'), where);
      found.add(`${where} holds a value that looks like a hash and that no file explains`);
    }
    const guesses = dictionary.flatMap(spellings);
    const most = Math.min(MOST_KEYS, Math.floor(MOST_KEYED / Math.max(1, guesses.length)));
    const keys = guesses.length > 0 ? keysOf(attacked, most) : [];
    const check = (digest: Buffer): void => {
      tried += 1;
      const where = byValue.get(digest.toString('hex')) ?? byValue.get(digest.toString('base64'));
      if (where !== undefined) found.add(`${where} holds the hash of an identifier of the dictionary`);
    };
    for (const identifier of guesses) {
      for (const algorithm of HASHES) check(createHash(algorithm).update(identifier, 'utf8').digest());
      for (const key of keys) check(createHmac('sha256', key).update(identifier, 'utf8').digest());
    }
  }
  return { tokens, tried, found: [...found] };
};
