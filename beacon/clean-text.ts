/** Query, fragment and user info never leave the page, and nothing of a data: or blob: URL. That holds inside text too: the
 * invoker of a long script can be `IMG[src=/a.png?user=1].onload`. A `#` that no `/` or `=` precedes is a selector's and stays.
 * @returns at most 120 characters of a selector, 500 of a URL */
export const cleanText = (text: string): string =>
  text
    .replace(/\b(data:|blob:)[^\]]*|(\/\/)[^/]*@|\?[^\]]*|([/=][^?#\]]*)#[^\]]*/g, '$1$2$3')
    .slice(0, text.includes('//') ? 500 : 120)
