/**
 * Writes the rows of a case, `make.ts ROWS COLUMNS FILE`: raw doubles to FILE, the group of each to FILE.groups. In a process
 * of its own: Linux counts the memory of whoever starts a program as that program's highest.
 */
import { writeFileSync } from 'node:fs';
import { makeData } from './data.ts';

const [rows, columns, file] = process.argv.slice(2);
const { values, groups } = makeData(Number(rows), Number(columns));
writeFileSync(file, values);
writeFileSync(`${file}.groups`, groups);
