/** The laws about who may use whom: folders of the house, rooms of the engine, packages, the network. */
import type { Import, SourceFile } from './scan.ts';

/** A law that is broken, and where. */
export type Finding = { path: string; line: number; law: string };

/** Rooms of the engine, ground floor first; a room uses only rooms before it. */
export const ROOMS = [
  'vault',
  'audit',
  'jobs',
  'columns',
  'privacy',
  'intake',
  'features',
  'analysis',
  'segments',
  'personas',
  'exports',
  'selftest',
];

/** Rooms that see people only through a lens. */
const BEHIND_THE_LENS = new Set(['features', 'analysis', 'segments', 'personas', 'exports']);
/** Packages without Node, DOM, clock or network, which shared/ may use. */
const PURE_PACKAGES = new Set(['valibot', 'canonicalize']);
/** Folders whose code reaches the user's machine. */
export const SHIPPED = new Set(['shared', 'engine', 'renderer', 'electron', 'cli']);

const NETWORK = /^(node:)?(net|http|https|http2|dns|tls|dgram|quic)(\/.*)?$/;

export const folderOf = (path: string): string => path.split('/')[0];

/** The room of a file of the engine; null for engine/engine.ts, its procedures and everything outside. */
export const roomOf = (path: string): string | null => {
  const [folder, room, ...rest] = path.split('/');
  if (folder !== 'engine' || rest.length === 0 || room === 'procedures') return null;
  return room;
};

/** The loopback server of `cloister open` is the only listener. */
const isShell = (path: string): boolean => /^cli\/shell(\/|\.ts$|-)/.test(path);
/** Takes the ways to the network away, and must name them for that. */
export const NETWORK_LOCKS = 'engine/jobs/locks.ts';

const allowedFolders = (path: string): readonly string[] | null => {
  switch (folderOf(path)) {
    case 'shared':
      return ['shared'];
    case 'engine':
      return ['engine', 'shared'];
    case 'renderer':
      return ['renderer', 'shared'];
    case 'electron':
      return ['electron', 'engine', 'shared'];
    case 'cli':
      return ['cli', 'engine', 'shared'];
    default:
      return null;
  }
};

const folderLaw = (path: string, target: string): string | null => {
  const allowed = allowedFolders(path);
  if (allowed === null || allowed.includes(folderOf(target))) return null;
  // Before there are dependencies, the command line can only be started by the script that installs them.
  if (path === 'cli/cloister.mjs' && target === 'build/dependencies.mjs') return null;
  return `${folderOf(path)}/ uses only ${allowed.join('/, ')}/, not ${target}`;
};

const roomLaw = (path: string, target: string): string | null => {
  if (folderOf(path) !== 'engine' || folderOf(target) !== 'engine') return null;
  const from = roomOf(path);
  const to = roomOf(target);
  if (from === null || from === to) return null;
  if (from === 'sample') return `sample/ stands alone and does not use ${target}`;
  if (to === null) return `${from}/ does not use ${target}, which stands above all rooms`;
  if (to === 'sample') return `${from}/ does not use sample/, which stands alone`;
  if (ROOMS.indexOf(to) < 0 || ROOMS.indexOf(from) < 0) return null;
  return ROOMS.indexOf(to) < ROOMS.indexOf(from)
    ? null
    : `${from}/ may not use ${to}/, which is not before it`;
};

