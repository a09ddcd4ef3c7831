import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { readNetwork } from '../budgets/network.ts'
import { remember } from '../measurement/remember.ts'

/** Whether an address is one of the configured proxies. */
export type TrustedProxies = (address: string) => boolean

/** @param list addresses and networks: `['127.0.0.1', '10.0.0.0/8']`
 * @throws RangeError for an entry that is neither */
export function trustedProxiesOf(list: readonly string[]): TrustedProxies {
  if (list.length === 0) return () => false
  const proxies = new BlockList()
  for (const [index, entry] of list.entries()) {
    const network = readNetwork(entry)
    if (!network) {
      const expected = "expected an address or a network such as '10.0.0.0/8'"
      throw new RangeError(`trustedProxies[${index}] is ${JSON.stringify(entry)}, ${expected}.`)
    }
    proxies.addSubnet(network.address, network.prefix, network.family)
  }
  // Every beacon asks, and what it asks for is nearly always one of a few proxies.
  return remember(1000, (address) => proxies.check(address, address.includes(':') ? 'ipv6' : 'ipv4'))
}

/** Who sent a request, for its rate alone; it is never stored. An IPv4 address as it is, of an IPv6 address the first 64 bits:
 * a household has at least as many. X-Forwarded-For is read from its end, and only as far as trusted proxies wrote it: what
 * stands before that, anyone can write. `''` for a socket that has no address. */
export function clientOf(trusted: TrustedProxies, request: IncomingMessage): string {
  let address = request.socket.remoteAddress
  if (address === undefined) return ''
  const forwarded = trusted(address) ? request.headers['x-forwarded-for'] : undefined
  if (forwarded !== undefined) {
    for (const hop of String(forwarded).split(',').reverse()) {
      const told = hop.trim()
      const before = isIP(told) === 0 ? withoutPort(told) : told
      if (isIP(before) === 0) break
      address = before
      if (!trusted(before)) break
    }
  }
  return prefixOf(address)
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string => hop.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1')

function prefixOf(address: string): string {
  if (!address.includes(':')) return address
  // An IPv4 address inside IPv6, as sockets that take both have it: ::ffff:192.0.2.1
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail = ''] = address.split('::')
  const [first, last] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]]
  const groups = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last]
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::`
}
