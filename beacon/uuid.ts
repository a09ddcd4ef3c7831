/** A uuid of version 7: 48 bits of time come first, so that rows lie in the store in the order in which they began.
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
export const uuid = (): string =>
  Date.now()
    .toString(16)
    .padStart(12, '0')
    .replace(/.{8}/, '$&-')
    .concat('-7xxx-8xxx-xxxxxxxxxxxx')
    // `crypto.randomUUID` is missing on pages on plain http.
    .replace(/x/g, () => (crypto.getRandomValues(new Uint8Array(1))[0]! & 15).toString(16))
