/** Sorts and rebuilds a database larger than its cache; what it spills on the way is looked for from outside. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '../../engine/vault/database.ts';
import { randomKeys } from '../engine/vault/fixture.ts';

const [folder, mode] = process.argv.slice(2);
const db = openDatabase(join(folder, `${mode}.db`), randomKeys(), { create: true });
if (mode === 'careless') db.pragma('temp_store = FILE');
db.pragma('cache_size = 20');
db.exec('CREATE TABLE t(a TEXT)');
const insert = db.prepare('INSERT INTO t VALUES (?)');
db.transaction(() => {
  for (let i = 0; i < 20_000; i++) insert.run(`canary-spill-${randomBytes(40).toString('hex')}`);
})();
db.prepare('SELECT a FROM t ORDER BY substr(a, 20), a').all();
db.exec('CREATE INDEX i ON t(a)');
db.exec('VACUUM');
db.close();
