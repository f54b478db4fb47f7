import { type RefObject, useLayoutEffect } from 'react'

/**
 * Keys anywhere on the page press what carries them in `aria-keyshortcuts`: buttons, and the choices of the criterion
 * that is active. Fields in which one writes, and open dialogs, keep their keys.
 */
export function useHotkeys(root: RefObject<HTMLElement | null>, activeCriterion: number): void {
  // In the same moment in which another criterion is marked: a quick key must not reach the one before.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.altKey) return
      if (isWriting(event.target) || document.querySelector('[role="dialog"]')) return
      if (event.ctrlKey || event.metaKey) {
        if (event.key === 'z')
          root.current?.querySelector<HTMLElement>('button[aria-keyshortcuts="u"]')?.click()
        return
      }
      if (event.key === 'Enter') {
        // Where the focus is nowhere in particular, Enter submits all the same.
        if (event.target === document.body) root.current?.querySelector('form')?.requestSubmit()
        return
      }
      const key = CSS.escape(event.key)
      const bearer =
        root.current?.querySelector<HTMLElement>(
          `[data-criterion="${activeCriterion}"] [aria-keyshortcuts="${key}"]`,
        ) ?? root.current?.querySelector<HTMLElement>(`button[aria-keyshortcuts="${key}"]`)
      if (bearer) {
        event.preventDefault()
        bearer.focus({ preventScroll: true })
        bearer.click()
      } else if (/^\d$/.test(event.key)) {
        // A slider's digits go on in its number field.
        root.current
          ?.querySelector<HTMLInputElement>(`[data-criterion="${activeCriterion}"] input[type="number"]`)
          ?.select()
      }
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [root, activeCriterion])
}

const WRITTEN_IN = 'textarea, select, input:not([type="radio"], [type="range"])'

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(WRITTEN_IN)
}
