/**
 * Kills the process it is loaded into (`node --import`) at a named point: KILL_AT is one of `rename NAME`, `remove NAME` and
 * `read NAME` (of the file whose path ends so; `stdin` for standard input), `insert TABLE` or `commit`, with `before` or
 * `after`, and the number of the time it happens in its thread. `count NAME` kills nothing and tells how often each
 * thread reads. The product knows nothing of it: the functions of Node and of the database are wrapped from outside.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

const [what, name, when, time] = (process.env.KILL_AT ?? '').split(' ');
let seen = 0;
const kill = () => process.kill(process.pid, 'SIGKILL');
const wrapped = (work, fits) =>
  function (...given) {
    const due = fits(given, this) && ++seen === Number(time);
    if (due && when === 'before') kill();
    const answer = work.apply(this, given);
    if (due && when === 'after') kill();
    return answer;
  };

/** Whether a descriptor is of the file. */
const isOurs = () => {
  const ours = new Set();
  const open = fs.openSync;
  fs.openSync = (path, ...rest) => {
    const fd = open(path, ...rest);
    if (String(path).endsWith(name)) ours.add(fd);
    else ours.delete(fd);
    return fd;
  };
  return ([fd]) => ours.has(fd);
};

if (what === 'rename') fs.renameSync = wrapped(fs.renameSync, ([, to]) => String(to).endsWith(name));
if (what === 'remove') fs.rmSync = wrapped(fs.rmSync, ([path]) => String(path).endsWith(name));
if (what === 'commit')
  Database.prototype.exec = wrapped(Database.prototype.exec, ([sql]) => String(sql).startsWith('COMMIT'));
if (what === 'insert') {
  const memory = new Database(':memory:');
  const statement = Object.getPrototypeOf(memory.prepare('SELECT 1'));
  memory.close();
  statement.run = wrapped(statement.run, (_, self) => self.source.startsWith(`INSERT INTO ${name}`));
}
if (what === 'read' || what === 'count') {
  // Standard input is read by the system, which gives a part of it to the stream at a time, and at last its end.
  const [reader, read, fits] =
    name === 'stdin' ? [isMainThread ? process.stdin : {}, 'push', () => true] : [fs, 'readSync', isOurs()];
  const plain = reader[read];
  const counted = function (...given) {
    if (fits(given)) fs.writeSync(2, `read ${++seen}\n`);
    return plain.apply(this, given);
  };
  reader[read] = what === 'read' ? wrapped(plain, fits) : counted;
}
syncBuiltinESMExports();
