// @ts-check
/** Whether a process still lives, and whether a number still means the same process. */
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/**
 * A zombie counts as dead: it has ended, and only waits for a parent that never asks.
 * @param {number} pid
 */
export function isAlive(pid) {
  return isKnown(pid) && !['Z', 'X'].includes(statOf(pid)?.state ?? 'R')
}

/**
 * Whether the system has a process with this id at all, dead or alive.
 * @param {number} pid
 */
export function isKnown(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * When the process with this id began, in a form that only serves comparison; '' where the system does not tell.
 * Process ids are used again (in a container at every start), so an id alone proves nothing.
 * @param {number} pid
 */
export function startOf(pid) {
  if (process.platform === 'linux') return statOf(pid)?.start ?? ''
  if (process.platform === 'win32') return ''
  return ps(pid, 'lstart')
}

/**
 * Whether the process is a PostgreSQL server that works in this folder. Where that cannot be known, the answer is yes.
 * @param {number} pid
 * @param {string} dataFolder its real path
 */
export function isServerOf(pid, dataFolder) {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === dataFolder
    } catch {
      return true
    }
  }
  if (process.platform === 'win32') return true
  return ps(pid, 'command').includes('postgres')
}

/** @param {number} pid */
function statOf(pid) {
  if (process.platform !== 'linux') return null
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0], start: fields[19] }
  } catch {
    return null
  }
}

/**
 * @param {number} pid
 * @param {string} column
 */
function ps(pid, column) {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
