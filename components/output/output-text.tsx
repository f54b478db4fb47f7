'use client'

import { type ReactNode, useState } from 'react'
import { buttonClass } from '../ui/button'

/** A text as it is formatted, or as the characters that it is made of. */
export function OutputText({ rendered, plain }: { rendered: ReactNode; plain: string }) {
  const [asPlain, setAsPlain] = useState(false)
  return (
    <div className="flex flex-col gap-2">
      <div className="-ml-2 flex print:hidden">
        {[false, true].map((value) => (
          <button
            key={String(value)}
            type="button"
            aria-pressed={asPlain === value}
            onClick={() => setAsPlain(value)}
            className={`${buttonClass('ghost', 'small')} font-normal text-muted aria-pressed:font-medium aria-pressed:text-fg`}
          >
            {value ? 'Plain' : 'Formatted'}
          </button>
        ))}
      </div>
      {asPlain ? (
        <p className="max-w-measure font-mono text-[13px] leading-relaxed wrap-anywhere whitespace-pre-wrap">
          {plain}
        </p>
      ) : (
        rendered
      )}
    </div>
  )
}
