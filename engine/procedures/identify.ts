/** From an identifier somebody typed to the person behind it: hashed on the spot, stored and logged nowhere. */
import { CloisterError } from '../../shared/errors.ts';
import type { IdentifierType } from '../../shared/vocabulary.ts';
import { normaliseValue } from '../intake/values/normalise.ts';
import { personBehind } from '../privacy/people.ts';
import { createPseudonymiser, PSEUDONYM_BYTES, pseudonymKeys, type Raw } from '../privacy/pseudonyms.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * The person an identifier leads to and the pseudonym that leads there, null where nobody has it; and what it is hashed
 * to, newest epoch first.
 */
export type Identified = {
  person: number | null;
  /** The number it stands under, which is one of the person's. */
  number: number | null;
  known: Buffer | null;
  pseudonyms: Buffer[];
};

/**
 * Looks identifiers of one type up. The answers stand in the order of the identifiers.
 * @throws CloisterError INPUT_VALUE, which names the place of the value and never repeats it
 */
export const identify = (
  { keys, reader }: Pick<Vault, 'keys' | 'reader'>,
  type: IdentifierType,
  identifiers: readonly string[],
): Identified[] => {
  const { identifier: write, earlier, flush } = createPseudonymiser(pseudonymKeys(keys));
  const hashed = identifiers.map((identifier, at) => {
    const normalised = normaliseValue(type, Buffer.from(identifier, 'utf8'));
    if (normalised === null)
      throw new CloisterError(
        'INPUT_VALUE',
        `${identifiers.length === 1 ? 'The value' : `Value ${at + 1}`} is no ${type} identifier.`,
        'Check it, or name its type with --type.',
      );
    return [write, ...earlier].map((one) => {
      const value = Buffer.alloc(PSEUDONYM_BYTES);
      one(type, normalised as Raw<Uint8Array>, value, 0);
      return value;
    });
  });
  flush();
  return hashed.map((pseudonyms) => {
    // Every epoch is looked up, found or not, so that it takes the same time.
    const found = pseudonyms.map((one) => personBehind(reader, type, one));
    const at = found.findIndex((one) => one !== null);
    return {
      person: found[at]?.person ?? null,
      number: found[at]?.number ?? null,
      known: pseudonyms[at] ?? null,
      pseudonyms,
    };
  });
};

/** What the officer is told of an identifier that leads to nobody. */
export const nobodyHasIt = (): CloisterError =>
  new CloisterError(
    'NOT_FOUND',
    'Nobody in this vault has this identifier.',
    'Check its spelling and type. Where the mapping of a source gives its numbers a prefix, type it too: hubspot:501.',
  );

/** The one person behind an identifier, and the pseudonym that leads there. @throws CloisterError INPUT_VALUE, NOT_FOUND */
export const identifyOne = (
  vault: Pick<Vault, 'keys' | 'reader'>,
  type: IdentifierType,
  identifier: string,
): { person: number; known: Buffer } => {
  const [{ person, known }] = identify(vault, type, [identifier]);
  if (person === null || known === null) throw nobodyHasIt();
  return { person, known };
};
