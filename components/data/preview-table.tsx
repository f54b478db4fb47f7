import type { PreviewRow } from '@/lib/domain/import-answer'
import { Badge, type Tone } from '../ui/badge'
import { Table, Td, Th } from '../ui/table'

const ACTIONS: Record<PreviewRow['action'], { label: string; tone: Tone }> = {
  new: { label: 'New', tone: 'verified' },
  changed: { label: 'Changed', tone: 'accent' },
  same: { label: 'Unchanged', tone: 'neutral' },
  rejected: { label: 'Rejected', tone: 'danger' },
}

/** The first records of a file as they were read. */
export function PreviewTable({ rows }: { rows: PreviewRow[] }) {
  const names = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))]
  return (
    <Table label="The first records of the file">
      <thead>
        <tr>
          <Th numeric>Line</Th>
          <Th>Import</Th>
          {names.map((name) => (
            <Th key={name} className="font-mono">
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ line, fields, action }) => (
          <tr key={line}>
            <Td numeric>{line}</Td>
            <Td>
              <Badge tone={ACTIONS[action].tone}>{ACTIONS[action].label}</Badge>
            </Td>
            {names.map((name) => (
              <Td key={name} className="max-w-[28ch] truncate" title={shown(fields[name])}>
                {shown(fields[name])}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function shown(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
