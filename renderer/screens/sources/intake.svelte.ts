/**
 * The file that is being taken in: chosen or dropped, looked at, mapped, checked, loaded. It outlives a change of
 * screen; files dropped with it wait until it is loaded or left.
 */
import type { Answer } from '../../../shared/contract/contract.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { ColumnMapping, Mapping, SourceFormat } from '../../../shared/mapping.ts';
import type { Kind } from '../../../shared/vocabulary.ts';
import { sources as words } from '../../messages/sources.ts';
import { engine, errorOf } from '../../state/engine.svelte.ts';
import { jobs } from '../../state/jobs.svelte.ts';
import { session } from '../../state/session.svelte.ts';
import { problem, toasts } from '../../state/toasts.svelte.ts';
import { placesOf } from './hand-in.ts';
import { review } from './identity/review.svelte.ts';
import { makeReady } from './make-ready.ts';
import { rejectsPath } from './rejects-path.ts';
import { columnAs, type RoleChoice, setEntry } from './role-choice.ts';
import { statuses } from './statuses.svelte.ts';

type Inspection = Answer<'intake.inspect'>;
type Imported = Answer<'intake.import'>;
let path = $state<string | null>(null);
/** Further files of the same source. */
let also = $state.raw<readonly string[]>([]);
let inspection = $state.raw<Inspection | null>(null);
let mapping = $state<Mapping | null>(null);
let dryRun = $state.raw<Imported | null>(null);
let error = $state.raw<ErrorData | null>(null);
let busy = $state(false);
/** Dropped files that come after this one. In a browser they have no path: then it is the file itself. */
let waiting = $state.raw<readonly (string | File)[]>([]);
/** Part of a dropped file that the engine has, from 0 to 1; null when none is on its way. */
let handedIn = $state<number | null>(null);
/** What the files that are looked at were when they came. */
let dropped: readonly (string | File)[] = [];
/** Grows when a file is left: what was begun for it and ends later is for nobody. */
let turn = 0;

const attempt = async (work: () => Promise<void>): Promise<void> => {
  if (busy) return;
  const mine = turn;
  busy = true;
  error = null;
  try {
    await work();
  } catch (thrown) {
    if (mine === turn) error = errorOf(thrown);
  } finally {
    if (mine === turn) busy = false;
  }
};

/** What a person said of the file: what it holds, which sheet or entry is meant. */
type Said = { kind?: Kind; format?: SourceFormat };
let said = $state.raw<Said>({});

const look = async (file: string): Promise<void> => {
  const mine = turn;
  const found = await engine.call('intake.inspect', { file, also: [...also], ...said });
  if (mine !== turn) return;
  const isOpen = also.length === 0 && said.format?.entry === undefined;
  const entry = isOpen ? await statuses.begin(file, found.choices.entries, () => mine === turn) : null;
  if (mine !== turn) return;
  if (entry !== null) {
    said = { format: { entry } };
    return look(file);
  }
  inspection = found;
  mapping = structuredClone(found.mapping);
  dryRun = null;
  makeReady();
};

/** Looks until nobody has said anything else meanwhile: a list gone through by keys says every line of it. */
const lookAgain = async (file: string): Promise<void> => {
  const mine = turn;
  let known: Said;
  do {
    known = said;
    await look(file);
  } while (mine === turn && known !== said);
};

/** Says something more of the file, and looks at it with that in mind. */
const say = async (more: Said): Promise<void> => {
  const file = path;
  said = more;
  if (file !== null) await attempt(() => lookAgain(file));
};

const begin = async (file: string | File, others: readonly (string | File)[] = []): Promise<void> => {
  intake.leave();
  path = typeof file === 'string' ? file : file.name;
  const mine = turn;
  await attempt(async () => {
    const places = await placesOf([file, ...others], (part) => {
      if (mine === turn) handedIn = part;
      return mine === turn;
    });
    if (places === null) return;
    handedIn = null;
    [path, ...also] = places;
    dropped = [file, ...others];
    await look(places[0]);
  });
};

const next = (): void => {
  const [first, ...rest] = waiting;
  waiting = rest;
  if (first !== undefined) void begin(first);
};

/** What was found in the source that is looked at is forgotten; the source stays. */
const forget = (known: Said = {}): void => {
  review.leave(path);
  turn += 1;
  busy = false;
  said = known;
  inspection = null;
  mapping = null;
  dryRun = null;
  error = null;
};

/** The source with its mapping; null while there is none. */
const asked = (): { file: string; also: string[]; mapping: Mapping } | null =>
  path === null || mapping === null || inspection === null
    ? null
    : { file: path, also: [...also], mapping: $state.snapshot(mapping) };

