/** Runs one command: the engine behind it, progress, Ctrl-C, and how its answer or error is printed. */
import type { Engine } from '../engine/engine.ts';
import { CONTRACT } from '../shared/contract/contract.ts';
import { CloisterError, type ErrorData, EXIT, exitStatus, toErrorData } from '../shared/errors.ts';
import type { Command, Context, Form, Outcome } from './command.ts';
import { showUsage } from './help.ts';
import { type Parsed, UsageError } from './options.ts';
import { createOut, harmless, terminalWidth } from './output.ts';
import { createTeller } from './progress.ts';

const NOTHING_CHANGED = 'cancelled, nothing was changed';

/** Rules and rates stay as they were written, published figures and ours beside them keep every digit. */
const KEPT = new Set(['rule', 'rules', 'rates', 'theirs', 'ours']);

/**
 * Numbers that are no counts with the digits a figure can carry: six significant ones, of large sums two decimals. The
 * rest of a double is the way it was computed.
 */
export const rounded = (value: unknown): unknown => {
  if (typeof value === 'number')
    return Number.isInteger(value) || !Number.isFinite(value)
      ? value
      : Number(Math.abs(value) < 1e4 ? value.toPrecision(6) : value.toFixed(2));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, KEPT.has(key) ? inner : rounded(inner)]),
  );
};

/** Items that are written at a time of a list that is made while it is printed. */
const ITEMS = 50;

const isMade = (value: unknown): value is Generator =>
  typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;

/** Prints a list as its items are made: as one text it might take more memory than what made it. */
const printMade = (items: Generator): void => {
  let [texts, before]: [string[], string] = [[], '['];
  const write = (): void => {
    process.stdout.write(before + texts.join(','));
    [texts, before] = [[], ','];
  };
  for (const item of items) {
    texts.push(JSON.stringify(rounded(item)));
    if (texts.length === ITEMS) write();
  }
  if (texts.length > 0 || before === '[') write();
  process.stdout.write(']');
};

const printJson = (value: object): void => {
  if (Object.values(value).some(isMade)) {
    let before = '{';
    for (const [key, inner] of Object.entries(value)) {
      if (inner === undefined) continue;
      process.stdout.write(`${before}${JSON.stringify(key)}:`);
      if (isMade(inner)) printMade(inner);
      else process.stdout.write(JSON.stringify(rounded(inner)));
      before = ',';
    }
    process.stdout.write('}\n');
  } else process.stdout.write(`${JSON.stringify(rounded(value))}\n`);
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

/**
 * Listens to Ctrl-C while `work` runs: the first aborts, the second ends the process. What follows in the same
 * command sees the abort too.
 */
const cancellable = async <T>(stop: AbortController, work: () => Promise<T>): Promise<T> => {
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.cancelled);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await work();
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
};

/** Runs a parsed command to its end. Never throws; returns the exit status. */
export const runCommand = async ({ form, words, values, json }: Parsed): Promise<number> => {
  let engine: Engine | null = null;
  // Help and usage errors need no engine and should not wait for it to load.
  const start = async (): Promise<Engine> => {
    engine ??= (await import('../engine/engine.ts')).createEngine();
    return engine;
  };
  const teller = createTeller(process.stderr);
  const stop = new AbortController();
  let whenCancelled = NOTHING_CHANGED;
  const context: Context = {
    close: () => engine?.close(),
    call: async (name, input) => {
      const running = await start();
      const options = { signal: stop.signal, onProgress: teller.tell };
      // A query changes nothing, so Ctrl-C may simply end the process in the middle of it.
      return CONTRACT[name].kind === 'query'
        ? running.call(name, input, options)
        : cancellable(stop, () => running.call(name, input, options));
    },
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
        ? new CloisterError('CANCELLED', whenCancelled, '', { cause: error })
        : error;
  }
  teller.stop();
  try {
    context.close();
  } catch (error) {
    thrown ??= error;
  }
  return thrown === null && outcome !== null ? printOutcome(outcome, json) : printThrown(thrown, json, form);
};
