import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Assignment } from './assignment.ts';

const problem = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      limit: fc.integer({ min: 1, max: 20 }),
      cost: fc.array(fc.integer({ min: 0, max: 25 }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
    }),
  );

/** The least Σ (cost - limit) over all sets of disjoint pairs, by trying them all. */
function leastByTrying(rows: number, columns: number, cost: readonly number[], limit: number): number {
  const visit = (row: number, taken: number): number => {
    if (row === rows) return 0;
    let least = visit(row + 1, taken);
    for (let column = 0; column < columns; column++) {
      if (taken & (1 << column)) continue;
      least = Math.min(least, cost[row * columns + column]! - limit + visit(row + 1, taken | (1 << column)));
    }
    return least;
  };
  return visit(0, 0);
}

test('the assignment is as good as trying every one, and keeps the limit', () => {
  const assignment = new Assignment();
  fc.assert(
    fc.property(problem, ({ rows, columns, cost, limit }) => {
      assignment.reset(rows, columns);
      assignment.cost.set(cost);
      assignment.solve(limit);
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const column = assignment.columnOf[row]!;
        if (column < 0) continue;
        assert.equal(assignment.rowOf[column], row);
        assert.ok(cost[row * columns + column]! < limit);
        total += cost[row * columns + column]! - limit;
      }
      assert.equal(total, leastByTrying(rows, columns, cost, limit));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('pairs of infinite cost never match', () => {
  const assignment = new Assignment();
  assignment.reset(2, 1);
  assignment.cost.set([Number.POSITIVE_INFINITY, 0.3]);
  assignment.solve(0.9);
  assert.deepEqual([...assignment.columnOf.subarray(0, 2)], [-1, 0]);
});
