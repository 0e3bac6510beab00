/** The shape of what implements a procedure: checked input and a session in, an answer out. */
import type { Answer, Checked, ProcedureName } from '../../shared/contract/contract.ts';
import type { Run } from '../jobs/job.ts';
import type { Session } from './session.ts';

export type Handler<N extends ProcedureName> = (
  input: Checked<N>,
  session: Session,
  run: Run,
) => Answer<N> | Promise<Answer<N>>;

/** Handlers by name, as each file of this room exports them. */
export type Handlers<N extends ProcedureName> = { [K in N]: Handler<K> };
