import { useState } from 'react'

/** Sizes of prompt and output, in pixels. */
const SIZES = [15, 17, 19, 22, 26, 30]
const USUAL = 1
const NAME = 'plumbline text size'

/** How large the texts are set: the rater's choice, kept on the device. For pages that are drawn in the browser alone. */
export function useTextSize() {
  const [step, setStep] = useState(recalled)
  const change = (to: number) => {
    const next = Math.min(Math.max(to, 0), SIZES.length - 1)
    setStep(next)
    try {
      localStorage.setItem(NAME, String(next))
    } catch {
      // Then it lasts as long as the page.
    }
  }
  return {
    pixels: SIZES[step] ?? 17,
    smaller: step > 0 ? () => change(step - 1) : null,
    larger: step < SIZES.length - 1 ? () => change(step + 1) : null,
  }
}

function recalled(): number {
  try {
    const kept = Number(localStorage.getItem(NAME) ?? USUAL)
    return Number.isInteger(kept) && SIZES[kept] ? kept : USUAL
  } catch {
    return USUAL
  }
}
