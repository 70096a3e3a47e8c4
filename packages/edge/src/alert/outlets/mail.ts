import { type Hazard, OutisError, type RoadUserClass, type SafetyRule } from '@outis/core';
import { type MailServer, sendMail } from '../../mail/send-mail.ts';
import type { Notice, Outlet } from '../notice.ts';
import { type Choice, isChosen, readUsefulMs } from './choice.ts';

/** Who gets a mail of which alerts. */
export interface AlertMailConfig extends Choice {
  readonly to: readonly string[];
}

/** What a mail needs beside the alert. */
export interface MailSurroundings {
  readonly server: MailServer;
  readonly timeZone: string;
  /** Of the page, without a slash at its end. */
  readonly publicAddress: () => string;
}

/** Sends one mail for each alert, with the same Message-ID at each attempt. It has arrived when the server has taken it. */
export class MailOutlet implements Outlet {
  readonly name = 'mail';
  readonly usefulMs: number = readUsefulMs;
  readonly #config: AlertMailConfig;
  readonly #around: MailSurroundings;

  constructor(config: AlertMailConfig, around: MailSurroundings) {
    this.#config = config;
    this.#around = around;
  }

  takes(notice: Notice): boolean {
    return isChosen(this.#config, notice);
  }

  async deliver(notice: Notice, signal: AbortSignal): Promise<void> {
    const { server, timeZone, publicAddress } = this.#around;
    const host = server.from.replace(/^.*@/, '').replace(/[^A-Za-z0-9.-]/g, '');
    try {
      await sendMail(
        server,
        {
          to: this.#config.to,
          subject: alertSubject(notice),
          text: alertText(notice, timeZone, publicAddress()),
          messageId: `<${notice.id}@${host}>`,
        },
        signal,
      );
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      throw new OutisError('delivery-failed', error.detail, { cause: error });
    }
  }
}

const ruleWords: Readonly<Record<SafetyRule, string>> = {
  helmet: 'Work without a helmet',
  vest: 'Work without a high-visibility vest',
  exclusion: 'Somebody is in an exclusion zone',
  proximity: 'A moving vehicle is too near to somebody',
  blocked: 'An escape route is blocked',
};

/** One line, whatever the site is called. */
export function alertSubject({ rule, zoneId, site }: Notice): string {
  return `${ruleWords[rule]}: ${zoneId} (${oneLine(site)})`;
}

/** The alert in plain English: what, where, when, and where to look. It names nobody, because nobody is known. */
export function alertText(notice: Notice, timeZone: string, publicAddress: string): string {
  const { rule, zoneId, hazard, cameraId, classes, time, site, id } = notice;
  const local = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, dateStyle: 'full', timeStyle: 'medium' },
  }).format(new Date(time));
  return `${ruleWords[rule]}.

Where:  zone ${zoneId}${hazardWords(hazard)}, camera ${cameraId}, ${oneLine(site)}
When:   ${local} (${timeZone})
Seen:   ${classWords(classes)}

Look at it, and close it with what was done about the place:
${publicAddress}/#/alerts

Outis does not know who it was, and keeps no picture. The alert with its drawing is kept until it is closed, for 72 hours
at most. This mail may come twice when a connection breaks; the number of the alert is ${id}.
`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function hazardWords(hazard: Hazard | null): string {
  return hazard === null ? '' : ` (${hazard.replaceAll('-', ' ')})`;
}

function classWords(classes: readonly RoadUserClass[]): string {
  return classes.length === 0 ? 'nothing that has a class' : classes.join(', ');
}
