/** Real processes for the tests of start and the command line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** A program that runs, and what it has said so far. */
export type Program = {
  child: ChildProcess
  pid: number
  /** Standard output and error, as they came. */
  said: () => string
  /** Resolves with the match once it is said; rejects when the program ends without. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** A process that should be nobody in particular, where the tests run as root. */
export const NOBODY = { uid: 65534, gid: 65534 }

const running = new Set<ChildProcess>()

/** Kills what a test left running, whether it passed or not. Call it once, at the top of the file. */
export function killLeftovers(): void {
  afterEach(async () => {
    const children = [...running]
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(children.map((child) => new Promise((resolve) => child.once('close', resolve))))
  })
}

/** Runs a script of the project with Node. The environment is this one's, without what names a database. */
export function runScript(
  script: string,
  options: { env?: Record<string, string>; args?: string[]; as?: { uid: number; gid: number } } = {},
): Program {
  const { DATABASE_URL, PORT, HOST, PLUMBLINE_DATA, NODE_ENV, ...inherited } = process.env
  const child = spawn(process.execPath, [`${PROJECT}/scripts/${script}`, ...(options.args ?? [])], {
    cwd: PROJECT,
    env: { ...inherited, NODE_ENV: 'production', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.as,
  })
  running.add(child)
  let said = ''
  let notice = () => {}
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      notice()
    })
  const ended: Program['ended'] = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })
  const says: Program['says'] = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(said)
        if (match) resolve(match)
      }
      notice = look
      look()
      ended.then(() => reject(new Error(`It ended without ${pattern}; it said:\n${said}`)))
    })
  if (child.pid === undefined) throw new Error(`${script} cannot be run`)
  return { child, pid: child.pid, said: () => said, says, ended }
}
