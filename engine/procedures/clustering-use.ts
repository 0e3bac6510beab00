/** A kept clustering used afterwards: listed, compared with another, held against people of a later date. */
import type {
  AssignAnswer,
  CompareAnswer,
  DriftAnswer,
  DriftFigure,
  KeptClustering,
} from '../../shared/contract/methods.ts';
import type { ToldCount } from '../../shared/counts.ts';
import { CloisterError } from '../../shared/errors.ts';
import { METHOD_INFO, type MethodName, NOISE } from '../../shared/methods.ts';
import { adjustedRandIndex } from '../analysis/agreement.ts';
import { binCounts, driftVerdict, populationStability } from '../analysis/drift.ts';
import { recordAct } from '../audit/audit.ts';
import { quantile } from '../features/statistics.ts';
import type { FeatureColumn } from '../features/table.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { members } from '../segments/members.ts';
import { getRecord, listRecords } from '../vault/records.ts';
import { crossTable, groupsOf, sideOf } from './clustering-cross.ts';
import { copyClustering, requireClustering, type StoredClustering } from './clustering-store.ts';
import { lookAt } from './explore.ts';
import type { Handlers } from './handler.ts';
import { remember } from './history.ts';
import type { Session, View } from './session.ts';

const LEAST = POLICY_DEFAULT.minCell;
const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const inWords = (ari: number): string =>
  ari >= 0.9
    ? 'The two put nearly the same people together.'
    : ari >= 0.65
      ? 'The two mostly agree.'
      : ari >= 0.3
        ? 'The two agree in part.'
        : 'The two have little in common.';

const compare = async (
  session: Session,
  view: View,
  first: { id: string; version?: number | undefined },
  second: { id: string; version?: number | undefined },
): Promise<CompareAnswer> => {
  const [a, b] = [first, second].map(({ id, version }) => ({ id, ...lookAt(session, view, id, version) }));
  const [x, y] = [groupsOf(a.labels, a.stored.model.k), groupsOf(b.labels, b.stored.model.k)];
  const ari = adjustedRandIndex(x, y);
  const table = await crossTable(
    view,
    x,
    y,
    sideOf(a.id, a.stored, a.labels),
    sideOf(b.id, b.stored, b.labels),
  );
  return {
    people: view.told(view.everyone()),
    ari: Math.round(ari * 1000) / 1000,
    words: inWords(ari),
    table,
  };
};

const figure = (name: string, then: readonly number[], now: readonly number[]): DriftFigure => {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  if (total(then) < LEAST || total(now) < LEAST) return { name, psi: null, verdict: null };
  const psi = populationStability(then, now);
  return { name, psi: Math.round(psi * 1000) / 1000, verdict: driftVerdict(psi) };
};

/** How a feature is spread then and now: tenths of then and the missing, or the levels and the missing. */
const featureDrift = (then: FeatureColumn, now: FeatureColumn | undefined): DriftFigure => {
  if (now === undefined) return { name: then.label, psi: null, verdict: null };
  if (then.type === 'number' && now.type === 'number') {
    const sorted = then.values.filter((value) => !Number.isNaN(value)).sort();
    const edges = sorted.length === 0 ? [] : [...new Set(TENTHS.map((share) => quantile(sorted, share)))];
    return figure(then.label, binCounts(then.values, edges), binCounts(now.values, edges));
  }
  if (then.type !== 'level' || now.type !== 'level') return { name: then.label, psi: null, verdict: null };
  const levels = [...new Set([...then.levels, ...now.levels])];
  const counts = ({ levels: own, codes }: typeof then): number[] => {
    const out = new Array<number>(levels.length + 1).fill(0);
    const place = own.map((level) => levels.indexOf(level));
    for (const code of codes) out[code < 0 ? levels.length : place[code]] += 1;
    return out;
  };
  return figure(then.label, counts(then), counts(now));
};

const sizesOf = (groups: Int32Array, k: number): number[] => {
  const sizes = new Array<number>(k + 1).fill(0);
  for (const group of groups) sizes[group] += 1;
  return sizes;
};

const proposalOf = (features: readonly DriftFigure[], sizes: DriftFigure): string | null => {
  const moved = features.filter(({ verdict }) => verdict === 'moved').map(({ name }) => name);
  const gone = features.filter(({ psi }) => psi === null).map(({ name }) => name);
  const reasons = [
    ...(moved.length > 0 ? [`${moved.join(', ')} moved`] : []),
    ...(gone.length > 0 ? [`${gone.join(', ')} cannot be compared any more`] : []),
    ...(sizes.verdict === 'moved' ? ['the sizes of the clusters moved'] : []),
  ];
  return reasons.length === 0
    ? null
    : `Fit it again: ${reasons.join('; ')}. Nothing changes until you do, and the kept version stays.`;
};

