#!/usr/bin/env node
import { requireNode } from './start/node-version.mjs'

requireNode()
const { runTests } = await import('./test/main.mjs')
await runTests(process.argv.slice(2))
