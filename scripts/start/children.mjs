// @ts-check
/** Programs that a step runs: silent while all goes well, their last lines shown where it does not. */
import { spawn } from 'node:child_process'
import { Stop } from './say.mjs'

const TAIL = 20

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()

/** Ends all programs that run: they would outlive a start that was told to stop. */
export function endChildren() {
  for (const child of children) child.kill('SIGTERM')
}

/**
 * @template {import('node:child_process').ChildProcess} T
 * @param {T} child
 * @returns {T}
 */
function tracked(child) {
  children.add(child)
  child.once('close', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

/**
 * Runs a program that speaks for itself.
 * @param {string} what
 * @param {string} command
 * @param {string[]} options
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} context
 * @returns {Promise<number>} its exit code
 */
export function runAloud(what, command, options, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = tracked(spawn(command, options, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }))
    child.on('error', (error) => reject(new Stop(`${what} could not be run: ${error.message}`)))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/**
 * @param {string} what names the program in the message
 * @param {string} command
 * @param {string[]} options
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean }} context
 * @returns {Promise<string>} what it wrote to its standard output
 */
export function runQuietly(what, command, options, { cwd, env = process.env, shell = false }) {
  return new Promise((resolve, reject) => {
    const child = tracked(spawn(command, options, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] }))
    /** @type {string[]} */
    const said = []
    let out = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => said.push(text))
    child.stdout.on('data', (text) => {
      out += text
    })
    child.on('error', (error) => reject(new Stop(`${what} could not be run: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out)
      const tail = said.join('').trimEnd().split('\n').slice(-TAIL).join('\n')
      reject(new Stop(`${what} failed (${signal ?? code}):\n${tail}`))
    })
  })
}
