/**
 * Exact minimum-cost assignment with a cost limit: the shortest-augmenting-path method of Jonker and Volgenant
 * (Computing 38, 1987), where every row also owns a private "stay alone" column that costs the limit.
 *
 * It minimises Σ cost over matched pairs + limit × (rows left alone); a pair that costs the limit or more is never
 * made. All buffers are kept between calls, so nothing is allocated once the largest size has been seen.
 */
export class Assignment {
  /** Costs, row-major: the cost of row `r` and column `c` is `cost[r * columns + c]`. Fill between reset and solve. */
  cost: Float64Array = new Float64Array(0);
  /** After {@link solve}: the column of each row, or -1 where the row stays alone. */
  columnOf: Int32Array = new Int32Array(0);
  /** After {@link solve}: the row of each column, or -1 where the column stays alone. */
  rowOf: Int32Array = new Int32Array(0);
  #rows = 0;
  #columns = 0;
  #rowPrice = new Float64Array(0);
  #columnPrice = new Float64Array(0);
  #distance = new Float64Array(0);
  #previousRow = new Int32Array(0);
  #scanned = new Uint8Array(0);

  /** Sets the size of the next problem; `cost` then has room for rows × columns entries, with old values in it. */
  reset(rows: number, columns: number): void {
    this.#rows = rows;
    this.#columns = columns;
    if (this.cost.length < rows * columns) this.cost = new Float64Array(rows * columns * 2);
    if (this.columnOf.length < rows) {
      this.columnOf = new Int32Array(rows * 2);
      this.#rowPrice = new Float64Array(rows * 2);
    }
    if (this.rowOf.length < columns) {
      this.rowOf = new Int32Array(columns * 2);
      this.#columnPrice = new Float64Array(columns * 2);
      this.#distance = new Float64Array(columns * 2);
      this.#previousRow = new Int32Array(columns * 2);
      this.#scanned = new Uint8Array(columns * 2);
    }
  }

  /** Solves the problem in `cost`. Costs must be 0 or more (`Infinity` is allowed and never matches). */
  solve(limit: number): void {
    this.columnOf.fill(-1, 0, this.#rows);
    this.rowOf.fill(-1, 0, this.#columns);
    this.#rowPrice.fill(0, 0, this.#rows);
    this.#columnPrice.fill(0, 0, this.#columns);
    for (let row = 0; row < this.#rows; row++) this.#insert(row, limit);
  }

  /**
   * Adds one row to an optimal assignment of the rows before it: Dijkstra over reduced costs until a free column or
   * the private column of a row on the way is reached, then the rows along the path change partners.
   */
  #insert(row: number, limit: number): void {
    const columns = this.#columns;
    const distance = this.#distance;
    const scanned = this.#scanned;
    distance.fill(Number.POSITIVE_INFINITY, 0, columns);
    scanned.fill(0, 0, columns);
    let current = row;
    let reached = 0;
    let aloneRow = row;
    let aloneDistance = Number.POSITIVE_INFINITY;
    for (;;) {
      const price = this.#rowPrice[current]!;
      if (reached + limit - price < aloneDistance) {
        aloneDistance = reached + limit - price;
        aloneRow = current;
      }
      const nearest = this.#scanRow(current, reached - price, limit);
      if (nearest < 0 || aloneDistance <= distance[nearest]!) {
        this.#reprice(row, aloneDistance);
        this.#leaveAlone(row, aloneRow);
        return;
      }
      reached = distance[nearest]!;
      if (this.rowOf[nearest]! < 0) {
        this.#reprice(row, reached);
        this.#augment(row, nearest);
        return;
      }
      scanned[nearest] = 1;
      current = this.rowOf[nearest]!;
    }
  }

  /** Relaxes the columns from one row and returns the nearest column not yet scanned, or -1. */
  #scanRow(row: number, offset: number, limit: number): number {
    const columns = this.#columns;
    const first = row * columns;
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let column = 0; column < columns; column++) {
      if (this.#scanned[column]) continue;
      const cost = this.cost[first + column]!;
      if (cost < limit) {
        const through = offset + cost - this.#columnPrice[column]!;
        if (through < this.#distance[column]!) {
          this.#distance[column] = through;
          this.#previousRow[column] = row;
        }
      }
      if (this.#distance[column]! < least) {
        least = this.#distance[column]!;
        nearest = column;
      }
    }
    return nearest;
  }

  /** Keeps all reduced costs at 0 or more, and at 0 along matched pairs. */
  #reprice(row: number, total: number): void {
    this.#rowPrice[row]! += total;
    for (let column = 0; column < this.#columns; column++) {
      if (!this.#scanned[column]) continue;
      const change = total - this.#distance[column]!;
      this.#columnPrice[column]! -= change;
      this.#rowPrice[this.rowOf[column]!]! += change;
    }
  }

  /** The path ends in the private column of `aloneRow`: its column moves towards `row`. */
  #leaveAlone(row: number, aloneRow: number): void {
    if (aloneRow === row) return;
    const column = this.columnOf[aloneRow]!;
    this.columnOf[aloneRow] = -1;
    this.#augment(row, column);
  }

  /** Hands the columns along the path on, from its end at `column` back to `row`. */
  #augment(row: number, column: number): void {
    for (let free = column; ; ) {
      const taker = this.#previousRow[free]!;
      const given = this.columnOf[taker]!;
      this.columnOf[taker] = free;
      this.rowOf[free] = taker;
      if (taker === row) return;
      free = given;
    }
  }
}
