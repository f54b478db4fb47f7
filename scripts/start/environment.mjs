// @ts-check
/** The environment variables that start Plumbline, read and checked in one place. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Stop } from './say.mjs'

/**
 * @typedef {object} Settings
 * @property {string} project
 * @property {number} port 0: any free one
 * @property {string} host
 * @property {string} data absolute
 * @property {string} [databaseUrl]
 * @property {string} [nextauthSecret]
 * @property {string} [nextauthUrl]
 */

/** @type {Record<string, (value: string) => string | null>} each says why a value is wrong, or null */
const CHECKS = {
  PORT: (value) => (/^\d{1,5}$/.test(value) && Number(value) <= 65535 ? null : 'is not a port (0 to 65535)'),
  HOST: (value) => (/^[\w.:%-]+$/.test(value) ? null : 'is not a host name or address'),
  DATABASE_URL: (value) =>
    protocolOf(value, ['postgres:', 'postgresql:']) ? null : 'is not a postgresql:// address',
  PLUMBLINE_DATA: (value) => (value.includes('\0') ? 'is not a folder' : null),
  PLUMBLINE_DEMO: (value) => (['0', '1'].includes(value) ? null : 'is neither 0 nor 1'),
  PLUMBLINE_ADMIN_EMAIL: (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? null : 'is not an e-mail address'),
  PLUMBLINE_ADMIN_PASSWORD: (value) => {
    if (value.length < 8) return 'is shorter than 8 characters'
    return process.env.PLUMBLINE_ADMIN_EMAIL ? null : 'is set without PLUMBLINE_ADMIN_EMAIL'
  },
  NEXTAUTH_SECRET: (value) => (value.length < 16 ? 'is shorter than 16 characters' : null),
  NEXTAUTH_URL: (value) => (protocolOf(value, ['http:', 'https:']) ? null : 'is not an http(s):// address'),
}
const SECRETS = ['DATABASE_URL', 'PLUMBLINE_ADMIN_PASSWORD', 'NEXTAUTH_SECRET']

/**
 * Reads and checks `process.env`, and a file `.env` in the project where there is one. An empty value counts as unset.
 * @param {string} project
 * @returns {Settings}
 */
export function readSettings(project) {
  const file = join(project, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = process.env[name]
    if (value === '') delete process.env[name]
    if (!value) continue
    const wrong = check(value)
    if (wrong) throw new Stop(`${name}${SECRETS.includes(name) ? '' : `=${value}`} ${wrong}.`)
  }
  const { PORT, HOST, PLUMBLINE_DATA, DATABASE_URL, NEXTAUTH_SECRET, NEXTAUTH_URL } = process.env
  return {
    project,
    port: Number(PORT ?? 3000),
    host: HOST ?? 'localhost',
    data: PLUMBLINE_DATA ? resolve(PLUMBLINE_DATA) : join(project, '.plumbline'),
    databaseUrl: DATABASE_URL,
    nextauthSecret: NEXTAUTH_SECRET,
    nextauthUrl: NEXTAUTH_URL,
  }
}

/**
 * @param {string} value
 * @param {string[]} protocols
 */
function protocolOf(value, protocols) {
  try {
    return protocols.includes(new URL(value).protocol)
  } catch {
    return false
  }
}
