/**
 * The engine in a utility process of its own. Main gives it one end of a channel and the page the other; what
 * passes between them is never seen here. An engine that dies is started again, unless it keeps dying.
 */
import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';

export type EngineParts = {
  fork: () => UtilityProcess;
  channel: () => MessageChannelMain;
  /** Milliseconds, from any origin. */
  now: () => number;
};

export type EngineProcess = {
  /** A port to a running engine. @throws Error when the engine cannot be kept alive */
  connect(): MessagePortMain;
  stop(): void;
};

/** An engine that dies this often within a minute will die again. */
const MOST_DEATHS = 5;
const MINUTE = 60_000;

/** Keeps one engine process alive from now until `stop`. */
export const keepEngine = ({ fork, channel, now }: EngineParts): EngineProcess => {
  let child: UtilityProcess | null = null;
  let stopped = false;
  let deaths: number[] = [];

  const start = (): UtilityProcess => {
    const started = fork();
    started.on('exit', () => {
      if (child === started) child = null;
      deaths = [...deaths.filter((at) => now() - at < MINUTE), now()];
      if (!stopped && deaths.length < MOST_DEATHS) child = start();
    });
    return started;
  };
  child = start();

  return {
    connect: () => {
      // The page asks again when its port closes; by then a dead engine has been replaced, or has a last chance.
      const recent = deaths.filter((at) => now() - at < MINUTE).length;
      if (stopped || (child === null && recent >= MOST_DEATHS))
        throw new Error(`The engine stopped ${recent} times within a minute and was not started again.`);
      child ??= start();
      const { port1, port2 } = channel();
      child.postMessage({ cloister: 'port' }, [port1]);
      return port2;
    },
    stop: () => {
      stopped = true;
      child?.kill();
    },
  };
};
