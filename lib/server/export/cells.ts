/** Cells of a CSV in RFC 4180; `raw` leaves out the `'` that keeps a spreadsheet from running a text as a formula. */
export type Cell = string | number | null

/** Where a spreadsheet might see a formula: `= + - @`, or a control character. */
const FORMULA = /^[=+\-@\p{Cc}]/u

/** One line of CSV, its `\n` included. Numbers are in their shortest form that reads back as the same number. */
export function csvLine(cells: readonly Cell[], raw: boolean): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? textCell(cell, raw) : numberCell(cell))).join(',')}\n`
}

function numberCell(value: number | null): string {
  return value === null ? '' : String(value)
}

function textCell(text: string, raw: boolean): string {
  const safe = !raw && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe === '' ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** SQL of a text cell, for DuckDB's CSV writer, which quotes. */
export function textSql(sql: string, raw: boolean): string {
  if (raw) return sql
  return `CASE WHEN regexp_matches(${sql}, '^[=+\\-@\\p{Cc}]') THEN '''' || ${sql} ELSE ${sql} END`
}

/** SQL of a DOUBLE in its shortest form: DuckDB alone would write 3 as 3.0. */
export function numberSql(sql: string): string {
  return `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 1e15 THEN CAST(${sql} AS BIGINT)::VARCHAR ELSE ${sql}::VARCHAR END`
}
