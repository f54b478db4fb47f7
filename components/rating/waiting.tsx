/** Holds the place of a text that is on its way. */
export function Waiting() {
  return (
    <div aria-hidden="true" className="mx-auto flex w-full max-w-[800px] flex-col gap-3 px-4 py-8 sm:px-8">
      {['w-1/3', 'w-full', 'w-11/12', 'w-full', 'w-2/3'].map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <div key={i} className={`h-4 rounded bg-surface ${width}`} />
      ))}
    </div>
  )
}
