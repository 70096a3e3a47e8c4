import { type Html, html } from './html.ts';

/** One part of a contact: what is read, and where it leads; null where it is only read. */
export interface ContactPart {
  readonly text: string;
  readonly href: string | null;
}

const mail =
  /^(?:mailto:)?([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z0-9-]{2,63})$/;
const telephone = /^(?:tel:)?(\+?[0-9][0-9 ()/.-]{4,28}[0-9])$/;

/**
 * A contact as somebody typed it, taken apart at commas, semicolons and ends of lines. A part is a link only when all of it
 * is an e-mail address, a telephone number or an https address; what is read is then where it leads.
 */
export function contactParts(contact: string): ContactPart[] {
  return contact
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((text) => mailPart(text) ?? telephonePart(text) ?? webPart(text) ?? { text, href: null });
}

/** The contact as HTML. */
export function contactHtml(contact: string): Html {
  return html`${contactParts(contact).map(({ text, href }, index) => [
    index > 0 && html`<br>`,
    href === null ? text : html`<a href="${href}" rel="noreferrer">${text}</a>`,
  ])}`;
}

function mailPart(text: string): ContactPart | null {
  const address = mail.exec(text)?.[1];
  return address === undefined ? null : { text: address, href: `mailto:${encodeURI(address)}` };
}

function telephonePart(text: string): ContactPart | null {
  const number = telephone.exec(text)?.[1];
  if (number === undefined) return null;
  const digits = number.replace(/\(0\)/, '').replace(/[^+0-9]/g, '');
  return /^\+?[0-9]{6,15}$/.test(digits) ? { text: number, href: `tel:${digits}` } : null;
}

/** The address is shown as the browser will read it (`xn--…` for other letters), so that none looks like another one. */
function webPart(text: string): ContactPart | null {
  if (!/^https:\/\/[\x21-\x7e]+$/i.test(text) || !URL.canParse(text)) return null;
  const { protocol, username, password, hostname, href } = new URL(text);
  // In a host, quotes stay as they were typed.
  if (/["<>]/.test(href)) return null;
  if (protocol !== 'https:' || `${username}${password}` !== '' || !hostname.includes('.')) return null;
  return { text: href.replace(/\/$/, ''), href };
}
