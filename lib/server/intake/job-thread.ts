import { parentPort } from 'node:worker_threads'
import { toFailure } from '@/lib/server/offload/failure'
import type { FromThread, ToThread } from './job'
import { runJob } from './run-job'

/** A thread that imports one file after the other: it gets a job, then its chunks, and answers what became of it. */
const port = parentPort
if (!port) throw new Error('job-thread runs in a thread only')
const say = (message: FromThread) => port.postMessage(message)

let chunks: Chunks | null = null

port.on('message', (message: ToThread) => {
  if ('chunk' in message) chunks?.push(message.chunk)
  else if ('end' in message) chunks?.end()
  else {
    const mine = new Chunks()
    chunks = mine
    runJob(message.job, mine.read()).then(
      (outcome) => say({ outcome }),
      (error: unknown) => say({ failure: toFailure(error) }),
    )
  }
})

/** What the process sends, in order. Each chunk is acknowledged when it is taken, which lets the next one come. */
class Chunks {
  readonly #queue: Uint8Array[] = []
  #ended = false
  #wake = () => {}

  push(chunk: Uint8Array): void {
    this.#queue.push(chunk)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#queue.shift()
      if (chunk) {
        say({ used: true })
        yield chunk
      } else if (this.#ended) return
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }
}
