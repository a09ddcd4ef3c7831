import { maskPath } from './mask-identifiers.ts'

/** Query, fragment and user info never leave the page, nothing of a data: or blob: URL, and no identifier (mask-identifiers.ts). That
 * holds inside text too: the invoker of a long script can be `IMG[src=/a.png?user=1].onload`. A `#` that no `/` or `=` precedes
 * is a selector's and stays. What is cut ends where the text does, or before the bracket that an invoker closes at its end: a
 * query may hold brackets.
 * @returns at most 500 characters: the collector keeps no more */
export const cleanText = (text = ''): string =>
  maskPath(
    text
      .slice(0, 500)
      .replace(/(\/\/)[^/]*@/g, '$1')
      .replace(/(?:\b(data:|blob:)|\?|([/=][^?#\]]*)#).*?(?=\](?:\.\w+)?$|$)/gs, '$1$2'),
  )
