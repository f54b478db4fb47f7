/** The parts of a design that hang together: two raters are of one part where a chain of shared outputs leads between them. */
export interface ConnectedParts {
  /** For each rater the number of its part, in order of first appearance. */
  component: Int32Array
  components: number
  /** Raters of each part. */
  sizes: Float64Array
}

/** Off the diagonal a Laplacian is minus a sum of parts of 1; what rounding leaves of an empty sum is less. */
const LINKED = -1e-9

/** Parts by the links of a Laplacian matrix (row-major, size × size). */
export function connectedParts(laplacian: Float64Array, size: number): ConnectedParts {
  const component = new Int32Array(size).fill(-1)
  let components = 0
  const sizes: number[] = []
  for (let first = 0; first < size; first++) {
    if (component[first] !== -1) continue
    const queue = [first]
    component[first] = components
    for (let at = 0; at < queue.length; at++) {
      const row = queue[at]! * size
      for (let s = 0; s < size; s++) {
        if (component[s] !== -1 || laplacian[row + s]! > LINKED) continue
        component[s] = components
        queue.push(s)
      }
    }
    sizes.push(queue.length)
    components += 1
  }
  return { component, components, sizes: Float64Array.from(sizes) }
}
