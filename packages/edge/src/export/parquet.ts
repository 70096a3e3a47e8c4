import { ByteWriter, ParquetWriter, type SchemaElement, type Writer } from 'hyparquet-writer';
import { dictionaryCsv } from './csv.ts';
import { type Column, columns, type ExportRow } from './export-row.ts';

/** A row group holds about so many rows: readers skip whole ones, and no more is in memory. */
const rowsInGroup = 100_000;

/** Writes rows as a Parquet file (Snappy) with the columns of the CSV. The data dictionary is in its metadata. */
class ParquetFile {
  readonly #parquet: ParquetWriter;
  #rows: ExportRow[] = [];

  constructor(writer: Writer) {
    this.#parquet = new ParquetWriter({
      writer,
      schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
      kvMetadata: [{ key: 'outis.dictionary', value: dictionaryCsv() }],
      createdBy: 'outis',
    });
  }

  add(rows: readonly ExportRow[]): void {
    for (const row of rows) this.#rows.push(row);
    if (this.#rows.length >= rowsInGroup) this.#writeGroup();
  }

  /** Writes what is left and the foot of the file. */
  finish(): void {
    if (this.#rows.length > 0) this.#writeGroup();
    void this.#parquet.finish();
  }

  #writeGroup(): void {
    const rows = this.#rows;
    this.#rows = [];
    void this.#parquet.write({
      columnData: columns.map((column) => ({
        name: column.name,
        data: rows.map((row) => told(column, row)),
      })),
      rowGroupSize: rows.length,
    });
  }
}

/** Rows as the bytes of a Parquet file. Yields nothings between the pieces of rows, so that others have their turn. */
export function* parquetOf(pieces: Iterable<readonly ExportRow[]>): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetFile(writer);
  for (const rows of pieces) {
    file.add(rows);
    yield nothing;
  }
  file.finish();
  yield writer.getBytes();
}

const nothing = new Uint8Array(0);

function elementOf({ name, type, isNullable }: Column): SchemaElement {
  const repetition_type = isNullable ? 'OPTIONAL' : 'REQUIRED';
  switch (type) {
    case 'text':
      return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
    case 'whole':
      return { name, type: 'INT32', repetition_type };
    case 'moment':
      return { name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type };
    default:
      return type satisfies never;
  }
}

function told({ type, of }: Column, row: ExportRow): string | number | Date | null {
  const value = of(row);
  return type === 'moment' && value !== null ? new Date(value) : value;
}
