import { OutisError } from '@outis/core';
import { type MailServer, sendMail } from '../mail/send-mail.ts';
import { headBlock, parseHead } from './log-head.ts';

/** How the head of the log reaches the person who answers for data protection. */
export interface MailOptions extends MailServer {
  readonly to: string;
}

/**
 * Sends a signed head as a mail that says what it is for, with the head attached. Without TLS only to this machine.
 * Throws `OutisError` `mail-failed`; neither it nor its cause holds the password.
 */
export async function mailHead(options: MailOptions, signedHead: string, siteName: string): Promise<void> {
  const { to, ...server } = options;
  if (/[\r\n]/.test(siteName)) throw new OutisError('mail-failed', 'the name of the site has a line end');
  await sendMail(server, {
    to: [to],
    subject: `Outis, ${siteName}: state of the log of use`,
    text: mailText(signedHead, siteName),
    attachments: [{ filename: 'outis-log-head.json', content: signedHead, contentType: 'application/json' }],
  });
}

/** The mail in words for somebody who keeps no servers. */
export function mailText(signedHead: string, siteName: string): string {
  const head = parseHead(Buffer.from(signedHead));
  return `This is the state of the log of use of Outis at ${siteName}: who did what, and when.

${headBlock(head)}
Please keep this mail. With it you can prove later that nothing was removed from the log up to this entry, and that
nobody put an older log in its place: save the attachment and have somebody run, on the machine of Outis,

  ./outis audit verify --head outis-log-head.json

Compare the key above with the one on the public page of Outis once. The attachment holds the same, signed.
It holds nothing about persons, neither of those in front of the cameras nor of those who use Outis.
`;
}
