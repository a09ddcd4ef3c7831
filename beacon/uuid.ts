/** A uuid of version 7: 48 bits of time come first, so that rows lie in the store in the order in which they began.
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
export function uuid(): string {
  // `crypto.randomUUID` is missing on pages on plain http.
  const random = crypto.getRandomValues(new Uint8Array(18))
  let next = 0
  // 13 digits whatever the clock says, of which 12 are the time.
  return (Date.now() + 2 ** 48)
    .toString(16)
    .slice(1)
    .replace(/.{8}/, '$&-')
    .concat('-7xxx-8xxx-xxxxxxxxxxxx')
    .replace(/x/g, () => (random[next++]! & 15).toString(16))
}
