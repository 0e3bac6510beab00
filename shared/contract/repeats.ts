/** What an import tells of rows that came before. */

/**
 * What became of rows that may have come before, in this file or another of its stream: known again `by` their number or
 * their content, null where nothing was compared. `fresh`, `joined` and `corrected` rows were taken; `same` and `older` were not.
 */
export type RepeatsAnswer = {
  by: 'number' | 'content' | null;
  fresh: number;
  same: number;
  /** Rows that took the place of `replaced` earlier ones; whether most of their numbers belonged to somebody else. */
  corrected: number;
  replaced: number;
  otherPeople: boolean;
  /** Versions that were replaced already, or by a later row of the same file. */
  older: number;
  /** Rows taken that are a further part of orders held. */
  joined: number;
  /** Records that repeat another of the file word for word; taken unless the mapping says once, and not in the sum. */
  repeated: number;
  /** Rows taken that are earlier than the newest held before, in UTC epoch milliseconds. */
  late: number;
  newest: number | null;
};