const drift = async (session: Session, now: View, id: string): Promise<DriftAnswer> => {
  const stored = requireClustering(session, id);
  const { fitted } = stored.answer;
  const then = session.view(fitted.lens);
  if (then.lens.people === 0 || now.lens.people === 0)
    throw new CloisterError(
      'NO_CONSENT',
      `The lens admits nobody ${then.lens.people === 0 ? 'on the date of the fit' : 'on this date'}.`,
      'Choose another purpose or date.',
    );
  const k = stored.model.k;
  const before = lookAt(session, then, id, stored.version).labels;
  const after = lookAt(session, now, id, stored.version).labels;
  const [x, y] = [groupsOf(before, k), groupsOf(after, k)];
  const rowOf = new Map([...then.lens.persons].map((person, row) => [person, row]));
  /** The cluster then of who is there now; -1 for who was not there. */
  const was = Int32Array.from(now.lens.persons, (person) => {
    const at = rowOf.get(person);
    return at === undefined ? -1 : x[at];
  });
  const table = now.table();
  const features = stored.features.map((feature): DriftFigure => {
    const column = then.table().columns.find((one) => one.id === feature);
    return column === undefined
      ? { name: feature, psi: null, verdict: null }
      : featureDrift(
          column,
          table.columns.find((one) => one.id === feature),
        );
  });
  const [sizesThen, sizesNow] = [sizesOf(x, k), sizesOf(y, k)];
  const sizes = figure('Sizes of the clusters', sizesThen, sizesNow);
  return {
    clustering: id,
    version: stored.version,
    before: fitted.lens.asOf,
    after: now.choice.asOf,
    people: {
      before: then.toldSize(then.everyone()),
      after: now.toldSize(now.everyone()),
      both: now.toldSize(members(was.length, (row) => was[row] >= 0)),
    },
    features,
    sizes,
    clusters: Array.from({ length: k }, (_, label) => {
      const inOut = (counts: readonly number[], all: number): number[] => [
        counts[label],
        all - counts[label],
      ];
      const { psi, verdict } = figure('', inOut(sizesThen, x.length), inOut(sizesNow, y.length));
      const few = sizesThen[label] < LEAST || sizesNow[label] < LEAST;
      return {
        label,
        before: then.toldSize(members(x.length, (row) => x[row] === label)),
        after: now.toldSize(members(y.length, (row) => y[row] === label)),
        psi: few ? null : psi,
        verdict: few ? null : verdict,
      };
    }),
    migration: await crossTable(now, was, y, sideOf(id, stored, before), sideOf(id, stored, after)),
    proposal: proposalOf(features, sizes),
  };
};

const keptAs = (id: string, version: number, body: StoredClustering): KeptClustering => ({
  id,
  version,
  method: body.model.method,
  k: body.model.k,
  purpose: body.answer.fitted.lens.purpose,
  asOf: body.answer.fitted.lens.asOf,
  features: body.features,
});

/** The same model and labels under another name, or once more under its own. */
const keep = async (
  session: Session,
  from: { id: string; version?: number | undefined },
  name: string,
): Promise<KeptClustering> => {
  const { version: own, ...body } = requireClustering(session, from.id, from.version);
  const version = await recordAct(session.vault(), (db) => {
    const there = getRecord<unknown>(db, 'clustering', name);
    const to = copyClustering(db, { id: from.id, version: own }, body, name);
    const before = there === undefined || there.body === null ? null : there.version;
    remember(db, `Clusters kept as ${name}`, [{ kind: 'clustering', id: name, before, after: to }]);
    return {
      result: to,
      act: {
        action: 'clustering.keep',
        object: `clustering ${name}`,
        details: { from: from.id, version: own, method: body.model.method, k: body.model.k },
      },
    };
  });
  return keptAs(name, version, body);
};

/** Methods that may leave people in no cluster; of the others it is known, without looking, that they leave nobody. */
const LEAVING: readonly MethodName[] = ['dbscan', 'hdbscan'];

/** How many of some people are in each cluster, as it is told, and how many in none. */
const spreadOf = (
  view: View,
  labels: Uint8Array,
  { k, method }: StoredClustering['model'],
  is: (row: number) => boolean,
) => {
  const told = (label: number): ToldCount =>
    view.toldSize(members(labels.length, (row) => labels[row] === label && is(row)));
  return {
    clusters: Array.from({ length: k }, (_, label) => ({ label, ...told(label) })),
    noise: LEAVING.includes(method) ? told(NOISE).people : 0,
  };
};

const assignPeople = (session: Session, view: View, id: string, version?: number): AssignAnswer => {
  const { stored, labels } = lookAt(session, view, id, version);
  const { model, answer } = stored;
  const before = new Set(session.view(answer.fitted.lens).lens.persons);
  const isNew = (row: number): boolean => !before.has(view.lens.persons[row]);
  return {
    clustering: id,
    version: stored.version,
    assigns: METHOD_INFO[model.method].assigns,
    ...spreadOf(view, labels, model, () => true),
    newcomers: {
      ...view.toldSize(members(labels.length, isNew)),
      ...spreadOf(view, labels, model, isNew),
    },
  };
};

export const clusteringUseHandlers: Handlers<
  'clustering.list' | 'clustering.keep' | 'clustering.assign' | 'clustering.compare' | 'clustering.drift'
> = {
  'clustering.list': (_, session) =>
    listRecords<StoredClustering>(session.vault().reader, 'clustering').map(({ id, version, body }) =>
      keptAs(id, version, body),
    ),
  'clustering.keep': ({ from, name }, session) => keep(session, from, name),
  'clustering.assign': ({ lens, clustering, version }, session) =>
    assignPeople(session, session.view(lens), clustering, version),
  'clustering.compare': ({ lens, first, second }, session) =>
    compare(session, session.view(lens), first, second),
  'clustering.drift': ({ lens, clustering }, session) => drift(session, session.view(lens), clustering),
};
