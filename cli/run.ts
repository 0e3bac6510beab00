/** Runs one command: the engine behind it, progress, Ctrl-C, and how its answer or error is printed. */
import { createEngine } from '../engine/engine.ts';
import { CONTRACT } from '../shared/contract/contract.ts';
import { CloisterError, type ErrorData, EXIT, exitStatus, toErrorData } from '../shared/errors.ts';
import type { Command, Context, Form, Outcome } from './command.ts';
import { showUsage } from './help.ts';
import { type Parsed, UsageError } from './options.ts';
import { createOut, harmless, terminalWidth } from './output.ts';
import { createTeller } from './progress.ts';

const NOTHING_CHANGED = 'cancelled, nothing was changed';
/** What a shell reports of a program ended by SIGINT. */
const KILLED = 130;

const printJson = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** Prints an error as a sentence and what to do next, or as JSON. Returns its exit status. */
export const printError = (
  error: ErrorData,
  json: boolean,
  usage: { command: Command; form: Form | null } | null = null,
): number => {
  if (json) printJson({ error: { code: error.code, message: error.message, next: error.next } });
  else {
    process.stderr.write(`cloister: ${harmless(error.message)}\n`);
    if (error.next !== '') process.stderr.write(`  next: ${harmless(error.next)}\n`);
    if (usage !== null)
      showUsage(
        usage.command,
        usage.form,
        createOut((text) => process.stderr.write(text), terminalWidth(process.stderr)),
      );
  }
  return exitStatus(error.code);
};

/** Any thrown value: printed, with the usage where the arguments were wrong. Returns the exit status. */
export const printThrown = (thrown: unknown, json: boolean, form: Form | null = null): number => {
  const usage =
    thrown instanceof UsageError && thrown.command !== null
      ? { command: thrown.command, form: thrown.form ?? form }
      : null;
  return printError(toErrorData(thrown), json, usage);
};

const printOutcome = ({ json: answer, show, failed }: Outcome, json: boolean): number => {
  if (json) printJson(answer);
  else show(createOut((text) => process.stdout.write(text), terminalWidth(process.stdout)));
  if (failed === undefined) return EXIT.done;
  return json ? exitStatus(failed.code) : printError(toErrorData(failed), false);
};

/** Aborts on the first signal and ends the process on the second, while `work` runs. */
const cancellable = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(KILLED);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
};

/** Runs a parsed command to its end. Never throws; returns the exit status. */
export const runCommand = async ({ form, words, values, json }: Parsed): Promise<number> => {
  const engine = createEngine();
  const teller = createTeller(process.stderr);
  let whenCancelled = NOTHING_CHANGED;
  const context: Context = {
    engine,
    call: (name, input) =>
      // What is no job is one short transaction: Ctrl-C simply ends the process, and nothing of it happened.
      CONTRACT[name].kind === 'job'
        ? cancellable((signal) => engine.call(name, input, { signal, onProgress: teller.tell }))
        : engine.call(name, input),
    told: (message) => {
      whenCancelled = message;
    },
  };
  let outcome: Outcome | null = null;
  let thrown: unknown = null;
  try {
    outcome = await form.run(words, values, context);
  } catch (error) {
    thrown =
      error instanceof CloisterError && error.code === 'CANCELLED'
        ? new CloisterError('CANCELLED', whenCancelled, error.next, { cause: error })
        : error;
  }
  teller.stop();
  try {
    engine.close();
  } catch (error) {
    thrown ??= error;
  }
  return thrown === null && outcome !== null ? printOutcome(outcome, json) : printThrown(thrown, json, form);
};
