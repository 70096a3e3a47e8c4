import type { RoadUserClass } from '@outis/core';
import type { en } from './en.ts';

/** The name of one text. English has them all; a language that lacks one does not compile. */
export type MessageKey = keyof typeof en;

/** All texts of one language. `{name}` is replaced by a value. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** Values for the `{name}` places of a text. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Puts the values into the text. A place without a value stays as it is written, so that the mistake is seen. */
export function fill(text: string, values: MessageValues = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The name of a class in the language of the page. */
export function classKey(objectClass: RoadUserClass): MessageKey {
  return `class.${objectClass}`;
}
