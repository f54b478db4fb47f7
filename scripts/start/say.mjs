// @ts-check
/** What the commands say: one line a step, and one line that says why something stopped. */

/** A stop that the person at the keyboard can act on: its message is printed as one line, without a stack. */
export class Stop extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'Stop'
  }
}

/** Steps quicker than this are not worth a line. */
const QUIET_MS = 400

/** The step whose line waits for its time. @type {string | null} */
let open = null
/** @type {NodeJS.WritableStream} */
let out = process.stdout

/** For commands whose standard output is for their results alone. */
export function sayOnStderr() {
  out = process.stderr
}

/** @param {string} line */
export function say(line) {
  endLine()
  out.write(`${line}\n`)
}

/**
 * Runs a step and prints one line with its elapsed time, unless it was over before anybody noticed.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const started = performance.now()
  const timer = setTimeout(() => {
    endLine()
    out.write(`${label} … `)
    open = label
  }, QUIET_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    if (performance.now() - started > QUIET_MS) {
      const took = seconds(performance.now() - started)
      // Another step may have begun its line meanwhile.
      if (open !== label) endLine()
      out.write(open === label ? `${took}\n` : `${label} … ${took}\n`)
      open = null
    }
  }
}

function endLine() {
  if (open !== null) out.write('\n')
  open = null
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/**
 * Prints why a command ended, as one line on stderr where the reason is known.
 * @param {unknown} error
 */
export function sayWhy(error) {
  endLine()
  if (error instanceof Stop) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
