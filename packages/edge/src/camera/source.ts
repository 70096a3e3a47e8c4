import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutisError } from '@outis/core';
import { mqttSource } from '../config/observations-schema.ts';

/** Where the pictures come from, parsed once; nothing a user types reaches the decoder unparsed. */
export type Source =
  | { readonly kind: 'rtsp'; readonly url: string }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'device'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'drawn'; readonly scene: SceneName; readonly path: string }
  | { readonly kind: 'simulated'; readonly scene: SceneName | 'entrance' }
  | { readonly kind: 'mqtt' };

/** The scenes that come with Outis. `drawn`: a film that was drawn, through decoder and sight. `simulated`: boxes without pictures. */
export type SceneName = 'yard' | 'street';

/** A source with pictures: what a decoder is started for. */
export type PictureSource = Exclude<Source, { kind: 'simulated' | 'mqtt' }>;

/** False for a simulation, and where another system has the pictures: then there is no decoder and no sight. */
export function hasPictures(source: Source): source is PictureSource {
  return source.kind !== 'simulated' && source.kind !== 'mqtt';
}

const addressLengthMax = 1000;

/**
 * Parses a camera address: `rtsp://`, `rtsps://`, `http://`, `https://`, `/dev/videoN`, `drawn:yard`, `simulated:yard` (or
 * `street`; simulated also `entrance`), `mqtt` for what another system detects, or the path of a file (`file:` before it is allowed). Throws `OutisError` `source-invalid`; its text never holds a credential.
 */
export function parseSource(address: string): Source {
  const text = address.trim();
  if (text === '' || text.length > addressLengthMax)
    throw new OutisError('source-invalid', 'it is empty or too long');
  if (/[\p{Cc}'\\]/u.test(text))
    throw new OutisError(
      'source-invalid',
      'it holds a quote, a backslash or a control character; write them as %27, %5C',
    );
  if (text === 'simulated:entrance') return { kind: 'simulated', scene: 'entrance' };
  if (text === mqttSource) return { kind: 'mqtt' };
  const [, own, scene] = (/^(simulated|drawn):(yard|street)$/.exec(text) ?? []) as [
    string?,
    string?,
    SceneName?,
  ];
  if (scene !== undefined)
    return own === 'drawn' ? { kind: 'drawn', scene, path: drawnFilm(scene) } : { kind: 'simulated', scene };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return /^\/dev\/video\d{1,3}$/.test(text) ? { kind: 'device', path: text } : filePath(plainPath(text));
  switch (scheme) {
    case 'rtsp':
    case 'rtsps':
      return { kind: 'rtsp', url: checkedUrl(text) };
    case 'http':
    case 'https':
      return { kind: 'http', url: checkedUrl(text) };
    case 'file':
      return filePath(decoded(text.replace(/^file:(\/\/(localhost(?=\/))?)?/i, '')));
    default:
      // Without the slashes it may be no scheme but the user name of an address that lacks one.
      throw new OutisError(
        'source-invalid',
        /^[a-z0-9+.-]+:\/\//i.test(text) ? `"${scheme}:" is not among them` : 'it has no known beginning',
      );
  }
}

/**
 * The address as it may be shown: scheme, host and port; for a file or device its path. User name, password, path
 * and query of a URL are left out, as cameras put credentials into any of them.
 */
export function shownAddress(source: Source): string {
  switch (source.kind) {
    case 'rtsp':
    case 'http': {
      const url = new URL(source.url);
      // An @ behind the host may be that of a password with an unescaped slash: then the "host" is a user name.
      const split = url.username === '' && /@|%40/i.test(url.pathname + url.search + url.hash);
      return split ? `${url.protocol}//…` : `${url.protocol}//${url.host}/…`;
    }
    case 'drawn':
    case 'simulated':
      return `${source.kind}:${source.scene}`;
    case 'mqtt':
      return mqttSource;
    default:
      return source.path;
  }
}

/** The film of a drawn scene; `scripts/draw-films.ts` makes it. */
export function drawnFilm(scene: SceneName): string {
  return join(dirname(fileURLToPath(import.meta.url)), '../../films', `${scene}.mp4`);
}

/** True for an address behind which there is no place and nobody: such a camera may be looked at without a login. */
export function isInvented(address: string): boolean {
  const { kind } = parseSource(address);
  return kind === 'simulated' || kind === 'drawn';
}

function checkedUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new OutisError('source-invalid', 'it is not a complete URL');
  }
  if (url.hostname === '') throw new OutisError('source-invalid', 'it names no host');
  return url.href.replaceAll("'", '%27');
}

/** What begins or ends like a camera's address was meant as one; taken for a path it would be shown, credentials included. */
function plainPath(text: string): string {
  if (/^\/\/|^[^/]*@|^[^/]*:\d{1,5}(\/|$)|^(\d{1,3}\.){3}\d{1,3}(\/|$)|[?&;][^/=]*=/.test(text))
    throw new OutisError(
      'source-invalid',
      'it lacks its beginning, such as rtsp://; before the name of a file write file:',
    );
  return text;
}

function decoded(text: string): string {
  let path: string;
  try {
    path = decodeURIComponent(text);
  } catch (cause) {
    throw new OutisError('source-invalid', 'a % in it is not followed by two hexadecimal digits', { cause });
  }
  if (/\p{Cc}/u.test(path)) throw new OutisError('source-invalid', 'it holds a control character');
  return path;
}

function filePath(path: string): Source {
  if (path === '') throw new OutisError('source-invalid', 'it names no file');
  // Resolved first, so that neither `//dev` nor `..` leads there.
  if (/^\/(dev|proc|sys)(\/|$)/.test(resolve(path))) throw new OutisError('source-invalid', path);
  // A leading minus would read as an option.
  return { kind: 'file', path: path.startsWith('-') ? `./${path}` : path };
}
