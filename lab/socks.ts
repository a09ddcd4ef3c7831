/** The parts of SOCKS 5 (RFC 1928, https://www.rfc-editor.org/rfc/rfc1928) that a browser uses towards a proxy: no
 * authentication, CONNECT. */

/** Why a request is answered with an error; the codes are RFC 1928's reply field. */
export const REPLY = {
  succeeded: 0,
  failed: 1,
  notAllowed: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  connectionRefused: 5,
  commandNotSupported: 7,
  addressTypeNotSupported: 8,
} as const
export type Reply = keyof typeof REPLY

export type Target = { host: string; port: number }

/** A value read from the start of a stream, and how many bytes it took. */
export type Read<T> = { value: T; size: number }

const VERSION = 5
const NO_AUTHENTICATION = 0
const CONNECT = 1
const ADDRESS = { ipv4: 1, domain: 3, ipv6: 4 } as const

/** Whether the client lets us skip authentication.
 * @returns `undefined` while bytes are missing.
 * @throws RangeError when this is not SOCKS 5. */
export function readGreeting(bytes: Buffer): Read<boolean> | undefined {
  checkVersion(bytes)
  const size = 2 + (bytes[1] ?? 0)
  if (bytes.length < 2 || bytes.length < size) return undefined
  return { value: bytes.subarray(2, size).includes(NO_AUTHENTICATION), size }
}

/** The target of a CONNECT, or the reply that refuses what was asked.
 * @returns `undefined` while bytes are missing.
 * @throws RangeError when this is not SOCKS 5. */
export function readRequest(bytes: Buffer): Read<Target | Reply> | undefined {
  checkVersion(bytes)
  if (bytes.length < 5) return undefined
  const type = bytes[3]
  const start = type === ADDRESS.domain ? 5 : 4
  const length =
    type === ADDRESS.ipv4 ? 4 : type === ADDRESS.ipv6 ? 16 : type === ADDRESS.domain ? bytes[4]! : undefined
  if (length === undefined) return { value: 'addressTypeNotSupported', size: bytes.length }
  const size = start + length + 2
  if (bytes.length < size) return undefined
  if (bytes[1] !== CONNECT) return { value: 'commandNotSupported', size }
  const address = bytes.subarray(start, start + length)
  const host =
    type === ADDRESS.ipv4 ? address.join('.') : type === ADDRESS.ipv6 ? ipv6(address) : address.toString('latin1')
  return { value: { host, port: bytes.readUInt16BE(start + length) }, size }
}

export const greetingReply = (accepted: boolean): Buffer => Buffer.from([VERSION, accepted ? NO_AUTHENTICATION : 0xff])

/** The bound address is not told (all zeros): no client needs it for CONNECT. */
export const requestReply = (reply: Reply): Buffer =>
  Buffer.from([VERSION, REPLY[reply], 0, ADDRESS.ipv4, 0, 0, 0, 0, 0, 0])

const REPLIES: Record<string, Reply> = {
  ECONNREFUSED: 'connectionRefused',
  ENETUNREACH: 'networkUnreachable',
  EHOSTUNREACH: 'hostUnreachable',
  ETIMEDOUT: 'hostUnreachable',
  ENOTFOUND: 'hostUnreachable',
  EAI_AGAIN: 'hostUnreachable',
  EACCES: 'notAllowed',
}

/** The reply for a connection that could not be made. */
export const replyFor = (error: unknown): Reply =>
  REPLIES[error instanceof Error ? String((error as NodeJS.ErrnoException).code) : ''] ?? 'failed'

function checkVersion(bytes: Buffer): void {
  if (bytes.length > 0 && bytes[0] !== VERSION)
    throw new RangeError(`SOCKS version is ${bytes[0]}, expected ${VERSION}`)
}

const ipv6 = (address: Buffer): string =>
  Array.from({ length: 8 }, (_, i) => address.readUInt16BE(i * 2).toString(16)).join(':')
