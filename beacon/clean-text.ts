/** Query, fragment and user info never leave the page, and nothing of a data: or blob: URL. That holds inside text too: the
 * invoker of a long script can be `IMG[src=/a.png?user=1].onload`. A `#` that no `/` or `=` precedes is a selector's and stays.
 * What is cut ends where the text does, or before the bracket that an invoker closes at its end: a query may hold brackets.
 * @returns at most 120 characters of a selector, 500 of a URL */
export const cleanText = (text: string): string =>
  text
    .replace(/(\/\/)[^/]*@/g, '$1')
    .replace(/(?:\b(data:|blob:)|\?|([/=][^?#\]]*)#).*?(?=\](?:\.\w+)?$|$)/gs, '$1$2')
    .slice(0, text.includes('//') ? 500 : 120)