export const intake = {
  get path(): string | null {
    return path;
  },
  get also(): readonly string[] {
    return also;
  },
  get inspection(): Inspection | null {
    return inspection;
  },
  /** How the file is written, as far as somebody said it. */
  get said(): SourceFormat {
    return said.format ?? {};
  },
  get mapping(): Mapping | null {
    return mapping;
  },
  get dryRun(): Imported | null {
    return dryRun;
  },
  get error(): ErrorData | null {
    return error;
  },
  get busy(): boolean {
    return busy;
  },
  /** How many dropped files wait for this one. */
  get waiting(): number {
    return waiting.length;
  },
  get handedIn(): number | null {
    return handedIn;
  },
  begin,
  /** Takes dropped files: the first now, or after the one that is being looked at. */
  offer(files: readonly (string | File)[]): void {
    waiting = [...waiting, ...files];
    if (path === null || (inspection === null && error !== null)) next();
  },
  /** Takes the files that wait with this one, as one source. */
  join(): Promise<void> {
    const [first, ...rest] = [...dropped, ...waiting];
    waiting = [];
    return first === undefined ? Promise.resolve() : begin(first, rest);
  },
  /** Leaves the file for the next of its archive or the one that waits, if there is one. */
  skip(): void {
    const { entry } = statuses.following ?? { entry: null };
    const file = path;
    if (entry === null || file === null) {
      intake.leave();
      next();
      return;
    }
    forget({ format: { entry } });
    statuses.choose(entry);
    void attempt(() => look(file));
  },
  /** Maps the file as another was, or as a file says; the kind of data comes with it. */
  async useMapping(other: Mapping): Promise<void> {
    const { encoding } = other.format ?? {};
    // Under another encoding the names of its columns may be others.
    const isAsked = (inspection?.encodings ?? []).length > 0 && other !== inspection?.mapping;
    if (encoding !== undefined && isAsked && encoding !== intake.said.encoding)
      await intake.setEncoding(encoding);
    if (error !== null) return;
    mapping = structuredClone(other);
    dryRun = null;
  },
  /** Writes the report of rejected rows beside nothing else in a folder; the vault stays as it is. */
  async saveRejects(folder: string): Promise<void> {
    await attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      const rejects = rejectsPath(folder, inspection.file);
      await jobs.run(words.rejectsJob(inspection.file), 'intake.import', {
        ...source,
        dryRun: true,
        rejects,
      });
      toasts.show({ title: words.rejectsSaved(rejects) });
    });
  },
  /** The file holds something else than was suggested. */
  setKind: (kind: Kind): Promise<void> => say({ ...said, kind }),
  /** The text is written so: looks again. What was said of its columns stays, unless they read otherwise now. */
  async setEncoding(encoding: string): Promise<void> {
    const before = $state.snapshot(mapping);
    await say({ ...said, format: { ...said.format, encoding } });
    const names = new Set(inspection?.columns.map(({ column }) => column));
    if (error === null && before?.columns.every(({ column }) => names.has(column)))
      mapping = { ...before, format: { ...before.format, encoding: said.format?.encoding } };
  },
  /** Another sheet or entry is meant: looks again, and what was said of the columns of the first is forgotten. */
  setPlace(place: Pick<SourceFormat, 'sheet' | 'entry' | 'cuts' | 'type'>): Promise<void> {
    if (place.entry !== undefined) statuses.choose(place.entry);
    return say({ format: { ...said.format, ...place } });
  },
  columnOf(column: string): ColumnMapping | undefined {
    return mapping?.columns.find((entry) => entry.column === column);
  },
  /** Gives a column its role; what belonged to the old role alone is taken away. */
  setRole(column: string, choice: RoleChoice): void {
    if (mapping === null) return;
    const suggested = inspection?.mapping.columns.find((entry) => entry.column === column);
    const before = $state.snapshot(intake.columnOf(column));
    const next = columnAs(column, choice, $state.snapshot(suggested), before);
    if (next.role === 'identifier' || next.role === 'link') delete mapping.people;
    setEntry(mapping, next);
    dryRun = null;
  },
  /** Changes the mapping; what was checked before no longer holds. */
  edit(change: (mapping: Mapping) => void): void {
    if (mapping === null) return;
    change(mapping);
    dryRun = null;
  },
  /** Changes what is said of one column; what is undefined afterwards is not said. */
  setColumn(column: string, change: Partial<ColumnMapping>): void {
    const entry = intake.columnOf(column);
    if (entry === undefined) return;
    Object.assign(entry, change);
    for (const [key, value] of Object.entries(entry))
      if (value === undefined) delete entry[key as keyof ColumnMapping];
    dryRun = null;
  },
  /** Reads the whole file and says what would be taken; the vault stays as it is. */
  check(): Promise<void> {
    return attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      dryRun = await jobs.run(words.checkJob(inspection.file), 'intake.import', { ...source, dryRun: true });
      makeReady();
    });
  },
  async load(): Promise<void> {
    let loaded = false;
    await attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      const { file } = inspection;
      const pairs = review.waitsFor(source.file);
      const keep = pairs || statuses.following !== undefined;
      const done = await jobs.run(words.loadJob(file), 'intake.import', { ...source, keep });
      toasts.show({ title: words.loaded(done.accepted, file), text: words.loadedRepeats(done.repeats) });
      loaded = true;
      if (pairs) await review.link(source.mapping);
    });
    if (loaded) intake.skip();
  },
  leave(): void {
    if (path !== null && session.status !== null) engine.call('intake.discard', {}).catch(problem);
    forget();
    statuses.take(null);
    handedIn = null;
    path = null;
    also = [];
    dropped = [];
  },
};

// What was being taken into one vault is not for the next.
session.onLeave(() => {
  waiting = [];
  intake.leave();
});
