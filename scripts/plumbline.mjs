#!/usr/bin/env node
import { fileURLToPath, pathToFileURL } from 'node:url'
import { requireNode } from './start/node-version.mjs'

requireNode()
const project = fileURLToPath(new URL('..', import.meta.url))
const { packagesAreCurrent } = await import('./start/install.mjs')
const { clientIsCurrent } = await import('./start/generate.mjs')
if (!packagesAreCurrent(project) || !clientIsCurrent(project)) {
  process.stderr.write('Plumbline is not set up here, or has changed since: run npm start once.\n')
  process.exit(1)
}
const { bundledCli } = await import('./bundle.mjs')
const { main } = await import(pathToFileURL(await bundledCli(project)).href)
await main(process.argv)
