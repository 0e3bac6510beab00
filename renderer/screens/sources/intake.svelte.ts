/**
 * The file that is being taken in: chosen or dropped, looked at, mapped, checked, loaded. It outlives a change of
 * screen; files dropped with it wait until it is loaded or left.
 */
import type { Answer } from '../../../shared/contract/contract.ts';
import { MOST_PART } from '../../../shared/contract/receive.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { ColumnMapping, Mapping, SourceFormat } from '../../../shared/mapping.ts';
import type { Kind, Role } from '../../../shared/vocabulary.ts';
import { sources as words } from '../../messages/sources.ts';
import { engine, errorOf } from '../../state/engine.svelte.ts';
import { jobs } from '../../state/jobs.svelte.ts';
import { session } from '../../state/session.svelte.ts';
import { problem, toasts } from '../../state/toasts.svelte.ts';
import { saveText } from '../../ui/save-figure.ts';
import { review } from './identity/review.svelte.ts';
import type { RoleChoice } from './role-choice.ts';

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
  inspection = found;
  mapping = structuredClone(found.mapping);
  dryRun = null;
};

/**
 * Gives the engine a file that has no path, part by part; the answer is what it is called there.
 * @param more whether it is added to those handed in before
 */
const handIn = async (file: File, more: boolean): Promise<string> => {
  const { name, size } = file;
  const mine = turn;
  let there = { file: '', bytes: 0 };
  do {
    handedIn = size === 0 ? 1 : there.bytes / size;
    const part = new Uint8Array(await file.slice(there.bytes, there.bytes + MOST_PART).arrayBuffer());
    if (mine !== turn) return '';
    there = await engine.call('intake.receive', { name, size, at: there.bytes, part, more });
  } while (there.bytes < size);
  return there.file;
};

const begin = async (file: string | File, others: readonly (string | File)[] = []): Promise<void> => {
  intake.leave();
  path = typeof file === 'string' ? file : file.name;
  await attempt(async () => {
    const places: string[] = [];
    for (const one of [file, ...others]) {
      const place = typeof one === 'string' ? one : await handIn(one, places.length > 0);
      if (place === '') return;
      places.push(place);
    }
    handedIn = null;
    [path] = places;
    also = places.slice(1);
    dropped = [file, ...others];
    await look(places[0]);
  });
};

const next = (): void => {
  const [first, ...rest] = waiting;
  waiting = rest;
  if (first !== undefined) void begin(first);
};

/** The mapping was edited: what was checked before no longer holds. */
const edited = (): void => {
  dryRun = null;
};

/** The source with its mapping, for a check or a load; null while there is none. */
const asked = (): { file: string; also: string[]; mapping: Mapping } | null =>
  path === null || mapping === null || inspection === null
    ? null
    : { file: path, also: [...also], mapping: $state.snapshot(mapping) };

