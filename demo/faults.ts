type Fault = {
  unit: 'ms' | 'kB' | 'px' | '%'
  /** What the size is when none is given. */
  size: number
  /** The largest size that is taken. */
  max: number
  does: string
}

const MINUTE = 60_000
const TWENTY_MEGABYTES = 20_000

/** Everything that can be made slow or break here, one row each. A kB is 1,000 bytes on the wire. */
export const FAULTS = {
  'slow-server': { unit: 'ms', size: 2500, max: MINUTE, does: 'every document waits before its first byte' },
  'slow-api': { unit: 'ms', size: 800, max: MINUTE, does: 'every API call waits before its answer' },
  'failing-api': { unit: '%', size: 100, max: 100, does: 'this share of API calls is answered with 500' },
  'slow-hero': { unit: 'ms', size: 3000, max: MINUTE, does: 'the main image of a page (home, product) comes late' },
  'heavy-hero': { unit: 'kB', size: 900, max: TWENTY_MEGABYTES, does: 'the main image of a page has this size' },
  'blocking-script': { unit: 'ms', size: 2500, max: MINUTE, does: 'a synchronous script in the head comes late' },
  'late-banner': { unit: 'px', size: 200, max: 2000, does: 'a banner of this height pushes the page down after load' },
  'busy-handler': { unit: 'ms', size: 400, max: MINUTE, does: 'clicking "Add to cart" keeps the main thread busy' },
  'heavy-bundle': { unit: 'kB', size: 400, max: TWENTY_MEGABYTES, does: 'the script bundle is this much heavier' },
  'heavy-third-party': {
    unit: 'kB',
    size: 300,
    max: TWENTY_MEGABYTES,
    does: 'the script from cdn.localhost is heavier',
  },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]

/** Sizes by fault; absent or 0 is off. */
export type Faults = Partial<Record<FaultName, number>>

/** A fault's name or size is wrong. The message may hold text of a stranger: send it as plain text only. */
export class FaultMistake extends Error {}

const isFault = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

/** Says no to names and sizes that the table does not have.
 * @throws FaultMistake */
export function checkFaults(faults: Readonly<Record<string, number>>): Faults {
  for (const [name, size] of Object.entries(faults)) {
    if (!isFault(name)) {
      throw new FaultMistake(`fault is ${JSON.stringify(name)}, expected one of ${FAULT_NAMES.join(', ')}`)
    }
    const { unit, max } = FAULTS[name]
    if (!Number.isFinite(size) || size < 0 || size > max) {
      throw new FaultMistake(
        `fault ${name} has no size between 0 and ${max} ${unit}, write for example ${example(name)}`,
      )
    }
  }
  return faults
}

const example = (name: FaultName): string => `${name}:${FAULTS[name].size}`

/** Reads 'slow-server:1500, slow-hero': names with sizes, apart by commas; a name alone takes its usual size.
 * @throws FaultMistake */
export function readFaults(text: string): Faults {
  const sizes: Record<string, number> = {}
  for (const entry of text.split(',')) {
    const [name = '', size] = entry.split(':', 2).map((part) => part.trim())
    if (name === '' && size === undefined) continue
    sizes[name] = size === undefined ? (isFault(name) ? FAULTS[name].size : 0) : readSize(size)
  }
  return checkFaults(sizes)
}

// Number('') is 0, and Number('0x10') is 16: neither is a size.
const readSize = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN)

/** The faults that one request asks for, in its query (`?fault=slow-hero:1500`, any number of times) or in its header
 * `x-fault`. Where both name a fault, the query wins: it is what the person sees.
 * @throws FaultMistake */
export const requestedFaults = (query: URLSearchParams, header: string | undefined): Faults => ({
  ...readFaults(header ?? ''),
  ...readFaults(query.getAll('fault').join(',')),
})

/** `?fault=…&fault=…`, to carry faults over to another URL of the shop; '' when there are none.
 * @param only leaves out all others, so that a resource's URL changes only by what changes the resource */
export function faultQuery(faults: Faults, only: readonly FaultName[] = FAULT_NAMES): string {
  const pairs = only.flatMap((name) => (faults[name] === undefined ? [] : [`fault=${name}:${faults[name]}`]))
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** One line per fault, for people: 'slow-server:1500   ms   every document waits …'. */
export const describeFaults = (): string =>
  FAULT_NAMES.map((name) => `${example(name).padEnd(24)}${FAULTS[name].unit.padEnd(4)}${FAULTS[name].does}`).join('\n')
