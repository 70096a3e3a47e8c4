import type { RoadUserClass } from '../detection/object-class.ts';
import type { CertifiedGroup, PassageTotal, ShownRow } from '../release/certificate.ts';
import type { NoiseScale } from '../release/release.ts';
import type { Direction } from '../rule/direction.ts';
import type { LineConfig } from './http.ts';

/** The light and weather of a window, as somebody on site says: the only thing besides totals that is told. */
export const lights = ['day', 'dusk', 'night', 'rain', 'low-sun'] as const;
export type Light = (typeof lights)[number];

/** `POST /api/cameras/:id/certificates`: fixes a window and makes the code with which somebody may tap. */
export interface NewCertificateJson {
  /** One of `certificateMinutes`; missing: 15. */
  readonly minutes?: number;
  /** Whole minutes from now to the beginning of the window, 1 to 60; missing: 5. */
  readonly startsInMin?: number;
  /** Ids of lines; missing: all. */
  readonly lines?: readonly string[];
}

/** The window, and the link for the person on site: shown once. */
export interface CertificatePlanJson {
  readonly id: number;
  readonly cameraId: string;
  /** Of the window, epoch ms. */
  readonly startMs: number;
  readonly endMs: number;
  /** Until when totals are taken from a phone that had no network. */
  readonly sendUntilMs: number;
  readonly code: string;
  /** The page for the phone, code included. */
  readonly url: string;
  /** The address as a QR code: rows of `0` and `1`. */
  readonly qr: readonly string[];
}

/** Why a window gave no certificate. */
export const voidReasons = ['ended', 'not-sent', 'camera-changed', 'edge-restarted'] as const;
export type VoidReason = (typeof voidReasons)[number];

/** A row as in `ShownRow`. */
export interface CertificateRowJson extends ShownRow {
  readonly direction: Direction | null;
  readonly group: RoadUserClass | CertifiedGroup;
}

/** A window that is over: noised totals of two who counted the same, and how far they are apart. */
export interface CertificateJson {
  readonly id: number;
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly state: 'made' | 'void';
  readonly reason: VoidReason | null;
  readonly light: readonly Light[];
  /** Share of the window for which the camera watched, 0 to 1, to a hundredth; null where void. */
  readonly coverage: number | null;
  /** Of the noise. */
  readonly scale: NoiseScale;
  /** What one passage in this window may have cost. */
  readonly epsilon: number;
  readonly lines: readonly string[];
  readonly rows: readonly CertificateRowJson[];
}

/** `GET /api/cameras/:id/certificates`. */
export interface CertificatesJson {
  /** How many windows may begin now. */
  readonly left: number;
  /** When the next may; null while some are left. */
  readonly nextMs: number | null;
  /** The window that is planned or under way, or waits for its totals. */
  readonly open: {
    readonly id: number;
    readonly startMs: number;
    readonly endMs: number;
    readonly sendUntilMs: number;
    /** True when a phone has taken it. */
    readonly isTaken: boolean;
  } | null;
  /** Newest first. */
  readonly certificates: readonly CertificateJson[];
}

/** `POST /api/certify/plan`: what a code is for. */
export interface TapCodeJson {
  readonly code: string;
  /** What a phone has drawn for itself: the first that takes the window keeps it. Missing: only looks. */
  readonly phone?: string;
}

/** Answers `POST /api/certify/plan`. */
export interface TapPlanJson {
  readonly site: string;
  readonly cameraId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly sendUntilMs: number;
  /** By the clock of the edge, so that the phone knows how far its own is off. */
  readonly nowMs: number;
  readonly lines: readonly LineConfig[];
  /** `free`: no phone has taken it. `taken`: this one has. `sent`: its totals have arrived. */
  readonly state: 'free' | 'taken' | 'sent';
}

/** `POST /api/certify/totals`: once, after the window. Totals alone: nothing in it says when somebody tapped. */
export interface TapTotalsJson {
  readonly code: string;
  readonly phone: string;
  readonly light: readonly Light[];
  readonly totals: readonly PassageTotal[];
}
