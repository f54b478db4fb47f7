'use client'

import { useState } from 'react'
import { Button } from './button'

/** Puts a text into the clipboard, and says whether that worked: browsers allow it on https and localhost only. */
export function CopyButton({ text, children = 'Copy' }: { text: () => string; children?: string }) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setSaid('Copied')
    } catch {
      setSaid('Select it and copy it by hand')
    }
  }
  return (
    <Button size="small" onClick={copy}>
      <span aria-live="polite">{said ?? children}</span>
    </Button>
  )
}
