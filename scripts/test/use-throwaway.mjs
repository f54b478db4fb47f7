// @ts-check
/** A test run in little, for the test of what is left of one that is killed. */
import { throwawayDatabase } from './throwaway.mjs'

const { url } = await throwawayDatabase()
process.stdout.write(`${url}\n`)
setInterval(() => {}, 60_000)
