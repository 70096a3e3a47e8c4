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

/** Two quarters side by side: sums of Y, and of the distances from the mean. */
@inline
function lumaSums(from: usize, width: u32, to: usize): void {
  let sums = v128.splat<u16>(0);
  for (let y = 0, at = from; y < 8; y++, at += width)
    sums = v128.add<u16>(sums, v128.extadd_pairwise<u8>(v128.load(at)));
  const pairs = v128.extadd_pairwise<u16>(sums);
  const left = v128.extract_lane<u32>(pairs, 0) + v128.extract_lane<u32>(pairs, 1);
  const right = v128.extract_lane<u32>(pairs, 2) + v128.extract_lane<u32>(pairs, 3);
  const means = v128.replace_lane<u64>(
    v128.splat<u64>(<u64>((left + 32) >> 6) * 0x0101010101010101),
    1,
    <u64>((right + 32) >> 6) * 0x0101010101010101,
  );
  let textures = v128.splat<u16>(0);
  for (let y = 0, at = from; y < 8; y++, at += width)
    textures = v128.add<u16>(textures, v128.extadd_pairwise<u8>(distance(v128.load(at), means)));
  const both = v128.extadd_pairwise<u16>(textures);
  store<u32>(to, left);
  store<u32>(to + 16, right);
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
