// @ts-check
/** What killed processes left half made in a data folder: snapshots under construction, and files of exports. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Deletes it. Call it where no other process uses the folder.
 * @param {string} data
 */
export function sweepLeftOvers(data) {
  const snapshots = join(data, 'snapshots')
  for (const audit of namesIn(snapshots)) sweep(join(snapshots, audit), 'unfinished-')
  sweep(join(data, 'temporary'), 'export-')
}

/**
 * @param {string} folder
 * @param {string} prefix
 */
function sweep(folder, prefix) {
  for (const name of namesIn(folder))
    if (name.startsWith(prefix)) rmSync(join(folder, name), { recursive: true, force: true })
}

/** @param {string} folder its entries; none where it is no folder that can be read */
function namesIn(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
