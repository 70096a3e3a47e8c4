// AssemblyScript: compiled by scripts/build-kernels.ts to kernels.wasm, which is committed. plain-kernels.ts says the
// same in TypeScript, to the last bit. All pointers are bytes from the start of the memory, set out by wasm-kernels.ts.

/** Distances of 16 px from 16 others. */
@inline
function distance(a: v128, b: v128): v128 {
  return v128.or(v128.sub_sat<u8>(a, b), v128.sub_sat<u8>(b, a));
}

/** The sum of eight 16-bit numbers. */
@inline
function total(sums: v128): u32 {
  const pairs = v128.extadd_pairwise<u16>(sums);
  return (
    v128.extract_lane<u32>(pairs, 0) +
    v128.extract_lane<u32>(pairs, 1) +
    v128.extract_lane<u32>(pairs, 2) +
    v128.extract_lane<u32>(pairs, 3)
  );
}

export function motion(
  frame: usize,
  kept: usize,
  width: u32,
  columns: u32,
  rows: u32,
  threshold: u32,
  counts: usize,
  differences: usize,
): void {
  const limit = v128.splat<u8>(<u8>threshold);
  for (let row: u32 = 0; row < rows; row++) {
    for (let column: u32 = 0; column < columns; column++) {
      let at: usize = (row * width + column) * 16;
      let many = v128.splat<u8>(0);
      let sums = v128.splat<u16>(0);
      for (let y = 0; y < 16; y++, at += width) {
        const far = distance(v128.load(frame + at), v128.load(kept + at));
        // Of 16 rows a lane counts 16 at most.
        many = v128.sub<u8>(many, v128.gt<u8>(far, limit));
        sums = v128.add<u16>(sums, v128.extadd_pairwise<u8>(far));
      }
      const to: usize = (row * columns + column) * 2;
      store<u16>(counts + to, <u16>total(v128.extadd_pairwise<u8>(many)));
      store<u16>(differences + to, <u16>total(sums));
    }
  }
}

export function sums(frame: usize, width: u32, height: u32, columns: u32, rows: u32, into: usize): void {
  const luma = frame;
  const half = width >> 1;
  const chroma = frame + width * height;
  const planeBytes = half * (height >> 1);
  for (let row: u32 = 0; row < rows * 2; row++) {
    for (let column: u32 = 0; column < columns; column++) {
      const to = into + (((row >> 1) * columns + column) * 16 + (row & 1) * 8) * 4;
      lumaSums(luma + row * 8 * width + column * 16, width, to);
      const from = chroma + row * 4 * half + column * 8;
      chromaSums(from, half, to + 4);
      chromaSums(from + planeBytes, half, to + 8);
    }
  }
}

/** Half of the px of a quarter, four in every row and column; plain-kernels.ts has the same as bits. */
const masks = memory.data<u64>([
  0x00000000ffffffff,
  0x0000ff00ffff00ff,
  0xffff0000ffff0000,
  0x00ffff00ff0000ff,
  0xff0000ff00ffff00,
  0x0000ffff0000ffff,
  0xffff00ff0000ff00,
  0xffffffff00000000,
]);

/** Two quarters side by side: sums of Y, and of Y at half of the px. */
@inline
function lumaSums(from: usize, width: u32, to: usize): void {
  let sums = v128.splat<u16>(0);
  let halves = v128.splat<u16>(0);
  for (let y = 0, at = from; y < 8; y++, at += width) {
    const row = v128.load(at);
    sums = v128.add<u16>(sums, v128.extadd_pairwise<u8>(row));
    const chosen = v128.and(row, v128.load64_splat(masks + (<usize>y << 3)));
    halves = v128.add<u16>(halves, v128.extadd_pairwise<u8>(chosen));
  }
  const pairs = v128.extadd_pairwise<u16>(sums);
  const both = v128.extadd_pairwise<u16>(halves);
  store<u32>(to, v128.extract_lane<u32>(pairs, 0) + v128.extract_lane<u32>(pairs, 1));
  store<u32>(to + 16, v128.extract_lane<u32>(pairs, 2) + v128.extract_lane<u32>(pairs, 3));
  store<u32>(to + 12, v128.extract_lane<u32>(both, 0) + v128.extract_lane<u32>(both, 1));
  store<u32>(to + 28, v128.extract_lane<u32>(both, 2) + v128.extract_lane<u32>(both, 3));
}

/** The same two quarters in a plane of colour, 4×4 px each. */
@inline
function chromaSums(from: usize, half: u32, to: usize): void {
  let sums = v128.splat<u16>(0);
  for (let y = 0, at = from; y < 4; y++, at += half)
    sums = v128.add<u16>(sums, v128.extadd_pairwise<u8>(v128.load64_zero(at)));
  const pairs = v128.extadd_pairwise<u16>(sums);
  store<u32>(to, v128.extract_lane<u32>(pairs, 0));
  store<u32>(to + 16, v128.extract_lane<u32>(pairs, 1));
}

/** Three more halves of a quarter, one after the other. */
const moreMasks = memory.data<u64>([
  0x00ffff00ff00ff00,
  0x0000ffffffff0000,
  0xff0000ff00ff00ff,
  0xffff00000000ffff,
  0xffff000000ff00ff,
  0xffff00000000ffff,
  0x0000ffffffff0000,
  0x0000ffffff00ff00,
  0xff000000ffff00ff,
  0x000000ff00ffffff,
  0x0000ffff0000ffff,
  0x00ffffff000000ff,
  0xff000000ffffff00,
  0xffff0000ffff0000,
  0xffffff00ff000000,
  0x00ffffff0000ff00,
  0xff00ffffff000000,
  0x0000ffffffff0000,
  0xffff00000000ffff,
  0xff00ff00ff0000ff,
  0x0000ffff0000ffff,
  0x00ff00ff00ffff00,
  0xffff0000ffff0000,
  0x00ff000000ffffff,
]);

export function arrangements(frame: usize, width: u32, columns: u32, rows: u32, into: usize): void {
  for (let row: u32 = 0; row < rows * 2; row++) {
    for (let column: u32 = 0; column < columns; column++) {
      const from = frame + row * 8 * width + column * 16;
      const to = into + (((row >> 1) * columns + column) * 12 + (row & 1) * 6) * 4;
      for (let which: usize = 0; which < 3; which++) {
        let halves = v128.splat<u16>(0);
        for (let y = 0, at = from; y < 8; y++, at += width) {
          const mask = v128.load64_splat(moreMasks + (which << 6) + (<usize>y << 3));
          halves = v128.add<u16>(halves, v128.extadd_pairwise<u8>(v128.and(v128.load(at), mask)));
        }
        const both = v128.extadd_pairwise<u16>(halves);
        store<u32>(to + which * 4, v128.extract_lane<u32>(both, 0) + v128.extract_lane<u32>(both, 1));
        store<u32>(to + which * 4 + 12, v128.extract_lane<u32>(both, 2) + v128.extract_lane<u32>(both, 3));
      }
    }
  }
}
