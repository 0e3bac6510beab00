/** Consent: what its procedures take and answer. */

/** What the values of the consent columns of a source were taken for. */
export type ConsentPreview = {
  events: number;
  /** Per column: each value, what it means and how many records have it; one line for many values (value null). */
  columns: {
    column: string;
    values: { value: string | null; words: number; meaning: string; records: number }[];
  }[];
  /** Events dated after they can have been known: kept, and no evidence for anything. */
  future: number;
  /** Consent strings that could not be decoded: no consent. */
  undecoded: number;
  /** Records whose word for the purpose means none of the vault's: no event. */
  unknownPurposes: number;
  /** Facts about people that were new: where they live, whether they are minors. */
  facts: number;
};
