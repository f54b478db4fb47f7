'use client'

import { CopyButton } from './copy-button'
import { useOrigin } from './use-origin'

/** A path of this server as a whole address, to be handed on. */
export function CopyAddress({ path }: { path: string }) {
  const address = useOrigin() + path
  return (
    <div className="flex max-w-full flex-wrap items-center gap-2">
      <code className="rounded-md border border-border-strong bg-raised px-3 py-1 font-mono text-[13px] break-all select-all">
        {address}
      </code>
      <CopyButton text={() => address}>Copy the address</CopyButton>
    </div>
  )
}
