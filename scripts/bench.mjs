#!/usr/bin/env node
import { requireNode } from './start/node-version.mjs'

requireNode()
const { runBench } = await import('./bench/main.mjs')
await runBench(process.argv.slice(2))
