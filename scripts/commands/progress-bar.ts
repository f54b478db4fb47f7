const WIDTH = 30
const EVERY_MS = 100

/** Shows on a terminal how much of a stream of `size` bytes was taken; elsewhere nothing. */
export function progressBar(name: string, size: number) {
  const terminal = process.stderr.isTTY
  let bytes = 0
  let drawn = 0
  const draw = () => {
    const now = performance.now()
    if (!terminal || now - drawn < EVERY_MS) return
    drawn = now
    const share = size > 0 ? Math.min(1, bytes / size) : 1
    const full = Math.round(share * WIDTH)
    const what = share < 1 ? `${Math.floor(share * 100)} %` : 'writing …'
    process.stderr.write(`\r\x1b[K${name} [${'='.repeat(full)}${' '.repeat(WIDTH - full)}] ${what}`)
  }
  return {
    async *through(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of stream) {
        yield chunk
        bytes += chunk.byteLength
        draw()
      }
      drawn = 0
      draw()
    },
    end() {
      if (terminal) process.stderr.write('\r\x1b[K')
    },
  }
}
