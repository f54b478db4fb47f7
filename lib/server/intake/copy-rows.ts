import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const FIRST_ROW = SIGNATURE.length
/** OIDs of array elements. */
const TEXT = 25
const FLOAT8 = 701
/** What goes to PostgreSQL at once. */
const BATCH_BYTES = 400_000
/** PostgreSQL counts time from 2000, in microseconds. */
const EPOCH_MS = Date.UTC(2000, 0, 1)

/**
 * Rows in PostgreSQL's binary COPY format. Texts go as they are, so there is nothing to escape. Fields are written in the
 * order of the columns; each method writes one field.
 */
export class CopyRows {
  #bytes: Buffer
  #at = FIRST_ROW
  rows = 0

  constructor(size = 1 << 19) {
    this.#bytes = Buffer.allocUnsafeSlow(size)
    SIGNATURE.copy(this.#bytes)
  }

  get length(): number {
    return this.#at
  }

  row(fields: number): void {
    this.#need(2)
    this.#at = this.#bytes.writeInt16BE(fields, this.#at)
    this.rows += 1
  }

  null(): void {
    this.#need(4)
    this.#at = this.#bytes.writeInt32BE(-1, this.#at)
  }

  int4(value: number): void {
    this.#need(8)
    this.#at = this.#bytes.writeInt32BE(value, this.#bytes.writeInt32BE(4, this.#at))
  }

  float8(value: number | null | undefined): void {
    if (value == null) {
      this.null()
      return
    }
    this.#need(12)
    this.#at = this.#bytes.writeDoubleBE(value, this.#bytes.writeInt32BE(8, this.#at))
  }

  text(value: string | null | undefined): void {
    if (value == null) {
      this.null()
      return
    }
    this.#need(4 + value.length * 3)
    const length = this.#bytes.write(value, this.#at + 4, 'utf8')
    this.#bytes.writeInt32BE(length, this.#at)
    this.#at += 4 + length
  }

  jsonb(text: string | null): void {
    if (text === null) {
      this.null()
      return
    }
    this.#need(5 + text.length * 3)
    const length = this.#bytes.write(text, this.#at + 5, 'utf8')
    this.#bytes.writeInt32BE(length + 1, this.#at)
    this.#bytes[this.#at + 4] = 1
    this.#at += 5 + length
  }

  /** The first 128 bits of a hash. */
  uuid(hash: Buffer): void {
    this.#need(20)
    this.#at = this.#bytes.writeInt32BE(16, this.#at)
    this.#at += hash.copy(this.#bytes, this.#at, 0, 16)
  }

  time(ms: number | null): void {
    if (ms === null) {
      this.null()
      return
    }
    this.#need(12)
    this.#at = this.#bytes.writeInt32BE(8, this.#at)
    this.#at = this.#bytes.writeBigInt64BE(BigInt(ms - EPOCH_MS) * 1000n, this.#at)
  }

  texts(values: readonly string[]): void {
    const start = this.#openArray(TEXT, values.length, false)
    for (const value of values) this.text(value)
    this.#bytes.writeInt32BE(this.#at - start, start - 4)
  }

  /** NaN stands for null. */
  floats(values: Float64Array): void {
    const start = this.#openArray(FLOAT8, values.length, true)
    for (const value of values) {
      if (Number.isNaN(value)) this.null()
      else this.float8(value)
    }
    this.#bytes.writeInt32BE(this.#at - start, start - 4)
  }

  /** Fields that other rows hold already, as they stand there. */
  raw(fields: Buffer): void {
    this.#need(fields.length)
    this.#at += fields.copy(this.#bytes, this.#at)
  }

  /** The bytes between two positions (former `length`s); valid until the next field. */
  part(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, end)
  }

  /** All rows so far as one message. */
  close(): Buffer {
    this.#need(2)
    this.#bytes.writeInt16BE(-1, this.#at)
    return this.#bytes.subarray(0, this.#at + 2)
  }

  clear(): void {
    this.#at = FIRST_ROW
    this.rows = 0
  }

  #openArray(element: number, length: number, nulls: boolean): number {
    this.#need(24)
    const start = this.#at + 4
    this.#at = this.#bytes.writeInt32BE(length > 0 ? 1 : 0, start)
    this.#at = this.#bytes.writeInt32BE(nulls ? 1 : 0, this.#at)
    this.#at = this.#bytes.writeInt32BE(element, this.#at)
    if (length === 0) return start
    this.#at = this.#bytes.writeInt32BE(length, this.#at)
    this.#at = this.#bytes.writeInt32BE(1, this.#at)
    return start
  }

  #need(more: number): void {
    // Two bytes are kept for the end mark.
    const needed = this.#at + more + 2
    if (needed <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
  }
}

/** The latest COPY of each connection: one follows the other there, though several tables are filled at the same time. */
const latest = new WeakMap<pg.ClientBase, Promise<void>>()

/** Sends rows into a table by COPY; `table` is SQL: a name and its columns. The rows may be used anew afterwards. */
export function copyInto(client: pg.ClientBase, table: string, rows: CopyRows): Promise<void> {
  const copy = (latest.get(client) ?? Promise.resolve()).then(async () => {
    if (rows.rows === 0) return
    const stream = client.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT binary)`))
    stream.end(rows.close())
    await finished(stream)
    rows.clear()
  })
  latest.set(
    client,
    copy.catch(() => {}),
  )
  return copy
}

/** Rows on their way into one table: while PostgreSQL takes in one batch, the next is written. */
export class CopyTable {
  rows = new CopyRows()
  #spare = new CopyRows()
  #sending: Promise<void> | null = null
  #failure: unknown = null

  constructor(
    private readonly client: pg.ClientBase,
    private readonly table: string,
  ) {}

  get isFull(): boolean {
    return this.rows.length >= BATCH_BYTES
  }

  /** Sends what there is once the batch before has arrived. */
  async send(): Promise<void> {
    await this.#sending
    if (this.#failure) throw this.#failure
    this.#start()
  }

  /** Sends what there is if it is enough and nothing else is under way; waits for nothing. */
  offer(): void {
    if (this.isFull && !this.#sending && !this.#failure) this.#start()
  }

  /** Sends all, and waits until it has arrived. */
  async flush(): Promise<void> {
    await this.send()
    await this.#sending
    if (this.#failure) throw this.#failure
  }

  #start(): void {
    const full = this.rows
    this.rows = this.#spare
    this.#spare = full
    this.#sending = copyInto(this.client, this.table, full)
      .catch((error: unknown) => {
        this.#failure = error
      })
      .finally(() => {
        this.#sending = null
      })
  }
}
