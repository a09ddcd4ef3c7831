/** Chromium's words for why a request came to nothing ('net::ERR_NAME_NOT_RESOLVED', 'NameNotResolved', 'mixed-content'; small
 * letters alone tell them apart), in words that help: why, and what to do.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h */
const FAILURES: [pattern: RegExp, why: string, mend: string][] = [
  [
    /mixedcontent/,
    'the page is on https and this is on http, which browsers block',
    'Serve the collector on https (a proxy with a certificate in front of it), and write https:// in the tag.',
  ],
  [
    /namenotresolved/,
    'there is no such host name',
    'Correct the host name in the tag, or add it to the DNS; a name that only your own network knows is none for visitors.',
  ],
  [/connectionrefused/, 'nothing listens there', 'Start the collector (`fieldlab serve`), or correct host and port.'],
  [
    /timedout|timeout|addressunreachable/,
    'nobody answered in time',
    'Let the firewall through to the collector, or correct host and port.',
  ],
  [
    /err(?:cert|ssl)/,
    'its certificate is not good for browsers',
    'Give the proxy in front of the collector a certificate for this host name that has not expired.',
  ],
  [
    /localnetwork|privatenetwork/,
    'a page of the public internet may not use a server on a local network',
    'Give the collector a public address.',
  ],
  [
    /byorb|^corp|^coep|byresponse/,
    'its headers do not allow pages of other origins to use it',
    'Let Cross-Origin-Resource-Policy: cross-origin through, which the collector sends, and serve it as text/javascript.',
  ],
  [/blockedbyclient/, 'the browser itself blocked it', 'Give script and beacon other paths: collector.paths.'],
  [
    /emptyresponse|connection(?:closed|reset|aborted)|http2|quic/,
    'the connection ended without an answer',
    'Look into the log of the collector and of the proxy in front of it.',
  ],
]

/** @param failure as Playwright and the DevTools protocol tell it */
export function whyFailed(failure: string): { why: string; mend: string } {
  const known = FAILURES.find(([pattern]) => pattern.test(failure.toLowerCase().replace(/[^a-z0-9]/g, '')))
  const code = /net::(\w+)/.exec(failure)?.[1] ?? failure
  return known
    ? { why: `${known[1]} (${code})`, mend: known[2] }
    : { why: code, mend: 'Open the page in a browser and look at this request in its developer tools.' }
}