export const intake = {
  get path(): string | null {
    return path;
  },
  get isOneFile(): boolean {
    return also.length === 0;
  },
  get inspection(): Inspection | null {
    return inspection;
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
  /** Takes the files that wait together with this one, as one source with the same columns. */
  join(): Promise<void> {
    const [first, ...rest] = [...dropped, ...waiting];
    waiting = [];
    return first === undefined ? Promise.resolve() : begin(first, rest);
  },
  /** Leaves the file for the one that waits, if one does. */
  skip(): void {
    intake.leave();
    next();
  },
  /** Maps the file as another was, or as a file says; the kind of data comes with it. */
  useMapping(other: Mapping): void {
    mapping = structuredClone(other);
    edited();
  },
  /** Saves the mapping as a file, for the command line or another vault. */
  async saveMapping(): Promise<void> {
    if (mapping === null || inspection === null) return;
    const { yaml } = await engine.call('mapping.write', { mapping: $state.snapshot(mapping) });
    saveText(yaml, 'application/yaml', `${inspection.file.replace(/\.[^.]*$/, '')}.mapping.yaml`);
  },
  /** Saves the mapping in the vault under a name; under one that is there as its next version. */
  async saveAs(name: string): Promise<void> {
    await attempt(async () => {
      if (mapping === null) return;
      const done = await engine.call('mapping.save', { name, mapping: $state.snapshot(mapping) });
      toasts.show({ title: words.mappingSaved(done.name, done.version) });
    });
  },
  /** Whether somebody still has to say which entry of an archive, or which sheet, is meant. */
  get mustChoose(): boolean {
    const { choices } = inspection ?? { choices: null };
    if (choices === null) return false;
    return (
      (choices.entries.length > 1 && said.format?.entry === undefined) ||
      (choices.sheet !== null && choices.sheets.length > 1 && said.format?.sheet === undefined)
    );
  },
  /** Writes the report of rejected rows beside nothing else in a folder; the vault stays as it is. */
  async saveRejects(folder: string): Promise<void> {
    await attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      const { file } = inspection;
      const separator = folder.includes('\\') ? '\\' : '/';
      const rejects = `${folder.replace(/[/\\]$/, '')}${separator}${file}.rejects.csv`;
      await jobs.run(words.rejectsJob(file), 'intake.import', { ...source, dryRun: true, rejects });
      toasts.show({ title: words.rejectsSaved(rejects) });
    });
  },
  /** The file holds something else than was suggested: looks again with that in mind. */
  setKind(kind: Kind): Promise<void> {
    const file = path;
    said = { ...said, kind };
    return file === null ? Promise.resolve() : attempt(() => look(file));
  },
  /** Another sheet or entry is meant: looks again, and what was said of the columns of the first is forgotten. */
  setPlace(place: Pick<SourceFormat, 'sheet' | 'entry' | 'cuts' | 'type'>): Promise<void> {
    const file = path;
    said = { format: { ...said.format, ...place } };
    return file === null ? Promise.resolve() : attempt(() => look(file));
  },
  columnOf(column: string): ColumnMapping | undefined {
    return mapping?.columns.find((entry) => entry.column === column);
  },
  /** Gives a column its role; what belonged to the old role alone is taken away. */
  setRole(column: string, choice: RoleChoice): void {
    if (mapping === null) return;
    const isClass = choice === 'ordinary' || choice === 'quasi-identifier' || choice === 'sensitive';
    const suggested = inspection?.mapping.columns.find((entry) => entry.column === column);
    const role: Role = isClass ? 'attribute' : choice;
    const base: ColumnMapping = suggested?.role === role ? $state.snapshot(suggested) : { column, role };
    const next: ColumnMapping = isClass ? { ...base, class: choice } : base;
    const { leaveOut } = intake.columnOf(column) ?? {};
    if (leaveOut !== undefined) next.leaveOut = $state.snapshot(leaveOut);
    if (role === 'link' && next.identifier === undefined) next.identifier = 'email';
    if (role === 'consent' && next.values === undefined && next.part === undefined) {
      next.values = {};
      next.purpose = 'personalize';
    }
    const at = mapping.columns.findIndex((entry) => entry.column === column);
    if (role === 'identifier' || role === 'link') delete mapping.people;
    if (at < 0) mapping.columns.push(next);
    else mapping.columns[at] = next;
    edited();
  },
  /** Changes the mapping; what was checked before no longer holds. */
  edit(change: (mapping: Mapping) => void): void {
    if (mapping === null) return;
    change(mapping);
    edited();
  },
  /** Changes what is said of one column; what is undefined afterwards is not said. */
  setColumn(column: string, change: Partial<ColumnMapping>): void {
    const entry = intake.columnOf(column);
    if (entry === undefined) return;
    Object.assign(entry, change);
    for (const [key, value] of Object.entries(entry))
      if (value === undefined) delete entry[key as keyof ColumnMapping];
    edited();
  },
  /** Reads the whole file and says what would be taken; the vault stays as it is. */
  check(): Promise<void> {
    return attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      dryRun = await jobs.run(words.checkJob(inspection.file), 'intake.import', { ...source, dryRun: true });
    });
  },
  async load(): Promise<void> {
    let loaded = false;
    await attempt(async () => {
      const source = asked();
      if (source === null || inspection === null) return;
      const { file } = inspection;
      const pairs = review.waitsFor(source.file);
      const done = await jobs.run(words.loadJob(file), 'intake.import', { ...source, keep: pairs });
      toasts.show({ title: words.loaded(done.accepted, file), text: words.loadedRepeats(done.repeats) });
      loaded = true;
      if (pairs) await review.link(source.mapping);
    });
    if (loaded) intake.skip();
  },
  leave(): void {
    if (path !== null && session.status !== null) engine.call('intake.discard', {}).catch(problem);
    review.leave(path);
    turn += 1;
    busy = false;
    handedIn = null;
    path = null;
    also = [];
    dropped = [];
    said = {};
    inspection = null;
    mapping = null;
    dryRun = null;
    error = null;
  },
};

// What was being taken into one vault is not for the next.
session.onLeave(() => {
  waiting = [];
  intake.leave();
});
