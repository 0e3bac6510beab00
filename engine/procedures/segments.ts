/** Segments: defined by a rule, taken over from a clustering or from RFM, counted, refreshed. */
import type { RefreshAnswer, SegmentAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { parentsOf } from '../../shared/rules/nesting.ts';
import { parseRule } from '../../shared/rules/rule.ts';
import { now, recordAct } from '../audit/audit.ts';
import { rfmRule, scoreRfm } from '../features/rfm.ts';
import { intersect } from '../segments/members.ts';
import { freeColour, idForName, type Segment, segmentFromRule, segmentText } from '../segments/segment.ts';
import { getRecord, listRecords, putRecord } from '../vault/records.ts';
import type { Handlers } from './handler.ts';
import { bodyOf, type Change, remember } from './history.ts';
import { keptRfm } from './kept-rfm.ts';
import { globalMembers, movement } from './segment-movement.ts';
import { clusterSegments, edited, isReplaced } from './segment-origins.ts';
import type { Session, View } from './session.ts';
import { needsOf, sortUsable } from './usable.ts';

/** Segments of the vault, newest version of each, in the order of their ids. */
export const listSegments = (session: Session): { segment: Segment; version: number }[] =>
  listRecords<Segment>(session.vault().reader, 'segment').map(({ body, version }) => ({
    segment: body,
    version,
  }));

const answerOf = (
  view: View,
  segment: Segment,
  version: number,
  parent: string | null,
  needs: string | null = null,
): SegmentAnswer => ({
  id: segment.id,
  name: segment.name,
  version,
  origin: segment.selection === null ? segment.origin : 'selection',
  colour: segment.colour,
  rule: segment.rule,
  text: segmentText(view.table(), segment.rule),
  people: needs === null ? view.told(view.evaluator().evaluate(segment.rule)) : 0,
  needs,
  fidelity: (segment.cluster ?? segment.selection)?.fidelity ?? null,
  parent,
  cluster:
    segment.cluster === null || segment.cluster.labels !== undefined
      ? null
      : {
          clustering: segment.cluster.clustering,
          version: segment.cluster.version,
          label: segment.cluster.label,
        },
});

/** Stores segments as new versions, drops the ones named, and records the act. */
export const store = (
  session: Session,
  segments: Segment[],
  dropped: string[],
  words: string,
  details: Record<string, unknown>,
): Promise<Map<string, number>> =>
  recordAct(session.vault(), (db) => {
    const versions = new Map<string, number>();
    const change = (id: string, after: unknown): Change => ({
      kind: 'segment',
      id,
      before: bodyOf(db, 'segment', id),
      after,
    });
    remember(db, words, [
      ...dropped.map((id) => change(id, null)),
      ...segments.map((segment) => change(segment.id, segment)),
    ]);
    for (const id of dropped) putRecord(db, 'segment', id, null, now());
    for (const segment of segments) {
      // An unchanged definition is no new version, so a plan that runs again leaves the numbers alone.
      const current = getRecord<Segment | null>(db, 'segment', segment.id);
      const same = current !== undefined && JSON.stringify(current.body) === JSON.stringify(segment);
      versions.set(segment.id, same ? current.version : putRecord(db, 'segment', segment.id, segment, now()));
    }
    return {
      result: versions,
      act: {
        action: 'segment.define',
        details: { segments: segments.map(({ id }) => id), dropped, ...details },
      },
    };
  });

/** Of every kept segment the one it lies inside. */
const keptParents = (session: Session): Map<string, string | null> =>
  parentsOf(listSegments(session).map(({ segment }) => segment));

/** Segments that were just stored, as they are told. */
export const answersOf = (
  session: Session,
  view: View,
  segments: Segment[],
  versions: Map<string, number>,
): SegmentAnswer[] => {
  const parents = keptParents(session);
  return segments.map((segment) =>
    answerOf(view, segment, versions.get(segment.id) ?? 1, parents.get(segment.id) ?? null),
  );
};

type PreviousRow = { as_of: number; members: Buffer };

export const segmentHandlers: Handlers<
  | 'segment.list'
  | 'segment.overlap'
  | 'segment.count'
  | 'segment.define'
  | 'segment.fromClustering'
  | 'segment.fromRfm'
  | 'segment.remove'
  | 'segment.refresh'
> = {
  'segment.overlap': ({ lens }, session) => {
    const view = session.view(lens);
    const { usable } = sortUsable(session.vault().reader, view, listSegments(session));
    const found = usable.map(({ segment }) => ({
      id: segment.id,
      name: segment.name,
      colour: segment.colour,
      members: view.evaluator().evaluate(segment.rule),
    }));
    // What two sets share is a set like any other: told as exactly as a filter for both would be, and no more.
    const all = found.map(({ members }) => view.told(members));
    return {
      segments: found.map(({ id, name, colour }, i) => ({ id, name, colour, people: all[i] })),
      overlaps: found.flatMap((a, i) =>
        found
          .slice(i + 1)
          .map((b) => ({ a: a.id, b: b.id, people: view.told(intersect(a.members, b.members)) })),
      ),
    };
  },
  'segment.list': ({ lens }, session) => {
    const view = session.view(lens);
    const { reader } = session.vault();
    const parents = keptParents(session);
    return listSegments(session).map(({ segment, version }) =>
      answerOf(view, segment, version, parents.get(segment.id) ?? null, needsOf(reader, view, segment.rule)),
    );
  },
  'segment.count': ({ lens, rule }, session) => {
    const view = session.view(lens);
    const checked = parseRule(rule);
    return {
      people: view.told(view.evaluator().evaluate(checked)),
      of: view.told(view.everyone()),
      text: segmentText(view.table(), checked),
    };
  },
  'segment.define': async ({ lens, name, id, rule }, session) => {
    const view = session.view(lens);
    const known = listSegments(session).map(({ segment }) => segment);
    const own = id ?? idForName(name, known);
    const before = known.find((segment) => segment.id === own);
    const written = segmentFromRule(name, rule, own, before?.colour ?? freeColour(known));
    view.evaluator().count(written.rule);
    // Who names the segment changes it; who only writes a name again starts anew.
    const segment =
      id === undefined || before === undefined ? written : edited(session, view, before, written);
    const versions = await store(session, [segment], [], `define “${segment.name}”`, { from: 'rule' });
    return answersOf(session, view, [segment], versions)[0];
  },
  'segment.fromClustering': async ({ lens, clustering, levels }, session) => {
    const view = session.view(lens);
    const known = listSegments(session).map(({ segment }) => segment);
    const segments = clusterSegments(session, view, known, clustering, levels);
    const kept = new Set(segments.map(({ id }) => id));
    const dropped = known
      .filter((segment) => isReplaced(segment, clustering) && !kept.has(segment.id))
      .map((segment) => segment.id);
    const versions = await store(
      session,
      segments,
      dropped,
      `take over ${segments.length} segments from clusters`,
      { from: 'clustering', clustering },
    );
    return answersOf(session, view, segments, versions);
  },
  'segment.fromRfm': async ({ lens }, session) => {
    const view = session.view(lens);
    const scores = scoreRfm(view.table(), keptRfm(session.vault().reader).settings);
    if (scores === null)
      throw new CloisterError(
        'NO_DATA',
        'There are no orders under this lens, so there is no RFM.',
        'Import orders first.',
      );
    const known = listSegments(session).map(({ segment }) => segment);
    const segments: Segment[] = [];
    for (const cell of scores.settings.segments.filter((_, i) => scores.sizes[i].people > 0)) {
      const rule = rfmRule(scores, cell);
      if (rule === null) continue;
      const id = `rfm-${cell.id}`;
      const inUse = [...known, ...segments];
      const wanted = inUse.some(({ colour }) => colour === cell.colour) ? undefined : cell.colour;
      const colour = known.find((segment) => segment.id === id)?.colour ?? wanted ?? freeColour(inUse);
      segments.push(segmentFromRule(cell.name, rule, id, colour));
    }
    const versions = await store(session, segments, [], `take over ${segments.length} RFM segments`, {
      from: 'rfm',
    });
    return answersOf(session, view, segments, versions);
  },
  'segment.remove': async ({ id }, session) => {
    const found = listSegments(session).find(({ segment }) => segment.id === id);
    if (found === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no segment "${id}".`,
        'See `cloister segment VAULT list`.',
      );
    await store(session, [], [id], `remove “${found.segment.name}”`, {});
    return null;
  },
  'segment.refresh': ({ lens }, session) => {
    const view = session.view(lens);
    const asOf = dateTime(lens.asOf);
    // Told before the act: what was told stays told when the act is taken back.
    const { usable, unusable } = sortUsable(session.vault().reader, view, listSegments(session));
    const counted = usable.map(({ segment, version }) => {
      const { set, bytes } = globalMembers(view, segment);
      return { segment, version, people: set.people, told: view.told(set), bytes };
    });
    return recordAct(session.vault(), (db) => {
      const last = db.prepare(
        `SELECT as_of, members FROM membership WHERE segment = ? AND version = ? AND purpose = ? AND as_of < ?
         ORDER BY as_of DESC LIMIT 1`,
      );
      const put = db.prepare(
        `INSERT INTO membership(segment, version, purpose, as_of, people, members, at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT(segment, version, purpose, as_of)
         DO UPDATE SET people = excluded.people, members = excluded.members, at = excluded.at`,
      );
      // Whether anybody moved at all would tell of one person by two dates; it is told like a few who did.
      const few = (people: number): number => (session.isExact() ? people : Math.max(1, people));
      const result = counted.map(({ segment, version, people, told, bytes }): RefreshAnswer => {
        const before = last.get(segment.id, version, lens.purpose, asOf) as PreviousRow | undefined;
        put.run(segment.id, version, lens.purpose, asOf, people, bytes, now());
        const moved = before === undefined ? null : movement(before.members, bytes);
        return {
          id: segment.id,
          name: segment.name,
          people: told,
          entered: moved === null ? null : few(moved.entered),
          left: moved === null ? null : few(moved.left),
          previousAsOf: before === undefined ? null : new Date(before.as_of).toISOString().slice(0, 10),
          needs: null,
        };
      });
      const left = unusable.map(
        ({ segment: { id, name }, needs }): RefreshAnswer => ({
          id,
          name,
          people: 0,
          entered: null,
          left: null,
          previousAsOf: null,
          needs,
        }),
      );
      const details = { asOf: lens.asOf, segments: result.map(({ id }) => id) };
      return {
        result: [...result, ...left],
        act: { action: 'segment.refresh', purpose: lens.purpose, details },
      };
    });
  },
};
