import { Buffer } from 'node:buffer'
import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { startFeatureThread } from '../threads'
import { readBatch, type TextRows } from './batch'
import { type FeatureAnswer, type FeatureRequest, textsOf } from './texts'

type Batch = FeatureRequest & { lines: number[]; length: number }

const BATCH_ROWS = 64
const BATCH_BYTES = 64 * 1024
/** Batches that the other thread has at hand, so that it never waits for the next. */
const AHEAD = 2
/** What may wait, in bytes: it bounds the memory, and is what is left to do while PostgreSQL merges. */
const MOST_WAITING = 96 * 1024 * 1024

/**
 * Texts that wait for their features and for what betrays their authors, which this thread and another compute. The other one works all the time; this one
 * reads the file first, and helps when too much waits and when nothing is left to read.
 */
export class FeatureQueue {
  #open: Batch = newBatch()
  #waiting: Batch[] = []
  #waitingBytes = 0
  readonly #away = new Map<number, Batch>()
  #failure: Error | null = null
  #wake = () => {}
  readonly #onRows: (lines: number[], rows: TextRows) => void
  readonly #thread: Worker | null

  constructor(onRows: (lines: number[], rows: TextRows) => void) {
    this.#onRows = onRows
    this.#thread = availableParallelism() > 1 ? featureThread() : null
    this.#thread?.on('message', this.#answered).on('error', this.#failed)
  }

  /** `names` are what the text must not hold: its author's. */
  add(line: number, text: string, names: readonly string[]): void {
    const most = text.length * 3
    if (this.#open.length + most > this.#open.bytes.length) {
      if (this.#open.lines.length > 0) this.#close()
      if (most > BATCH_BYTES) this.#open = newBatch(most)
    }
    const { lines, bytes, ends, length } = this.#open
    lines.push(line)
    this.#open.names.push(names)
    this.#open.length = length + Buffer.from(bytes.buffer).write(text, length, 'utf8')
    ends.push(this.#open.length)
    if (lines.length >= BATCH_ROWS) this.#close()
  }

  /** To be awaited after adding: computes here while too much waits. */
  async pause(): Promise<void> {
    while (this.#waitingBytes > MOST_WAITING) await this.#help()
  }

  /** Computes what is left. */
  async finish(): Promise<void> {
    if (this.#open.lines.length > 0) this.#close()
    while (this.#waiting.length > 0) await this.#help()
    while (this.#away.size > 0) {
      this.#throwFailure()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#throwFailure()
  }

  /** Stops listening; what is still under way is forgotten. */
  leave(): void {
    this.#thread?.off('message', this.#answered).off('error', this.#failed)
  }

  #close(): void {
    this.#waiting.push(this.#open)
    this.#waitingBytes += this.#open.bytes.length
    this.#open = newBatch()
    this.#feed()
  }

  #feed(): void {
    while (this.#thread && this.#away.size < AHEAD) {
      const batch = this.#next()
      if (!batch) return
      this.#away.set(batch.id, batch)
      const { id, bytes, ends, names } = batch
      this.#thread.postMessage({ id, bytes, ends, names } satisfies FeatureRequest, [bytes.buffer])
    }
  }

  async #help(): Promise<void> {
    this.#throwFailure()
    const batch = this.#next()
    if (batch) this.#onRows(batch.lines, readBatch(textsOf(batch), batch.names))
    // The other thread's answers and the database's come in between.
    await setImmediate()
  }

  #next(): Batch | undefined {
    const batch = this.#waiting.shift()
    if (batch) this.#waitingBytes -= batch.bytes.length
    return batch
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure
  }

  #answered = ({ id, ...rows }: FeatureAnswer): void => {
    const batch = this.#away.get(id)
    // An answer to a file that was given up.
    if (!batch) return
    this.#away.delete(id)
    this.#onRows(batch.lines, rows)
    this.#feed()
    this.#wake()
  }

  #failed = (error: Error): void => {
    this.#failure = error
    thread = null
    this.#wake()
  }
}

let lastId = 1
let thread: Worker | null = null

/** This thread's one helper, kept from file to file. */
function featureThread(): Worker {
  thread ??= startFeatureThread()
  return thread
}

function newBatch(size = BATCH_BYTES): Batch {
  return { id: lastId++, lines: [], bytes: new Uint8Array(size), ends: [], names: [], length: 0 }
}
