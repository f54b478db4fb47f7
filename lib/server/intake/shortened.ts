import type { PreviewRow } from '@/lib/domain/import-answer'

const MOST = 300

/** A preview's row with its long values cut: a text may have a million characters, a table's cell shows a line. */
export function shortened(row: PreviewRow): PreviewRow {
  const fields = Object.entries(row.fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return [name, text.length > MOST ? `${text.slice(0, MOST)}…` : value]
  })
  return { ...row, fields: Object.fromEntries(fields) }
}
