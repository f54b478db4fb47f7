/**
 * Runs before each integration test file: names the file's own database before anything can read DATABASE_URL, so that
 * no test ever reaches a database that somebody works with.
 */
import { randomBytes } from 'node:crypto'

const admin = process.env.PLUMBLINE_TEST_DATABASE_URL
if (!admin) throw new Error('PLUMBLINE_TEST_DATABASE_URL is not set: the global setup did not run')
const url = new URL(admin)
url.pathname = `/test_${randomBytes(8).toString('hex')}`
process.env.DATABASE_URL = url.href
