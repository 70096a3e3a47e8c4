import type { Certified, LedgerLine, Light, VoidReason } from '@outis/core';

/** One window as it is kept. It never holds a true number. */
export interface CertificateRecord {
  readonly id: number;
  readonly cameraId: string;
  readonly series: number;
  /** `cancelled`: before it began. */
  readonly state: 'open' | 'made' | 'void' | 'cancelled';
  /** As in the log. */
  readonly begunBy: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
  readonly reason: VoidReason | null;
  readonly light: readonly Light[];
  /** Share of the window for which the camera watched, to a hundredth; null where nothing was made. */
  readonly coverage: number | null;
  /** Null where nothing was made. */
  readonly certified: Certified | null;
}

/** What is known when a window is fixed. */
export type NewCertificate = Pick<
  CertificateRecord,
  'cameraId' | 'series' | 'begunBy' | 'startMs' | 'endMs' | 'lines'
>;

/** Windows of certificates and what has left of them. Part of a `Store`, with its promises and errors. */
export interface CertificateStore {
  add(certificate: NewCertificate): CertificateRecord;
  /** Keeps what was made with its line in the ledger, all or nothing; a second time it does nothing. */
  make(
    made: Pick<CertificateRecord, 'id' | 'light'> & {
      readonly coverage: number;
      readonly certified: Certified;
    },
    line: LedgerLine,
  ): void;
  /** Ends a window that gave nothing. */
  end(id: number, state: 'void' | 'cancelled', reason: VoidReason): void;
  /** Newest first, of one camera or of all; those that end after `fromMs`. */
  list(limit: number, fromMs: number, cameraId?: string): readonly CertificateRecord[];
}
