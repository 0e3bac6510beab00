/**
 * contract: one definition per procedure, from which the engine's checks and the client's types both come.
 * A `query` reads, a `mutation` changes and is on the record, a `job` is long and reports progress. Transports
 * only frame what is defined here.
 */
import type * as v from 'valibot';

export type ProcedureKind = 'query' | 'mutation' | 'job';

export type Procedure<K extends ProcedureKind, S extends v.GenericSchema, O> = {
  readonly kind: K;
  readonly input: S;
  /** Whether only the privacy officer may call it. */
  readonly officer: boolean;
  /** Type of the answer; carries no value. */
  readonly output?: O;
};

export type AnyProcedure = Procedure<ProcedureKind, v.GenericSchema, unknown>;

const of =
  <K extends ProcedureKind>(kind: K) =>
  <S extends v.GenericSchema>(input: S) => ({
    returns: <O>(): Procedure<K, S, O> => ({ kind, input, officer: false }),
    /** Makes it an act of the privacy officer: refused (OFFICER_NEEDED) unless the session acts as one. */
    officer: () => ({ returns: <O>(): Procedure<K, S, O> => ({ kind, input, officer: true }) }),
  });

export const query = of('query');
export const mutation = of('mutation');
export const job = of('job');
