import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import { Access } from '../access/access.ts';
import { AccessStore } from '../access/access-store.ts';
import type { AlertStore } from '../alert/alert-store.ts';
import { Alerts } from '../alert/alerts.ts';
import { SqliteAlertStore } from '../alert/sqlite-alert-store.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Note } from '../audit/log-entry.ts';
import { mailHead } from '../audit/mail-head.ts';
import type { ModelFacts } from '../camera/model-facts.ts';
import { projectRoot } from '../camera/sight-command.ts';
import type { Config } from '../config/config-schema.ts';
import { takeNotes } from '../export/left-notes.ts';
import { SiteKey } from '../keys/site-key.ts';
import { KeptBackgrounds } from '../pipeline/kept-backgrounds.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { mailOptions } from './mail-options.ts';
import { type Messages, openMessages } from './messages.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Entries of the log are kept this long, whole months at a time. */
const logKeptMs = 3 * 366 * dayMs;
const mailEveryMs = 7 * dayMs;
const mailAgainMs = 60 * minuteMs;
/** As the log names a head that was sent. */
const mailedHead = 'log head by e-mail';

/** Everything that a site keeps, opened in one place: counts, log, users, key. */
export interface Services {
  readonly store: SqliteStore;
  readonly audit: AuditLog;
  readonly access: Access;
  readonly key: SiteKey;
  readonly backgrounds: KeptBackgrounds;
  readonly alerts: Alerts;
  /** That of `alerts`, for the demo's past. */
  readonly alertStore: AlertStore;
  readonly messages: Messages;
  readonly note: Note;
  /** Begins the regular work: signing the log, forgetting what has ended, mailing the head. */
  start(model: ModelFacts | OutisError): void;
  close(): void;
}

/** Opens what a site keeps; `forgetful` keeps all of it in memory. Throws what the parts throw. */
export function openServices(config: Config, forgetful: boolean, nowMs: () => number): Services {
  const folder = forgetful ? null : config.store.folder;
  const store = new SqliteStore({ folder });
  const key = folder === null ? SiteKey.temporary() : SiteKey.open(folder);
  const audit = AuditLog.open({ folder, key, nowMs });
  const accessStore = new AccessStore(folder);
  const note: Note = (entry) => void audit.append(entry);
  const backgrounds = KeptBackgrounds.open(folder, note);
  const alertStore = new SqliteAlertStore({ folder });
  const messages = openMessages(config, alertStore, key.fingerprint, nowMs);
  const messenger = messages.deliveries;
  const alerts = new Alerts({ store: alertStore, site: config.site, note, nowMs, messenger });
  const access = new Access({ store: accessStore, note, nowMs });
  let timer: NodeJS.Timeout | null = null;
  const mail = config.mail === undefined ? null : new WeeklyMail(config.mail, config.site.name, audit, nowMs);
  const work = (): void => {
    tellProblem(() => {
      if (folder !== null) takeNotes(folder, note);
      audit.tick();
      audit.prune(nowMs() - logKeptMs);
      access.deleteExpired();
    });
    void mail?.sendWhenDue();
  };
  return {
    store,
    audit,
    access,
    key,
    backgrounds,
    alerts,
    alertStore,
    messages,
    note,
    start: (model) => {
      note({ actor: 'system', action: 'edge.started', detail: { version: version() } });
      if (!(model instanceof OutisError)) {
        const { name, sha256, reviewed } = model;
        note({ actor: 'system', action: 'model.loaded', subject: name, detail: { sha256, reviewed } });
      }
      timer = setInterval(work, minuteMs);
      timer.unref();
      work();
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      alerts.end();
      tellProblem(() => {
        note({ actor: 'system', action: 'edge.stopped' });
        audit.close();
      });
      accessStore.close();
    },
  };
}

/** Sends the head of the log once a week; after a failure it tries again every hour. */
class WeeklyMail {
  readonly #mail: NonNullable<Config['mail']>;
  readonly #siteName: string;
  readonly #audit: AuditLog;
  readonly #nowMs: () => number;
  #dueMs: number;
  #isSending = false;

  constructor(mail: NonNullable<Config['mail']>, siteName: string, audit: AuditLog, nowMs: () => number) {
    this.#mail = mail;
    this.#siteName = siteName;
    this.#audit = audit;
    this.#nowMs = nowMs;
    const lastMs = lastMailedMs(audit);
    this.#dueMs = lastMs === null ? nowMs() : lastMs + mailEveryMs;
  }

  async sendWhenDue(): Promise<void> {
    if (this.#isSending || this.#nowMs() < this.#dueMs) return;
    this.#isSending = true;
    this.#dueMs = this.#nowMs() + mailAgainMs;
    try {
      await mailHead(mailOptions(this.#mail), this.#audit.signedHead(), this.#siteName);
      this.#audit.append({ actor: 'system', action: 'exported', subject: mailedHead });
      this.#dueMs = this.#nowMs() + mailEveryMs;
    } catch (error) {
      process.stderr.write(`outis: ${(error as Error).message}\n`);
    } finally {
      this.#isSending = false;
    }
  }
}

/** When a head was last sent, by the log; null when none was within the entries that are kept. */
function lastMailedMs(audit: AuditLog): number | null {
  let before: number | null = null;
  do {
    const page = audit.query({
      action: 'exported',
      subject: mailedHead,
      limit: 1,
      ...(before === null ? {} : { before }),
    });
    if (page.entries[0] !== undefined) return page.entries[0].tMs;
    before = page.next;
  } while (before !== null);
  return null;
}

/** A full disk must not end an edge that still watches; what needs the log is refused by itself. */
function tellProblem(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof OutisError)) throw error;
    process.stderr.write(`outis: ${error.message}\n`);
  }
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return text;
}
