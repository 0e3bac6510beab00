/** `node build/with-dependencies.mjs SCRIPT [ARGUMENT…]`: the script behind every npm command of package.json. */
import { runWithDependencies } from './dependencies.mjs';

const [script, ...args] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write('Usage: node build/with-dependencies.mjs SCRIPT [ARGUMENT…]\n');
  process.exitCode = 2;
} else runWithDependencies(script, args);
