import type { Worker } from 'node:worker_threads'
import type { RecordFormat } from '@/lib/domain/record-files'
import type { RecordKind } from '@/lib/domain/records'
import { env } from '@/lib/server/db/env'
import { fromFailure } from '@/lib/server/offload/failure'
import type { FromThread, ImportOutcome, Job, ToThread } from './job'
import { importThreads } from './threads'

export type ImportRequest = {
  auditId: number
  /** Who sends the file; null for the command line. */
  userId: string | null
  kind: RecordKind
  format: RecordFormat
  /** The file's bytes. It is read no faster than they are used up, and given up when the import ends early. */
  stream: AsyncIterable<Uint8Array>
  fileName?: string | null
  /** Checks everything against the record and writes nothing. */
  dryRun?: boolean
  /** `refuse` (the default): a file with a fault is not written at all; `skip`: its other lines are. */
  onError?: 'refuse' | 'skip'
  /** How many of the first records to answer as they were read. */
  preview?: number
  /** Gives the import up; nothing of it remains. */
  signal?: AbortSignal
}

/** Chunks on their way to the thread, and the largest of them: together they bound what a fast sender can pile up. */
const MOST_UNDER_WAY = 8
const MOST_BYTES = 128 * 1024

/**
 * Imports one file in a thread of its own: checks every line, writes all or nothing in one transaction, and cuts a
 * revision if that changed anything. Faults of the file are answered, not thrown, and then `written` is false.
 *
 * Throws PlumblineError for what is no fault of the file ('conflict' when the audit's criteria changed meanwhile), the
 * stream's own error when it breaks off, and the signal's reason.
 */
export async function importRecords(request: ImportRequest): Promise<ImportOutcome> {
  const { auditId, userId, kind, format, stream, signal } = request
  const { fileName = null, dryRun = false, onError = 'refuse', preview = 0 } = request
  const job: Job = {
    ...{ auditId, userId, kind, format, fileName, dryRun, onError, preview },
    databaseUrl: env().DATABASE_URL,
  }
  signal?.throwIfAborted()
  return importThreads().lend((thread) => {
    const send = new Sender(thread)
    return send.run(job, stream, signal)
  })
}

/** One import as seen from the process: hands the stream over, with at most `MOST_UNDER_WAY` chunks not yet used. */
class Sender {
  #underWay = 0
  #wake = () => {}
  /** `drain`: the answer is there, what still comes is read and dropped; `stop`: the stream is let go. */
  #mode: 'send' | 'drain' | 'stop' = 'send'
  readonly #thread: Worker

  constructor(thread: Worker) {
    this.#thread = thread
  }

  async run(job: Job, stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<ImportOutcome> {
    const answer = this.#answer(signal)
    this.#post({ job })
    const sent = this.#send(stream)
    try {
      // Whichever fails first ends the other: the thread with its caller, the sending by its mode.
      await Promise.race([answer, sent])
      const outcome = await answer
      // An answer may come before the file's end. Who sends it might not read the answer before all is sent.
      this.#switchTo('drain')
      await sent
      return outcome
    } finally {
      this.#switchTo('stop')
      answer.catch(() => {})
      sent.catch(() => {})
    }
  }

  async #send(stream: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of stream) {
      for (let start = 0; start < chunk.byteLength; start += MOST_BYTES) {
        while (this.#underWay >= MOST_UNDER_WAY && this.#mode === 'send')
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        if (this.#mode !== 'send') break
        // A copy, whose memory is handed over: the sender's own may be a piece of something larger.
        const piece = new Uint8Array(chunk.subarray(start, start + MOST_BYTES))
        this.#underWay += 1
        this.#post({ chunk: piece }, [piece.buffer as ArrayBuffer])
      }
      if (this.#mode === 'stop') return
    }
    if (this.#mode === 'send') this.#post({ end: true })
  }

  #switchTo(mode: 'drain' | 'stop'): void {
    this.#mode = mode
    this.#wake()
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transfer)
  }

  async #answer(signal?: AbortSignal): Promise<ImportOutcome> {
    const listening = new AbortController()
    try {
      return await new Promise((resolve, reject) => {
        const onMessage = (message: FromThread) => {
          if ('used' in message) {
            this.#underWay -= 1
            this.#wake()
          } else if ('outcome' in message) resolve(message.outcome)
          else reject(fromFailure(message.failure))
        }
        const onExit = () => reject(new Error('The thread of an import ended before its answer.'))
        const onAbort = () => reject(signal?.reason)
        const thread = this.#thread
        thread.on('message', onMessage).on('error', reject).on('exit', onExit)
        signal?.addEventListener('abort', onAbort)
        listening.signal.addEventListener('abort', () => {
          thread.off('message', onMessage).off('error', reject).off('exit', onExit)
          signal?.removeEventListener('abort', onAbort)
        })
      })
    } finally {
      listening.abort()
    }
  }
}
