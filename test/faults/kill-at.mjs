/**
 * Kills the process it is loaded into (`node --import`) at a named point: KILL_AT is `rename NAME`, `remove NAME` (of the
 * file whose path ends so) or `commit`, with `before` or `after`, and the number of the time it happens. The product knows
 * nothing of it: the functions of Node and of the database are wrapped from outside.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

const [what, name, when, time] = (process.env.KILL_AT ?? '').split(' ');
let seen = 0;
const kill = () => process.kill(process.pid, 'SIGKILL');
const wrapped = (work, fits) =>
  function (...given) {
    const due = fits(given) && ++seen === Number(time);
    if (due && when === 'before') kill();
    const answer = work.apply(this, given);
    if (due && when === 'after') kill();
    return answer;
  };

if (what === 'rename') fs.renameSync = wrapped(fs.renameSync, ([, to]) => String(to).endsWith(name));
if (what === 'remove') fs.rmSync = wrapped(fs.rmSync, ([path]) => String(path).endsWith(name));
if (what === 'commit')
  Database.prototype.exec = wrapped(Database.prototype.exec, ([sql]) => String(sql).startsWith('COMMIT'));
syncBuiltinESMExports();
