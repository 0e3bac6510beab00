#!/usr/bin/env node
/** What `npx cloister` starts: the command line in cli/main.ts, run with Node 24. */
import { runWithDependencies } from '../build/dependencies.mjs';

runWithDependencies('cli/main.ts', process.argv.slice(2));
