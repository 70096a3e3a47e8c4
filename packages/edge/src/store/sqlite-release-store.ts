import {
  type ChainedLedgerLine,
  type Family,
  type LedgerLine,
  ledgerText,
  type NoiseScale,
  type Purpose,
  type Release,
  readRelease,
  releasedText,
} from '@outis/core';
import { nothingBefore, sha256 } from './ledger-hash.ts';
import type {
  MeasuredPlace,
  MeasuredTime,
  ReleaseBatch,
  ReleaseQuery,
  ReleaseStore,
  Series,
} from './release-store.ts';
import type { Row, Sql } from './sql.ts';
import type { OpenSpan } from './store.ts';

const hourMs = 3_600_000;

/**
 * The tables of releases in `outis.db`. What left, its line in the ledger and the refusal of a second draw are one
 * transaction; the true counts, which lie in a file of their own, are erased after it (decision 0002).
 */
export class SqliteReleaseStore implements ReleaseStore {
  readonly #sql: Sql;
  readonly #erase: (spans: readonly OpenSpan[]) => void;

  /** `erase` deletes the open counts of the cells that the lines name. */
  constructor(sql: Sql, erase: (spans: readonly OpenSpan[]) => void) {
    this.#sql = sql;
    this.#erase = erase;
  }

  beginSeries(cameraId: string, purpose: Purpose, nowMs: number): Series {
    const last = this.series(cameraId).at(-1);
    if (last?.purpose === purpose) return last;
    const series: Series = {
      cameraId,
      series: (last?.series ?? 0) + 1,
      purpose,
      startedMs: Math.round(nowMs),
    };
    this.#sql.write(() => {
      this.#sql.run(
        'INSERT INTO series (camera_id, series, purpose, started_ms) VALUES (?, ?, ?, ?)',
        cameraId,
        series.series,
        purpose,
        series.startedMs,
      );
      if (last !== undefined)
        this.#sql.run(
          'UPDATE measured SET to_ms = ? WHERE camera_id = ? AND series = ? AND to_ms IS NULL',
          series.startedMs,
          cameraId,
          last.series,
        );
    });
    return series;
  }

  series(cameraId?: string): readonly Series[] {
    const where = cameraId === undefined ? '' : 'WHERE camera_id = ?';
    const values = cameraId === undefined ? [] : [cameraId];
    return this.#sql
      .all(`SELECT * FROM series ${where} ORDER BY camera_id, series`, ...values)
      .map((row) => ({
        cameraId: String(row['camera_id']),
        series: Number(row['series']),
        purpose: row['purpose'] as Purpose,
        startedMs: Number(row['started_ms']),
      }));
  }

  setMeasured(cameraId: string, series: number, places: readonly MeasuredPlace[], nowMs: number): void {
    const keyOf = ({ family, place }: MeasuredPlace): string => `${family} ${place}`;
    const rows = this.#sql.all(
      'SELECT family, place FROM measured WHERE camera_id = ? AND series = ? AND to_ms IS NULL',
      cameraId,
      series,
    );
    const before = rows.map((row) => ({ family: row['family'] as Family, place: String(row['place']) }));
    const [wanted, known] = [new Set(places.map(keyOf)), new Set(before.map(keyOf))];
    if (wanted.size === known.size && [...wanted].every((key) => known.has(key))) return;
    const tMs = Math.round(nowMs);
    this.#sql.write(() => {
      for (const { family, place } of before.filter((each) => !wanted.has(keyOf(each))))
        this.#sql.run(
          'UPDATE measured SET to_ms = max(from_ms, ?) WHERE camera_id = ? AND series = ? AND family = ? AND place = ? AND to_ms IS NULL',
          tMs,
          cameraId,
          series,
          family,
          place,
        );
      for (const { family, place } of places.filter((each) => !known.has(keyOf(each))))
        this.#sql.run(
          `INSERT INTO measured (camera_id, series, family, place, from_ms) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET to_ms = NULL`,
          cameraId,
          series,
          family,
          place,
          tMs,
        );
    });
  }

  measured(cameraId: string, series: number): readonly MeasuredTime[] {
    return this.#sql
      .all(
        'SELECT * FROM measured WHERE camera_id = ? AND series = ? ORDER BY family, place',
        cameraId,
        series,
      )
      .map((row) => ({
        family: row['family'] as Family,
        place: String(row['place']),
        fromMs: Number(row['from_ms']),
        toMs: row['to_ms'] === null ? null : Number(row['to_ms']),
      }));
  }

  left(cameraId: string, series: number, fromMs: number): ReturnType<ReleaseStore['left']> {
    return this.#sql
      .all(
        'SELECT family, class_group, start_ms, interval_ms FROM ledger WHERE camera_id = ? AND series = ? AND start_ms >= ?',
        cameraId,
        series,
        fromMs,
      )
      .map((row) => ({
        family: row['family'] as Family,
        group: String(row['class_group']),
        startMs: Number(row['start_ms']),
        intervalMs: Number(row['interval_ms']),
      }));
  }

  release(batches: readonly ReleaseBatch[]): void {
    if (batches.length === 0) return;
    this.#sql.write(() => {
      for (const { line, releases } of batches) {
        if (this.#hasLine(line)) continue;
        this.addLine(line, sha256(releasedText(releases)));
        // No ON CONFLICT: a second release of a cell is a bug, and fails with everything beside it.
        for (const { record } of releases)
          this.#sql.run(
            'INSERT INTO release (key_id, start_ms, interval_ms, value, scale) VALUES (?, ?, ?, ?, ?)',
            this.#keyId(record),
            record.startMs,
            record.intervalMs,
            record.value,
            record.scale,
          );
      }
    });
    this.#erase(batches.map(({ line }) => line));
  }

  releases({
    cameraId,
    series,
    family,
    fromMs,
    toMs,
    limit,
    bucketMs = 0,
  }: ReleaseQuery): readonly Release[] {
    const rows = `SELECT place, part, class, start_ms, interval_ms, value, scale,
        CASE WHEN interval_ms > ${hourMs} THEN interval_ms ELSE interval_ms * max(1, CAST(? AS INTEGER) / interval_ms) END AS bucket_ms
      FROM release JOIN cell_key USING (key_id)
      WHERE camera_id = ? AND series = ? AND family = ? AND start_ms >= ? AND start_ms < ?`;
    // A local day or week does not lie on the grid of its length: it stays where it begins.
    const sums = `SELECT place, part, class, scale, bucket_ms AS interval_ms, sum(value) AS value, count(*) AS cells,
        CASE WHEN bucket_ms = interval_ms THEN start_ms ELSE start_ms / bucket_ms * bucket_ms END AS start_ms
      FROM (${rows}) GROUP BY 8, place, part, class, scale, bucket_ms`;
    return this.#sql
      .all(
        `SELECT * FROM (SELECT * FROM (${sums}) ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
        Math.floor(bucketMs),
        cameraId,
        series,
        family,
        fromMs,
        toMs,
        limit,
      )
      .map((row) =>
        readRelease({
          cameraId,
          series,
          family,
          place: String(row['place']),
          part: String(row['part']),
          class: String(row['class']),
          startMs: Number(row['start_ms']),
          intervalMs: Number(row['interval_ms']),
          value: Number(row['value']),
          scale: Number(row['scale']) as NoiseScale,
          cells: Number(row['cells']),
        }),
      );
  }

  ledger(limit: number, beforeSeq = Number.MAX_SAFE_INTEGER): readonly ChainedLedgerLine[] {
    return this.#sql
      .all('SELECT * FROM ledger WHERE seq < ? ORDER BY seq DESC LIMIT ?', beforeSeq, limit)
      .map(lineOf);
  }

  #hasLine({ cameraId, series, family, group, startMs }: LedgerLine): boolean {
    const sql =
      'SELECT 1 FROM ledger WHERE camera_id = ? AND series = ? AND family = ? AND class_group = ? AND start_ms = ?';
    return this.#sql.all(sql, cameraId, series, family, group, startMs).length > 0;
  }

  /** Writes one line, within a transaction that is open: also for what is no release of cells. */
  addLine(line: LedgerLine, digest: string): void {
    const [last] = this.ledger(1);
    const seq = (last?.seq ?? 0) + 1;
    const previous = last?.hash ?? nothingBefore;
    const hash = sha256(ledgerText({ ...line, seq, digest, previous }));
    this.#sql.run(
      `INSERT INTO ledger (seq, camera_id, series, family, class_group, start_ms, interval_ms, cells, scale, released_ms, digest, previous, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      seq,
      line.cameraId,
      line.series,
      line.family,
      line.group,
      line.startMs,
      line.intervalMs,
      line.cells,
      line.scale,
      line.releasedMs,
      digest,
      previous,
      hash,
    );
  }

  #keyId(record: Release['record']): number {
    const { cameraId, series, family, place, part, class: name } = record;
    const values = [cameraId, series, family, place, part, name];
    const where = 'camera_id = ? AND series = ? AND family = ? AND place = ? AND part = ? AND class = ?';
    const known = this.#sql.all(`SELECT key_id FROM cell_key WHERE ${where}`, ...values)[0];
    const row =
      known ??
      this.#sql.all(
        'INSERT INTO cell_key (camera_id, series, family, place, part, class) VALUES (?, ?, ?, ?, ?, ?) RETURNING key_id',
        ...values,
      )[0];
    return Number(row?.['key_id']);
  }
}

function lineOf(row: Row): ChainedLedgerLine {
  return {
    seq: Number(row['seq']),
    cameraId: String(row['camera_id']),
    series: Number(row['series']),
    family: row['family'] as ChainedLedgerLine['family'],
    group: String(row['class_group']),
    startMs: Number(row['start_ms']),
    intervalMs: Number(row['interval_ms']),
    cells: Number(row['cells']),
    scale: Number(row['scale']) as NoiseScale,
    releasedMs: Number(row['released_ms']),
    digest: String(row['digest']),
    previous: String(row['previous']),
    hash: String(row['hash']),
  };
}
