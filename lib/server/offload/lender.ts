import type { EventEmitter } from 'node:events'

/** A thread or a process says `exit` when it ends, and `error` when it fails. */
type Lent = EventEmitter

export type LenderOptions<T> = {
  start: () => T
  end: (one: T) => Promise<unknown>
  /** Says whether this process shall live on for it: it shall while it works. */
  hold: (one: T, held: boolean) => void
  /** So many work at once; who comes next waits in order. */
  most: number
  /** What has no work is ended after this time. */
  idleMs: number
  /** Thrown when already `mostWaiting` wait; by default any number may. */
  mostWaiting?: number
  tooMany?: () => Error
}

type Idle<T> = { one: T; timer: NodeJS.Timeout; forget: () => void }

/** Starts threads or processes as they are needed, lends them out one after the other, and ends them when nothing is to do. */
export class Lender<T extends Lent> {
  /** All that live. */
  readonly all = new Set<T>()
  readonly #options: LenderOptions<T>
  #idle: Idle<T>[] = []
  #lent = 0
  readonly #waiting: (() => void)[] = []

  constructor(options: LenderOptions<T>) {
    this.#options = options
  }

  /** Lends one to `work`. Give it back by returning; it is ended when `work` throws. */
  async lend<R>(work: (one: T) => Promise<R>): Promise<R> {
    await this.#turn()
    let one: T | null = null
    try {
      one = this.#takeIdle() ?? this.#start()
      this.#options.hold(one, true)
      const result = await work(one)
      this.#rest(one)
      return result
    } catch (error) {
      if (one) await this.#options.end(one)
      throw error
    } finally {
      this.#handOn()
    }
  }

  /** Ends those that have no work, for tests and for the end of a command. */
  async endIdle(): Promise<void> {
    const idle = this.#idle.splice(0)
    await Promise.all(
      idle.map((entry) => {
        stopWatching(entry)
        return this.#options.end(entry.one)
      }),
    )
  }

  async #turn(): Promise<void> {
    const { most, mostWaiting = Number.POSITIVE_INFINITY, tooMany } = this.#options
    if (this.#lent < most) this.#lent += 1
    else if (tooMany && this.#waiting.length >= mostWaiting) throw tooMany()
    else await new Promise<void>((turn) => this.#waiting.push(turn))
  }

  /** The place goes to who has waited longest, not to who asks just now. */
  #handOn(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#lent -= 1
  }

  #start(): T {
    const one = this.#options.start()
    this.all.add(one)
    one.on('exit', () => this.all.delete(one))
    return one
  }

  #takeIdle(): T | null {
    const idle = this.#idle.pop()
    if (!idle) return null
    stopWatching(idle)
    return idle.one
  }

  #rest(one: T): void {
    // What dies idle is simply not there any more.
    const forget = () => {
      this.#idle = this.#idle.filter((idle) => idle.one !== one)
    }
    one.on('error', forget).on('exit', forget)
    this.#options.hold(one, false)
    const timer = setTimeout(() => {
      forget()
      void this.#options.end(one)
    }, this.#options.idleMs).unref()
    this.#idle.push({ one, timer, forget })
  }
}

function stopWatching<T extends Lent>({ one, timer, forget }: Idle<T>): void {
  clearTimeout(timer)
  one.off('error', forget).off('exit', forget)
}
