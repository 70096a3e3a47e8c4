import { crc32, deflateSync } from 'node:zlib';

/** A picture as a PNG file, 8 bits red green blue; for the report, of drawn people and what was learned of drawn places. */
export function pngOf(widthPx: number, heightPx: number, rgb: Uint8Array): Buffer {
  const rows = Buffer.alloc((widthPx * 3 + 1) * heightPx);
  // Each row begins with 0: no filter.
  for (let y = 0; y < heightPx; y++)
    rows.set(rgb.subarray(y * widthPx * 3, (y + 1) * widthPx * 3), y * (widthPx * 3 + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'ascii'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
