/** From a mapping to what an import reads about consent: states, strings, signals, and facts about the person. */
import type { ColumnMapping, Mapping } from '../../shared/mapping.ts';
import type { ConsentMeaning, LawfulBasis } from '../../shared/vocabulary.ts';
import type { SignalKind } from '../privacy/consent/signals.ts';

/** A consent state column and the slots of the columns that belong to it. */
export type StatePlan = {
  column: string;
  state: number;
  states: Record<string, string>;
  /** A fixed purpose, or the slot of the purpose column with its dictionary. */
  purpose: string | { slot: number; values: Record<string, string> };
  basis: LawfulBasis;
  /** Slot among the times. */
  dated: number | null;
};

/** A column of consent strings. */
export type SignalPlan = {
  column: string;
  slot: number;
  kind: SignalKind;
  signals: Record<string, readonly (number | string)[]>;
  vendor: number | null;
  dated: number | null;
};

/** A column with a flag or a place, and what its values mean. */
export type WordPlan = { column: string; slot: number; values: Record<string, string>; dated: number | null };

/** One state that holds for everybody in the source. */
export type EveryonePlan = {
  state: ConsentMeaning;
  purpose: string;
  basis: LawfulBasis;
  dated: number | null;
  /** When they were asked. */
  asked: number | null;
};

export type ConsentPlan = {
  everyone: EveryonePlan | null;
  states: StatePlan[];
  signals: SignalPlan[];
  gpc: WordPlan[];
  region: WordPlan | null;
  minor: WordPlan | null;
  notice: number | null;
  method: number | null;
  reason: number | null;
  until: number | null;
};

type Slots = {
  /** Of states, purposes and facts only words of the vocabulary are kept; `stored` texts are kept as they are. */
  addText: (column: ColumnMapping, name: string | null, stored?: boolean, long?: boolean) => number;
  addTime: (column: ColumnMapping) => number;
};

/** Plans the consent columns of a mapping. @param time slot of the time of the record, where it has one */
export const planConsent = (mapping: Mapping, time: number | null, slots: Slots): ConsentPlan => {
  const columns = mapping.columns.filter(({ role }) => role === 'consent');
  const parts = (wanted: string): ColumnMapping[] =>
    columns.filter(({ part }) => (part ?? 'state') === wanted);
  const states = parts('state');
  const signals = [...parts('tcf'), ...parts('gpp')];
  const flags = parts('gpc');
  const all = mapping.consent?.everyone;
  const any = states.length + signals.length + flags.length > 0 || all !== undefined;
  const [purposeColumn] = parts('purpose');
  const text = (wanted: string, stored = true): number | null => {
    const [column] = parts(wanted);
    return column === undefined || !any ? null : slots.addText(column, null, stored);
  };
  const purposeSlot = states.some(({ purpose }) => purpose === undefined) ? text('purpose', false) : null;
  const notice = text('notice');
  const method = text('method');
  const reason = text('reason');
  const [untilColumn] = parts('until');
  const until = any && untilColumn !== undefined ? slots.addTime(untilColumn) : null;
  const dated = (column: Pick<ColumnMapping, 'dated'>): number | null => {
    if (column.dated === undefined) return time;
    const mapped = mapping.columns.find((other) => other.column === column.dated);
    return slots.addTime(mapped ?? { column: column.dated, role: 'time' });
  };
  const word = (column: ColumnMapping | undefined): WordPlan | null =>
    column === undefined
      ? null
      : {
          column: column.column,
          slot: slots.addText(column, null, false),
          values: column.values ?? {},
          dated: column.part === 'gpc' ? dated(column) : null,
        };
  return {
    everyone:
      all === undefined
        ? null
        : {
            state: all.state,
            purpose: all.purpose,
            basis: all.basis ?? 'consent',
            dated: dated(all),
            asked: all.asked === undefined ? null : dated({ dated: all.asked }),
          },
    states: states.map((column) => ({
      column: column.column,
      state: slots.addText(column, null, false),
      states: column.values ?? {},
      purpose: column.purpose ?? { slot: purposeSlot ?? 0, values: purposeColumn?.values ?? {} },
      basis: column.basis ?? 'consent',
      dated: dated(column),
    })),
    signals: signals.map((column) => ({
      column: column.column,
      slot: slots.addText(column, null, false, true),
      kind: column.part === 'tcf' ? 'tcf' : 'gpp',
      signals: column.signals ?? {},
      vendor: column.vendor ?? null,
      dated: dated(column),
    })),
    gpc: flags.map((column) => word(column)).filter((plan) => plan !== null),
    region: word(parts('region')[0]),
    minor: word(parts('minor')[0]),
    notice,
    method,
    reason,
    until,
  };
};
