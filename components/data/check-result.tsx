'use client'

import { countOf } from '@/lib/domain/format'
import type { UploadAnswer } from '@/lib/domain/import-answer'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { Counts } from './counts'
import { Faults } from './faults'
import { PreviewTable } from './preview-table'

/** What an import would do, shown before it does anything. */
export function CheckResult({ answer, onImport }: { answer: UploadAnswer; onImport: () => void }) {
  const { accepted } = answer
  const changes = answer.inserted + answer.updated
  return (
    <div className="flex flex-col gap-5">
      {accepted ? (
        <Notice tone="done" title={titleOf(answer)} live>
          Nothing is written yet.
        </Notice>
      ) : (
        <Notice
          tone="danger"
          title={`${countOf(answer.errors.length, 'error')}: nothing can be imported`}
          live
        >
          Mend the lines below in the file, then choose it again.
        </Notice>
      )}
      <Counts answer={answer} />
      {answer.warnings?.map((warning) => (
        <Notice key={warning} tone="warn" title={warning}>
          They can be imported as they are. Look whether that is what you mean.
        </Notice>
      ))}
      {answer.errors.length > 0 && <Faults errors={answer.errors} rejected={answer.rejected} />}
      {accepted && changes > 0 && (
        <div>
          <Button variant="primary" onClick={onImport}>
            Import {countOf(changes, 'record')}
          </Button>
        </div>
      )}
      {answer.preview && answer.preview.length > 0 && <PreviewTable rows={answer.preview} />}
    </div>
  )
}

function titleOf({ received, inserted, updated }: UploadAnswer): string {
  if (received === 0) return 'The file holds no record'
  return inserted + updated === 0 ? 'All of this is here already' : 'The file is good'
}
