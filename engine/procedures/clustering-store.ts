/** Kept clusterings: the document, and the labels of methods whose clusters cannot be told from the model alone. */
import * as v from 'valibot';
import type { ClusteringAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { NOISE, NOT_THERE } from '../../shared/methods.ts';
import { clusteringSchema } from '../../shared/plan.ts';
import { assign } from '../analysis/methods/assign.ts';
import type { ClusterModel } from '../analysis/methods/model.ts';
import type { PcaModel } from '../analysis/pca.ts';
import { now } from '../audit/audit.ts';
import { withoutValue } from '../features/matrix.ts';
import type { Matrix, MatrixColumn } from '../features/table.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, getRecordVersion, putRecord } from '../vault/records.ts';
import type { Session, View } from './session.ts';

/** A clustering as it is kept: the model, what it was fitted on, and what was found about it. */
export type StoredClustering = {
  features: string[];
  matrix: MatrixColumn[];
  model: ClusterModel;
  pca: PcaModel;
  answer: Omit<ClusteringAnswer, 'id' | 'version' | 'lens'>;
};

/** A document as earlier versions of the product wrote it has fewer fields; they have the value they stood for. */
const complete = (body: StoredClustering): StoredClustering => {
  const { answer } = body;
  const { fitted, candidates } = answer;
  return {
    ...body,
    answer: {
      ...answer,
      fitted: { ...fitted, clustering: v.parse(clusteringSchema, fitted.clustering) },
      silhouetteErrors: answer.silhouetteErrors ?? candidates.map(() => 0),
      leftOut: answer.leftOut ?? 0,
      shown: { ...answer.shown, criteria: answer.shown.criteria ?? [] },
    },
  };
};

/** The newest version of the clustering kept under this name, if there is one. */
export const keptClustering = (
  session: Session,
  id: string,
): (StoredClustering & { version: number }) | undefined => {
  const found = getRecord<StoredClustering | null>(session.vault().reader, 'clustering', id);
  return found === undefined || found.body === null
    ? undefined
    : { ...complete(found.body), version: found.version };
};

/** The clustering kept under this name, the newest unless a version is asked for. @throws CloisterError NOT_FOUND */
export const requireClustering = (
  session: Session,
  id: string,
  version?: number,
): StoredClustering & { version: number } => {
  const { reader } = session.vault();
  const found =
    version === undefined
      ? getRecord<StoredClustering | null>(reader, 'clustering', id)
      : getRecordVersion<StoredClustering | null>(reader, 'clustering', id, version);
  if (found?.body !== undefined && found.body !== null)
    return { ...complete(found.body), version: found.version };
  throw new CloisterError(
    'NOT_FOUND',
    version === undefined
      ? `There is no clustering "${id}" in this vault.`
      : `There is no version ${version} of a clustering "${id}" in this vault.`,
    'Fit one with `cloister cluster`, or see `cloister clustering VAULT list`.',
  );
};

/** A kept clustering with its labels under another name, or once more under its own. @returns the version it has there */
export const copyClustering = (
  db: Connection,
  from: { id: string; version: number },
  body: StoredClustering,
  name: string,
): number => {
  const version = putRecord(db, 'clustering', name, body, now());
  db.prepare(
    'INSERT INTO clustering_label(id, version, labels) SELECT ?, ?, labels FROM clustering_label WHERE id = ? AND version = ?',
  ).run(name, version, from.id, from.version);
  return version;
};

/** An earlier version of a clustering as the newest one; none where it did not exist. */
export const putClusteringAgain = (db: Connection, id: string, version: number | null): void => {
  const found =
    version === null ? undefined : getRecordVersion<StoredClustering | null>(db, 'clustering', id, version);
  if (version === null || found === undefined || found.body === null)
    putRecord(db, 'clustering', id, null, now());
  else copyClustering(db, { id, version }, found.body, id);
};

/** Keeps who is where, by the numbers of the people; a k-means model says it by itself. */
export const putLabels = (
  db: Connection,
  view: View,
  id: string,
  version: number,
  { method }: ClusterModel,
  labels: Uint8Array,
): void => {
  if (method === 'kmeans') return;
  const kept = new Uint8Array(view.lens.bound).fill(NOT_THERE);
  view.lens.persons.forEach((person, row) => {
    kept[person] = labels[row];
  });
  db.prepare(
    `INSERT INTO clustering_label(id, version, labels) VALUES (?, ?, ?)
     ON CONFLICT(id, version) DO UPDATE SET labels = excluded.labels`,
  ).run(id, version, kept);
};

/**
 * The cluster of everyone under a lens. Through the lens of the fit that is where the method put them; people who were
 * not there, and everybody through another lens, are assigned as METHOD_INFO says.
 */
export const labelsOf = (
  session: Session,
  view: View,
  id: string,
  { version, model, matrix: columns, answer: { fitted } }: StoredClustering & { version: number },
  matrix: Matrix,
): Uint8Array => {
  const labels = assign(matrix, model);
  const { purpose, asOf } = view.choice;
  if (model.method !== 'kmeans' && fitted.lens.purpose === purpose && fitted.lens.asOf === asOf) {
    const kept = session
      .vault()
      .reader.prepare('SELECT labels FROM clustering_label WHERE id = ? AND version = ?')
      .pluck()
      .get(id, version) as Uint8Array | undefined;
    if (kept !== undefined)
      view.lens.persons.forEach((person, row) => {
        if (person < kept.length && kept[person] !== NOT_THERE) labels[row] = kept[person];
      });
  }
  withoutValue(view.table(), columns)?.forEach((without, row) => {
    if (without === 1) labels[row] = NOISE;
  });
  return labels;
};
