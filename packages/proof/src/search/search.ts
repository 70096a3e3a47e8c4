import { filmSize } from '../film/film-plan.ts';
import type { Canary } from '../people.ts';
import { codedPlaces, decodedPictures } from './coded-pictures.ts';
import { type Trove, unpacked } from './containers.ts';
import { type Grey, resized } from './grey.ts';
import { type NullPool, PatternSearch } from './pattern-search.ts';
import { rawPictures } from './raw-pictures.ts';
import { RowSearch } from './rows.ts';

/** One thing that was found of somebody. */
export interface Finding {
  readonly where: string;
  readonly how: string;
  readonly who: string;
  readonly ncc: number;
  readonly nccOverNull: number;
}

/** What a search has looked at, and what it has found. */
export interface SearchReport {
  readonly bytesSearched: number;
  /** Bytes after unpacking, by how they were packed. */
  readonly unpackedBytes: number;
  readonly codedPictures: number;
  readonly rawPictures: number;
  readonly findings: readonly Finding[];
  /** The highest of all pictures, whether or not it is a finding. */
  readonly maxNccOverNull: number;
  /** What was left out because there was too much of it; empty when the search is complete. */
  readonly leftOut: readonly string[];
}

/** Chance gives a whole pattern in raw rows less than this in any heap (490 cells, one in a million: .22). */
const rawThreshold = 0.35;
const codedMax = 200;
const filmWidthPx = filmSize.widthPx;

/** Looks for people in heaps of bytes, however they are packed or coded. */
export class ByteSearch {
  readonly #canaries: readonly Canary[];
  readonly #rows: RowSearch;
  readonly #pictures: PatternSearch;
  readonly #findings: Finding[] = [];
  readonly #leftOut = new Set<string>();
  #bytes = 0;
  #unpacked = 0;
  #coded = 0;
  #raw = 0;

  constructor(canaries: readonly Canary[], seed: number, pool?: NullPool) {
    this.#canaries = canaries;
    this.#rows = new RowSearch(canaries);
    this.#pictures = new PatternSearch(canaries, seed, pool);
  }

  /**
   * `isMemory`: so much that it is searched for raw rows and coded pictures only. `isAgain`: much the same has been
   * searched; it is unpacked, and only raw pictures that were made smaller are not looked for once more.
   */
  search(
    trove: Trove,
    { isMemory = false, isAgain = false }: { readonly isMemory?: boolean; readonly isAgain?: boolean } = {},
  ): void {
    this.#bytes += trove.bytes.length;
    for (const each of isMemory ? [trove] : unpacked(trove)) {
      this.#unpacked += each.bytes.length;
      this.#searchRows(each);
      this.#searchCoded(each, isMemory);
      if (!isMemory && !isAgain) this.#searchRaw(each);
    }
  }

  /** Looks at a picture that was put together elsewhere; `scale`: px of it for a px of the film. */
  searchPicture(picture: Grey, where: string, scale: number = picture.widthPx / filmWidthPx): void {
    this.#pictures.look(picture, where, scale);
  }

  report(): SearchReport {
    const matches = this.#pictures.matches();
    const found = matches
      .filter(({ nccOverNull }) => nccOverNull >= 1)
      .map(({ where, who, ncc, nccOverNull }) => ({ where, how: 'picture', who, ncc, nccOverNull }));
    const findings = [...this.#findings, ...found].sort((a, b) => b.nccOverNull - a.nccOverNull);
    return {
      bytesSearched: this.#bytes,
      unpackedBytes: this.#unpacked,
      codedPictures: this.#coded,
      rawPictures: this.#raw,
      findings: findings.slice(0, 200),
      maxNccOverNull: Math.max(0, matches[0]?.nccOverNull ?? 0, findings[0]?.nccOverNull ?? 0),
      leftOut: [...this.#leftOut],
    };
  }

  #searchRows({ name, bytes }: Trove): void {
    this.#rows.hasOverflowed = false;
    for (const { patternIndex, ncc, stride, rowBytes } of this.#rows.search(bytes))
      this.#findings.push({
        where: name,
        how: `raw, ${stride} bytes a px, ${Math.abs(rowBytes)} bytes a row`,
        who: this.#canaries[patternIndex]!.name,
        ncc,
        nccOverNull: ncc / rawThreshold,
      });
    if (this.#rows.hasOverflowed)
      this.#leftOut.add(`${name}: more rows that resemble a pattern than are checked`);
  }

  /** Of memory that only begins like a picture a decoder may make one, and it is like no picture of the place. */
  #searchCoded({ name, bytes }: Trove, isAlone: boolean): void {
    for (const place of codedPlaces(bytes)) {
      if (this.#coded >= codedMax)
        return void this.#leftOut.add(`${name}: more beginnings of pictures than are decoded`);
      this.#coded++;
      for (const picture of decodedPictures(bytes, place)) {
        const where = `${name}, ${place.kind} at ${place.at}`;
        // Either the whole view in some size, or a part of it in its own.
        this.#pictures.look(picture, where, 1, { isAlone });
        if (picture.widthPx !== filmWidthPx)
          this.#pictures.look(picture, where, picture.widthPx / filmWidthPx, { isAlone });
      }
    }
  }

  #searchRaw({ name, bytes }: Trove): void {
    const { pictures, isComplete } = rawPictures(bytes);
    if (!isComplete) this.#leftOut.add(`${name}: more that resembles raw pictures than is looked at`);
    this.#raw += pictures.length;
    for (const { picture, offset, stride, widthPx } of pictures) {
      const where = `${name}, raw at ${offset}, ${widthPx} px wide, ${stride} bytes a px`;
      this.#pictures.look(picture, where, 1, { isGuessed: true });
      // Or it is the whole view, made small: looked at in one of two sizes, as each size has its own null distribution.
      const part = widthPx > (3 / 8) * filmWidthPx ? 2 : 4;
      const [width, height] = [
        filmWidthPx / part,
        Math.round((picture.heightPx * filmWidthPx) / part / widthPx),
      ];
      if (widthPx >= filmWidthPx / 8 && widthPx <= filmWidthPx * 2 && height >= 8)
        this.#pictures.look(resized(picture, width, height), where, 1 / part, { isGuessed: true });
    }
  }
}
