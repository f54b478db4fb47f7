import { formatCount, formatTime } from '@/lib/domain/format'
import type { PastImport } from '@/lib/domain/import-answer'
import type { RecordKind } from '@/lib/domain/records'
import { Table, Td, Th } from '../ui/table'
import { KIND_LABELS } from './kinds'

/** Every file that came in, newest first. */
export function PastImports({ imports }: { imports: PastImport[] }) {
  return (
    <Table label="Imports, newest first">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>File</Th>
          <Th>Holds</Th>
          <Th>By</Th>
          <Th numeric>Received</Th>
          <Th numeric>New</Th>
          <Th numeric>Changed</Th>
          <Th numeric>Unchanged</Th>
          <Th numeric>Rejected</Th>
          <Th numeric>Revision</Th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          <tr key={one.id}>
            <Td className="whitespace-nowrap">{formatTime(one.finishedAt.toISOString())}</Td>
            <Td className="max-w-[24ch] truncate font-mono text-[13px]">{one.fileName ?? '–'}</Td>
            <Td className="whitespace-nowrap">{KIND_LABELS[one.kind as RecordKind] ?? one.kind}</Td>
            <Td className="max-w-[20ch] truncate">{one.by ?? 'Command line'}</Td>
            {[one.received, one.inserted, one.updated, one.unchanged, one.rejected].map((count, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: five columns in a fixed order
              <Td key={i} numeric>
                {formatCount(count)}
              </Td>
            ))}
            <Td numeric>{one.revision}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