const lensLaw = (path: string, { target, typeOnly }: Import): string | null => {
  const from = roomOf(path);
  if (from === null || target === null || !BEHIND_THE_LENS.has(from)) return null;
  if (!/^engine\/(vault|columns|privacy)\//.test(target) || target.startsWith('engine/privacy/gate/'))
    return null;
  if (target === 'engine/privacy/lens.ts' && typeOnly) return null;
  return `${from}/ sees people only through a Lens: of vault/, columns/ and privacy/ it may use the types of privacy/lens.ts and the gate, not ${target}`;
};

const sealLaw = (path: string, { target, names }: Import): string | null => {
  if (target !== 'engine/privacy/gate/seal.ts') return null;
  if (path.startsWith('engine/privacy/gate/') || path.startsWith('test/')) return null;
  if (names.length > 0 && names.every((name) => name !== 'seal' && name !== '*')) return null;
  return 'only the gate seals: `seal` is not imported outside engine/privacy/gate/';
};

const packageLaw = (path: string, name: string): string | null => {
  const folder = folderOf(path);
  if (folder === 'shared' && !PURE_PACKAGES.has(name)) return `shared/ is pure: it does not use ${name}`;
  if (folder === 'renderer' && name.startsWith('node:')) return `renderer/ runs without Node: not ${name}`;
  if (SHIPPED.has(folder) && NETWORK.test(name) && !isShell(path) && path !== NETWORK_LOCKS)
    return `nothing leaves: ${name} is used only by the loopback shell in cli/shell`;
  return null;
};

/** A worker loads the task it is told to; everything else names what it imports. */
const COMPUTED_IMPORTS = new Set(['engine/jobs/worker.ts']);

/** Judges every import of a file. `known` holds the paths of all source files. */
export const judgeImports = (file: SourceFile, known: ReadonlySet<string>): Finding[] => {
  const { path } = file;
  const findings: Finding[] = [];
  const room = roomOf(path);
  if (room !== null && room !== 'sample' && !ROOMS.includes(room))
    findings.push({ path, line: 1, law: `engine/${room}/ is not a room of the design` });
  for (const item of file.imports) {
    const laws: (string | null)[] = [];
    const { target } = item;
    if (item.specifier === null && SHIPPED.has(folderOf(path)) && !COMPUTED_IMPORTS.has(path))
      laws.push('an import names what it imports: this one is computed');
    if (target !== null) {
      laws.push(folderLaw(path, target), roomLaw(path, target), lensLaw(path, item), sealLaw(path, item));
      if (/\.(ts|mjs|svelte)$/.test(target) && !known.has(target))
        laws.push(`there is no ${target}, which is imported here`);
    }
    if (item.package !== null) laws.push(packageLaw(path, item.package));
    for (const law of laws) if (law !== null) findings.push({ path, line: item.line, law });
  }
  return findings;
};

/** Tools that no file imports, and why they are there. */
const TOOLS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'formats and lints; build/steps.ts runs it',
  typescript: 'checks types; build/steps.ts runs it',
  node: 'the Node 24 that everything runs on; build/dependencies.mjs starts it',
  'svelte-check': 'checks the types of components; build/steps.ts runs it',
  'electron-builder': 'packages the desktop shell; reads build/electron-builder.yml',
};

/** What a folder finds where it runs, although it is no dependency: the desktop shell runs inside Electron. */
const isThere = (path: string, name: string): boolean => folderOf(path) === 'electron' && name === 'electron';

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** Judges package.json against what is imported: nothing unused, nothing undeclared, no tool in the product. */
export const judgeDependencies = (files: readonly SourceFile[], manifestText: string): Finding[] => {
  const manifest = JSON.parse(manifestText) as Manifest;
  const dependencies = new Set(Object.keys(manifest.dependencies ?? {}));
  const tools = new Set(Object.keys(manifest.devDependencies ?? {}));
  const findings: Finding[] = [];
  const used = new Set<string>();
  for (const { path, imports } of files)
    for (const { package: name, line, typeOnly } of imports) {
      if (name === null || name.startsWith('node:')) continue;
      used.add(name);
      if (!dependencies.has(name) && !tools.has(name))
        findings.push({ path, line, law: `${name} is imported but is not in package.json` });
      else if (
        SHIPPED.has(folderOf(path)) &&
        !dependencies.has(name) &&
        !typeOnly &&
        !isThere(path, name) &&
        folderOf(path) !== 'renderer'
      )
        findings.push({
          path,
          line,
          law: `${name} is a development dependency and is not part of the product`,
        });
    }
  const lines = manifestText.split('\n');
  for (const name of [...dependencies, ...tools]) {
    const types = name.startsWith('@types/') ? name.slice('@types/'.length) : null;
    const needed =
      used.has(name) || name in TOOLS || (types !== null && (types === 'node' || used.has(types)));
    if (!needed) {
      const line = lines.findIndex((text) => text.includes(`"${name}"`)) + 1;
      findings.push({ path: 'package.json', line, law: `no file imports ${name}` });
    }
  }
  return findings;
};
