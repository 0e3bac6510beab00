/** The work of the stages as commands, so that it can be done from anywhere without a mouse. */
import type { ProcedureName } from '../../shared/contract/contract.ts';
import { explore } from '../messages/analysis.ts';
import { commands as common } from '../messages/en.ts';
import { sources } from '../messages/sources.ts';
import { work as words } from '../messages/work.ts';
import { verdict } from '../screens/audit/verdict.svelte.ts';
import { choice } from '../screens/choice.svelte.ts';
import { intake } from '../screens/sources/intake.svelte.ts';
import { chooser } from '../state/chooser.svelte.ts';
import { engine } from '../state/engine.svelte.ts';
import { jobs } from '../state/jobs.svelte.ts';
import { lens } from '../state/lens.svelte.ts';
import { overlays } from '../state/overlays.svelte.ts';
import { route } from '../state/route.svelte.ts';
import { seed } from '../state/seed.svelte.ts';
import { session } from '../state/session.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import type { Command } from './registry.ts';

const lensNow = () => ({ ...lens.choice });
const always = (): true => true;
const withVault = (): true | string => session.status !== null || common.noVault;
const withPeople = (): true | string =>
  session.status === null ? common.noVault : (lens.answer?.admitted ?? 0) > 0 || words.nobody;
/** Free to start: somebody is admitted, and the same work is not under way. */
const free = (name: ProcedureName) => (): true | string =>
  jobs.running.some((job) => job.name === name) ? words.busy : withPeople();

const importFile = async (): Promise<void> => {
  const file = await chooser.ask({ kind: 'file', title: sources.chooseTitle, action: sources.chooseAction });
  if (file === null) return;
  route.go('sources');
  await intake.begin(file);
};

/** Asks for a plan and for a folder, and does all the plan says as one job. */
const runPlan = async (): Promise<void> => {
  const plan = await chooser.ask({ kind: 'file', title: words.planTitle, action: words.planAction });
  if (plan === null) return;
  const parent = await chooser.ask({
    kind: 'folder',
    title: words.planFolderTitle,
    action: words.planFolderAction,
  });
  if (parent === null) return;
  const file = plan.split(/[\\/]/).at(-1) ?? plan;
  const separator = parent.includes('\\') ? '\\' : '/';
  const folder = `${parent.replace(/[/\\]$/, '')}${separator}${file.replace(/\.[^.]*$/, '')}-package`;
  const done = await jobs.run(words.planJob(file), 'plan.run', { plan, folder });
  const { purpose, asOf } = done.lens;
  await lens.set({ purpose, asOf });
  toasts.show({ title: words.planDone(done.steps.length, done.export === null ? null : folder) });
  route.go(done.export === null ? 'segments' : 'personas');
};

const findClusters = async (): Promise<void> => {
  const [{ features }, fitted] = await Promise.all([
    engine.call('features.compute', { lens: lensNow() }),
    engine.call('clustering.get', { lens: lensNow() }),
  ]);
  choice.begin(features, fitted?.fitted.clustering.features ?? null);
  const chosen = choice.forEngine(features);
  if (chosen.length === 0) {
    toasts.show({ title: words.noFeatures });
    route.go('features');
    return;
  }
  route.go('explore');
  await jobs.run(explore.fitting, 'clustering.fit', {
    lens: lensNow(),
    seed: seed.value,
    clustering: { features: chosen, from: 2, to: 8 },
  });
};

const makeSegments = async (from: 'segment.fromClustering' | 'segment.fromRfm'): Promise<void> => {
  const made = await engine.call(from, { lens: lensNow() });
  toasts.show({ title: words.made(made.length) });
  route.go('segments');
};

const command = (id: string, label: string, when: Command['when'], run: Command['run']): Command => ({
  id,
  group: 'do',
  label,
  keys: null,
  when,
  run,
});

export const workCommands: readonly Command[] = [
  command('intake.import', words.import, withVault, importFile),
  command('plan.run', words.runPlan, withVault, runPlan),
  command('clusters.find', words.findClusters, free('clustering.fit'), findClusters),
  command('segments.fromClusters', words.fromClusters, withPeople, () =>
    makeSegments('segment.fromClustering'),
  ),
  command('segments.fromRfm', words.fromRfm, withPeople, () => makeSegments('segment.fromRfm')),
  command('segments.refresh', words.refresh, withPeople, async () => {
    await engine.call('segment.refresh', { lens: lensNow() });
    toasts.show({ title: words.refreshed });
  }),
  command('audit.verify', words.verify, withVault, async () => {
    await verdict.read(null);
    route.go('audit');
  }),
  {
    id: 'seed.change',
    group: 'do',
    label: words.seed,
    keys: null,
    when: always,
    run: () => overlays.open('seed'),
  },
  {
    id: 'side.toggle',
    group: 'do',
    label: words.side,
    keys: 'Ctrl+I',
    when: always,
    run: () => overlays.showSide(!overlays.side),
  },
  {
    id: 'tray.toggle',
    group: 'do',
    label: words.tray,
    keys: 'Ctrl+J',
    when: always,
    run: () => overlays.showTray(!overlays.tray),
  },
];
