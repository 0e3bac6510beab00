/** The engine as the window sees it: one typed call, and a counter that tells every screen when data changed. */
import type { Client } from '../../shared/contract/client.ts';
import { type Answer, CONTRACT, type Input, type ProcedureName } from '../../shared/contract/contract.ts';
import type { ProgressData } from '../../shared/contract/protocol.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { officer } from './officer.svelte.ts';

export type CallOptions = { signal?: AbortSignal; onProgress?: (progress: ProgressData) => void };

/** Where the answers of the engine stand. Screens read `revision` in an effect to ask again after a change. */
const standing = $state({ revision: 0, savedAt: null as number | null });

let resolveClient: (client: Client) => void;
const client = new Promise<Client>((resolve) => {
  resolveClient = resolve;
});

/** What is asked again after every change, before whoever made it hears that it is done. */
let follow: () => Promise<void> = () => Promise.resolve();

/** Procedures that change what other screens show. Closing is followed by the session, not by the data. */
const changes = (name: ProcedureName): boolean => CONTRACT[name].kind !== 'query' && name !== 'vault.close';

export const engine = {
  /** Grows with every change that was kept. */
  get revision(): number {
    return standing.revision;
  },
  /** When the last change was kept, since the window was opened. */
  get savedAt(): number | null {
    return standing.savedAt;
  },
  /** Takes the connection over, once. */
  attach(connected: Client): void {
    resolveClient(connected);
  },
  /** Sets what is asked again after every change before its caller hears of it; it must not reject. */
  afterChange(ask: () => Promise<void>): void {
    follow = ask;
  },
  /** Asks again whether this window acts as officer. */
  refreshOfficer(): void {
    void engine.call('officer.status', {}).then(
      (status) => officer.take(status, engine.refreshOfficer),
      () => officer.forget(),
    );
  },
  /**
   * Calls a procedure of the contract. An act of the privacy officer asks for the passphrase where it is wanted.
   * @throws ErrorData
   */
  async call<N extends ProcedureName>(
    name: N,
    input: Input<N>,
    options: CallOptions = {},
  ): Promise<Answer<N>> {
    const connected = await client;
    const once = (): Promise<Answer<N>> => connected.call(name, input, options);
    const answer = await once().catch(async (thrown: unknown) => {
      if (errorOf(thrown).code !== 'OFFICER_NEEDED' || !(await officer.ask())) throw thrown;
      return once();
    });
    if (changes(name)) {
      standing.revision += 1;
      standing.savedAt = Date.now();
      await follow();
    }
    return answer;
  },
};

const isErrorData = (thrown: unknown): thrown is ErrorData =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'code' in thrown &&
  'message' in thrown &&
  'next' in thrown;

/** Whatever was thrown as an error a person can read. */
export const errorOf = (thrown: unknown): ErrorData =>
  isErrorData(thrown)
    ? { code: thrown.code, message: thrown.message, next: thrown.next }
    : {
        code: 'FAULT',
        message: thrown instanceof Error ? thrown.message : String(thrown),
        next: 'Nothing was changed. Try again, or reload the window.',
      };
