'use client'

import { useSyncExternalStore } from 'react'
import { CopyButton } from './copy-button'

const never = () => () => {}

/** A path of this server as a whole address, to be handed on. */
export function CopyAddress({ path }: { path: string }) {
  // Only the browser knows under which name it reached the server.
  const origin = useSyncExternalStore(
    never,
    () => location.origin,
    () => '',
  )
  return (
    <div className="flex max-w-full flex-wrap items-center gap-2">
      <code className="rounded-md border border-border-strong bg-raised px-3 py-1 font-mono text-[13px] break-all select-all">
        {origin}
        {path}
      </code>
      <CopyButton text={() => origin + path}>Copy the address</CopyButton>
    </div>
  )
}
