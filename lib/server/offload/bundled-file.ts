import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The file that becomes the thread or process whose name it gets as its argument: see there. */
export function bundledFile(): string {
  const beside = import.meta.url.startsWith('file:') ? path.dirname(fileURLToPath(import.meta.url)) : ''
  // In the built app a module no longer knows where its source lies; but its process runs in the project.
  const folders = [beside, path.join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'server', 'offload')]
  const file = folders.map((folder) => path.join(folder, 'bundled.mjs')).find((name) => existsSync(name))
  if (!file) throw new Error(`bundled.mjs is not to be found in ${folders.join(' or ')}.`)
  return file
}
