'use client'

import { type DragEvent, useId, useState } from 'react'
import { formatBytes } from '@/lib/domain/format'
import { classNames } from '../ui/class-names'
import { FileInput } from '../ui/input'

/** A place to drop a file on, around the browser's own file control, which works by keyboard and on phones. */
export function DropZone({
  file,
  disabled,
  onFile,
}: {
  file: File | null
  disabled: boolean
  onFile: (file: File) => void
}) {
  const id = useId()
  const [over, setOver] = useState(false)
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver && !disabled)
  }
  return (
    <fieldset
      className={classNames(
        'flex flex-col gap-2 rounded-md border border-dashed px-6 py-6',
        over ? 'border-accent bg-accent-soft' : 'border-border-strong',
      )}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        const dropped = event.dataTransfer.files[0]
        if (dropped && !disabled) onFile(dropped)
      }}
    >
      <label htmlFor={id} className="font-medium">
        Choose a file, or drop it here
      </label>
      <FileInput
        id={id}
        accept=".csv,.jsonl,.ndjson,.json,text/csv,application/x-ndjson"
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) onFile(chosen)
        }}
      />
      <p id={`${id}-hint`} className="text-[13px] text-muted">
        {file ? formatBytes(file.size) : 'NDJSON (one JSON object a line) or CSV with a header row'}
      </p>
    </fieldset>
  )
}
