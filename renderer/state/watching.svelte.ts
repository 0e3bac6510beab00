/**
 * Watched folders, while a vault is open in this window: asks the engine every few seconds whether a file is ready, and
 * has it imported as a job that shows in the tray. Asking takes nothing and is no act; the engine decides what is ready.
 */
import { untrack } from 'svelte';
import { watchWords as words } from '../messages/watch.ts';
import { view } from '../screens/sources/view.svelte.ts';
import { engine } from './engine.svelte.ts';
import { jobs } from './jobs.svelte.ts';
import { route } from './route.svelte.ts';
import { session } from './session.svelte.ts';
import { problem, toasts } from './toasts.svelte.ts';

/** Seconds between two questions: a file is taken once it was seen unchanged twice. */
const EVERY = 3;
/** Seconds of rest after something went wrong that is no file's fault, such as a full disk. */
const REST = 60;
let busy = false;
let restsUntil = 0;
/** Grows with every question that was answered, so that a screen can say when it was last looked. */
let asked = $state(0);

const see = (): void => {
  view.tab = 'watched';
  route.go('sources');
};

const look = async (): Promise<void> => {
  const { ready } = await engine.call('watch.peek', {});
  asked += 1;
  if (ready === 0) return;
  const news = await jobs.run(words.job, 'watch.look', {});
  for (const folder of new Set(news.files.map((file) => file.folder))) {
    const own = news.files.filter((file) => file.folder === folder);
    const rows = own.reduce((sum, { accepted }) => sum + accepted, 0);
    const isFine =
      own.every(({ outcome }) => outcome !== 'failed') && own.some(({ outcome }) => outcome !== 'foreign');
    toasts.show({
      tone: isFine ? 'done' : 'problem',
      title: words.arrived(folder, news),
      ...(rows === 0 ? {} : { text: words.rowsTaken(rows) }),
      action: { label: words.see, run: see },
    });
  }
};

/** One question at a time; what goes wrong is told, and the next one is asked after a while. */
const turn = (): void => {
  if (busy || session.status === null || Date.now() < restsUntil) return;
  busy = true;
  look()
    .catch((thrown: unknown) => {
      restsUntil = Date.now() + REST * 1000;
      problem(thrown);
    })
    .finally(() => {
      busy = false;
    });
};

export const watching = {
  get asked(): number {
    return asked;
  },
  /** Asks as long as some folder is watched; follows the vault and every change. The answer stops it. */
  start(): () => void {
    let timer: ReturnType<typeof setInterval> | undefined;
    let live = true;
    const { status } = session;
    void engine.revision;
    if (status === null) return () => undefined;
    untrack(() => engine.call('watch.list', {})).then((folders) => {
      if (live && folders.some(({ on }) => on)) {
        turn();
        timer = setInterval(turn, EVERY * 1000);
      }
    }, problem);
    return () => {
      live = false;
      clearInterval(timer);
    };
  },
};
