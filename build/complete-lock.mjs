/**
 * Completes package-lock.json with the platform packages it lacks. npm leaves out an optional package that the
 * registry it asked does not serve, and then `npm ci` refuses the lock on every machine. Run after changing
 * dependencies: `npm run lock`. An added entry has no integrity hash; npm verifies the package's own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORM = /-(android|darwin|linux|win32|freebsd)-(arm64|x64|arm|ia32)(?:-(musl|gnu|glibc))?$/;

/** The entries a lock lacks, by path: optional packages named by a locked package, but not locked themselves. */
export const missingEntries = (lock) => {
  const found = {};
  for (const [path, entry] of Object.entries(lock.packages))
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (`node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages)
        continue;
      const [, os, cpu, libc] = PLATFORM.exec(name) ?? [];
      if (os === undefined) continue;
      found[`node_modules/${name}`] = {
        version,
        cpu: [cpu],
        ...(entry.dev === true ? { dev: true } : {}),
        ...(libc === undefined ? {} : { libc: [libc === 'musl' ? 'musl' : 'glibc'] }),
        optional: true,
        os: [os],
      };
    }
  return found;
};

const compare = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = resolve(import.meta.dirname ?? '.', '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingEntries(lock);
  lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(compare));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} platform packages added to package-lock.json`);
}
