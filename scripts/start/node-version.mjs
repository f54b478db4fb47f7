// @ts-check
// Read by a Node that may be too old for all the other files: nothing newer than modules in here.

/** Ends the process with one line where Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(`Plumbline needs Node 20.19 or newer; this is ${process.version}.\n`)
  process.exit(1)
}
