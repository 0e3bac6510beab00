/** The file that is being taken in: chosen, looked at, mapped, checked, loaded. It outlives a change of screen. */
import type { Answer } from '../../../shared/contract/contract.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { ColumnMapping, Mapping } from '../../../shared/mapping.ts';
import type { AttributeClass, Kind, Role } from '../../../shared/vocabulary.ts';
import { sources as words } from '../../messages/sources.ts';
import { engine, errorOf } from '../../state/engine.svelte.ts';
import { jobs } from '../../state/jobs.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';

type Inspection = Answer<'intake.inspect'>;
type Imported = Answer<'intake.import'>;
/** What a person chooses for a column: a role, or for an attribute its privacy class. */
export type RoleChoice = Exclude<Role, 'attribute'> | AttributeClass;

let path = $state<string | null>(null);
let inspection = $state.raw<Inspection | null>(null);
let mapping = $state<Mapping | null>(null);
let dryRun = $state.raw<Imported | null>(null);
let error = $state.raw<ErrorData | null>(null);
let busy = $state(false);

const attempt = async (work: () => Promise<void>): Promise<void> => {
  if (busy) return;
  busy = true;
  error = null;
  try {
    await work();
  } catch (thrown) {
    error = errorOf(thrown);
  } finally {
    busy = false;
  }
};

const look = async (file: string, kind?: Kind): Promise<void> => {
  const found = await engine.call('intake.inspect', { file, ...(kind === undefined ? {} : { kind }) });
  inspection = found;
  mapping = structuredClone(found.mapping);
  dryRun = null;
};

/** The mapping was edited: what was checked before no longer holds. */
const edited = (): void => {
  dryRun = null;
};

export const intake = {
  get path(): string | null {
    return path;
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
  begin(file: string): Promise<void> {
    intake.leave();
    path = file;
    return attempt(() => look(file));
  },
  /** The file holds something else than was suggested: looks again with that in mind. */
  setKind(kind: Kind): Promise<void> {
    const file = path;
    return file === null ? Promise.resolve() : attempt(() => look(file, kind));
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
    if (role === 'link' && next.identifier === undefined) next.identifier = 'email';
    if (role === 'consent' && next.values === undefined && next.part === undefined) {
      next.values = {};
      next.purpose = 'personalize';
    }
    const at = mapping.columns.findIndex((entry) => entry.column === column);
    if (at < 0) mapping.columns.push(next);
    else mapping.columns[at] = next;
    edited();
  },
  /** Says what a value of a consent column means; null takes the value out of the dictionary. */
  setMeaning(column: string, value: string, meaning: string | null): void {
    const entry = intake.columnOf(column);
    if (entry === undefined || value === '') return;
    const { [value]: _, ...rest } = entry.values ?? {};
    entry.values = meaning === null ? rest : { ...rest, [value]: meaning };
    edited();
  },
  setPurpose(column: string, purpose: string): void {
    const entry = intake.columnOf(column);
    if (entry === undefined) return;
    entry.purpose = purpose as NonNullable<ColumnMapping['purpose']>;
    edited();
  },
  /** Reads the whole file and says what would be taken; the vault stays as it is. */
  check(): Promise<void> {
    return attempt(async () => {
      if (path === null || mapping === null || inspection === null) return;
      dryRun = await jobs.run(words.checkJob(inspection.file), 'intake.import', {
        file: path,
        mapping: $state.snapshot(mapping),
        dryRun: true,
      });
    });
  },
  load(): Promise<void> {
    return attempt(async () => {
      if (path === null || mapping === null || inspection === null) return;
      const { file } = inspection;
      const done = await jobs.run(words.loadJob(file), 'intake.import', {
        file: path,
        mapping: $state.snapshot(mapping),
      });
      toasts.show({ title: words.loaded(done.accepted, file) });
      intake.leave();
    });
  },
  leave(): void {
    path = null;
    inspection = null;
    mapping = null;
    dryRun = null;
    error = null;
  },
};
