/**
 * Where a message may be sent. Receivers of a government network have private addresses, so these are allowed; what
 * is never one is not: link-local addresses and those where clouds answer with their machines' credentials,
 * multicast, and this machine itself, unless the URL says so. Addresses are looked at when they are connected to,
 * since a name may lead elsewhere by then.
 */
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const never = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Where Alibaba Cloud and Azure answer machines.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  // What leads to an address of IPv4 that is not looked at.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
])
const loopback = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
])

function listOf(nets: readonly (readonly [net: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, familyOf(net))
  return list
}
function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

const isIn = (list: BlockList, address: string): boolean => list.check(address, familyOf(address))

export type UrlFault = 'not-a-url' | 'https-required' | 'forbidden-address' | 'url-too-long'
const LONGEST = 2000

/** Null when messages may be sent there. */
export function urlFault(text: string): UrlFault | null {
  if (text.length > LONGEST) return 'url-too-long'
  if (!URL.canParse(text)) return 'not-a-url'
  const url = new URL(text)
  if (!['https:', 'http:'].includes(url.protocol)) return 'not-a-url'
  if (url.protocol === 'http:' && !namesThisMachine(url)) return 'https-required'
  const host = hostOf(url)
  return isIP(host) && isForbidden(host, url) ? 'forbidden-address' : null
}

/** The name or address, an IPv6 one without its brackets. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

function namesThisMachine(url: URL): boolean {
  const host = hostOf(url)
  return host === 'localhost' || (isIP(host) > 0 && isIn(loopback, host))
}

const isForbidden = (address: string, url: URL): boolean =>
  isIn(never, address) || (isIn(loopback, address) && !namesThisMachine(url))

export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
}

/** Resolves the URL's name for a connection; fails when any of its addresses may not be connected to. */
export const lookupFor =
  (url: URL): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) done(error ?? new Error('no address'), '')
      else if (addresses.some(({ address }) => isForbidden(address, url))) done(new ForbiddenAddress(), '')
      else if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }

/** What may be shown of it: no user, no password, no query. */
export function shown(text: string): string {
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname}`
}
