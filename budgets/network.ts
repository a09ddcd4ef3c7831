import { isIP } from 'node:net'

/** An address (all bits count) or a network, as people write them: `10.0.0.0/8`, `2001:db8::/32`. */
export type Network = { address: string; family: 'ipv4' | 'ipv6'; prefix: number }

/** @returns `undefined` for what is neither; host names are not looked up. */
export function readNetwork(text: string): Network | undefined {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0 || address.includes('%')) return undefined
  const longest = version === 4 ? 32 : 128
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined
  const prefix = bits === undefined ? longest : Number(bits)
  return prefix <= longest ? { address, family: version === 4 ? 'ipv4' : 'ipv6', prefix } : undefined
}
