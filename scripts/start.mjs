#!/usr/bin/env node
import { requireNode } from './start/node-version.mjs'

requireNode()
const { start } = await import('./start/main.mjs')
await start({ dev: process.argv.includes('--dev') })
