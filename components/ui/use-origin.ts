import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Under which address the browser reached this server; empty where it is drawn on the server, which does not know. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => location.origin,
    () => '',
  )
}
