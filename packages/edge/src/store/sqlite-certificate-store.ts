import {
  type CertifiedRecord,
  type CertifiedRow,
  type LedgerLine,
  type Light,
  type NoiseScale,
  type Purpose,
  readCertified,
  type VoidReason,
} from '@outis/core';
import type { CertificateRecord, CertificateStore, NewCertificate } from './certificate-store.ts';
import { sha256 } from './ledger-hash.ts';
import type { Row, Sql } from './sql.ts';

/** The text of what left with a certificate: its hash stands in the ledger. */
export function certifiedText({ rows }: Pick<CertifiedRecord, 'rows'>): string {
  return JSON.stringify(
    rows.map(({ lineId, direction, group, tapped, counted }) => [lineId, direction, group, tapped, counted]),
  );
}

/** The table of certificates in `outis.db`. */
export class SqliteCertificateStore implements CertificateStore {
  readonly #sql: Sql;
  readonly #addLine: (line: LedgerLine, digest: string) => void;

  /** `addLine` writes a line of the ledger within the transaction that is open. */
  constructor(sql: Sql, addLine: (line: LedgerLine, digest: string) => void) {
    this.#sql = sql;
    this.#addLine = addLine;
  }

  add({ cameraId, series, begunBy, startMs, endMs, lines }: NewCertificate): CertificateRecord {
    const [row] = this.#sql.all(
      `INSERT INTO certificate (camera_id, series, state, begun_by, start_ms, end_ms, lines_json, light_json)
       VALUES (?, ?, 'open', ?, ?, ?, ?, '[]') RETURNING *`,
      cameraId,
      series,
      begunBy,
      startMs,
      endMs,
      JSON.stringify(lines),
    );
    return recordOf(row!);
  }

  make({ id, light, coverage, certified }: Parameters<CertificateStore['make']>[0], line: LedgerLine): void {
    const { purpose, scale, rows } = certified.record;
    this.#sql.write(() => {
      const isOpen =
        this.#sql.all("SELECT 1 FROM certificate WHERE id = ? AND state = 'open'", id).length > 0;
      if (!isOpen) return;
      this.#addLine(line, sha256(certifiedText(certified.record)));
      this.#sql.run(
        `UPDATE certificate SET state = 'made', light_json = ?, coverage = ?, purpose = ?, scale = ?, rows_json = ? WHERE id = ?`,
        JSON.stringify(light),
        coverage,
        purpose,
        scale,
        JSON.stringify(rows),
        id,
      );
    });
  }

  end(id: number, state: 'void' | 'cancelled', reason: VoidReason): void {
    const sql = "UPDATE certificate SET state = ?, reason = ? WHERE id = ? AND state = 'open'";
    this.#sql.write(() => this.#sql.run(sql, state, reason, id));
  }

  list(limit: number, fromMs: number, cameraId?: string): readonly CertificateRecord[] {
    const where = cameraId === undefined ? '' : 'AND camera_id = ?';
    const values = cameraId === undefined ? [fromMs, limit] : [fromMs, cameraId, limit];
    const sql = `SELECT * FROM certificate WHERE end_ms > ? ${where} ORDER BY start_ms DESC, id DESC LIMIT ?`;
    return this.#sql.all(sql, ...values).map(recordOf);
  }
}

function recordOf(row: Row): CertificateRecord {
  const [startMs, endMs] = [Number(row['start_ms']), Number(row['end_ms'])];
  return {
    id: Number(row['id']),
    cameraId: String(row['camera_id']),
    series: Number(row['series']),
    state: row['state'] as CertificateRecord['state'],
    begunBy: String(row['begun_by']),
    startMs,
    endMs,
    lines: JSON.parse(String(row['lines_json'])) as string[],
    reason: row['reason'] as VoidReason | null,
    light: JSON.parse(String(row['light_json'])) as Light[],
    coverage: row['coverage'] === null ? null : Number(row['coverage']),
    certified:
      row['rows_json'] === null
        ? null
        : readCertified({
            purpose: row['purpose'] as Purpose,
            startMs,
            endMs,
            scale: Number(row['scale']) as NoiseScale,
            rows: JSON.parse(String(row['rows_json'])) as CertifiedRow[],
          }),
  };
}
