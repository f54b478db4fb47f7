/** For comparing sentences in tests: every no-break space of `format.ts` as a plain one. */
export function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ')
}
