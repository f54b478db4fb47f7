'use client'

import { countOf, formatCount } from '@/lib/domain/format'
import { repeatedErrors, type UploadAnswer } from '@/lib/domain/import-answer'
import { Button } from '../ui/button'
import { Table, Td, Th } from '../ui/table'

type Errors = UploadAnswer['errors']

/** The errors of a file by line, to read here or to take along as CSV. */
export function Faults({ errors, rejected }: { errors: Errors; rejected: number }) {
  // Only so many errors are told of a file: more rejected records than lines here means that there are others.
  const isCut = new Set(errors.map(({ line }) => line)).size < rejected
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">
          {countOf(rejected, 'record')} rejected.
          {isCut && ` Shown are the first ${formatCount(errors.length)} errors.`}
        </p>
        <Button size="small" onClick={() => download(errors)}>
          Errors as CSV
        </Button>
      </div>
      <div className="max-h-96 overflow-y-auto">
        <Table label="Errors by line">
          <thead>
            <tr>
              <Th numeric>Line</Th>
              <Th>Field</Th>
              <Th>Error</Th>
            </tr>
          </thead>
          <tbody>
            {repeatedErrors(errors).map(({ line, path, message, lines }) => (
              <tr key={`${path} ${message}`}>
                <Td numeric>{line}</Td>
                <Td className="font-mono text-[13px]">{path}</Td>
                <Td>
                  {message}
                  {lines > 1 && (
                    <span className="text-muted">
                      {' '}
                      (on {isCut && 'at least '}
                      {formatCount(lines)} lines, first line {line})
                    </span>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  )
}

function download(errors: Errors) {
  const rows = [['line', 'path', 'message'], ...errors.map((e) => [String(e.line), e.path, e.message])]
  const csv = rows.map((row) => row.map(cell).join(',')).join('\n')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${csv}\n`], { type: 'text/csv' }))
  link.download = 'errors.csv'
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Quoted; and with a quote before what a spreadsheet would take for a formula, since messages repeat what a file says. */
function cell(text: string): string {
  const safe = /^[=+\-@\p{Cc}]/u.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
