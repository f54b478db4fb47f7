// @ts-check
/** Ctrl-C and its kin: taken note of, so that what was begun is undone in order. */
import { endChildren } from './children.mjs'

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
const PARENT_MS = 250
/** One Ctrl-C may arrive twice: from the terminal, and from npm. */
const SAME_MS = 300

export class Interrupted extends Error {}

export class Signals {
  /** @type {keyof typeof NUMBERS | null} */
  received = null
  /** Resolves with the first signal. @type {Promise<void>} */
  stopped
  /** Resolves with the second: whoever asks twice does not want to wait. @type {Promise<void>} */
  insisted

  constructor() {
    let stop = () => {}
    let insist = () => {}
    this.stopped = new Promise((resolve) => {
      stop = resolve
    })
    this.insisted = new Promise((resolve) => {
      insist = resolve
    })
    let first = 0
    /** @param {keyof typeof NUMBERS} name */
    const receive = (name) => {
      if (this.received && performance.now() - first > SAME_MS) insist()
      if (this.received) return
      first = performance.now()
      this.received = name
      endChildren()
      stop()
    }
    for (const name of /** @type {Array<keyof typeof NUMBERS>} */ (Object.keys(NUMBERS)))
      process.on(name, () => receive(name))
    if (process.env.npm_lifecycle_event) whenParentEnds(() => receive('SIGTERM'))
  }

  /** As shells have it: 128 and the signal's number. */
  get exitCode() {
    return 128 + (this.received ? NUMBERS[this.received] : 0)
  }

  /**
   * A step that is not begun, and not followed, once a signal has come.
   * @template T
   * @param {() => Promise<T>} work
   * @param {(result: T) => void} [keep] is told the result even when a signal came meanwhile
   * @returns {Promise<T>}
   */
  async unlessStopped(work, keep) {
    if (this.received) throw new Interrupted()
    const result = await work()
    keep?.(result)
    if (this.received) throw new Interrupted()
    return result
  }
}

/**
 * npm hands a signal on to its shell, and a shell that it ends leaves us behind: what was told to stop would hold its
 * port for ever.
 * @param {() => void} tell
 */
function whenParentEnds(tell) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    tell()
  }, PARENT_MS)
  timer.unref()
}
