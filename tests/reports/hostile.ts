/** What strangers may send, in the places where strangers' text stands. */
export const HOSTILE = {
  page: '/a?b="&<script>alert(1)</script>',
  journey: "pay | now ]]> `code` 'quoted' @everyone",
  step: '**bold** [link](javascript:alert(1)) #1 !2 www.evil.example https://evil.example',
  selector: 'img[alt="</title><img src=x onerror=alert(1)>"]|\\|`@everyone`',
  reason: '\u001b[31mexpect(locator)\u001b[39m failed\u0000\u0007\n<b>]]></b> \u202eesrever\u202c | end\ud800',
  url: 'javascript:alert(document.domain)//"><svg onload=alert(1)>',
  call: 'GET /api/<img src=x onerror=alert(1)>|`',
  os: '"><b onmouseover=alert(1)>Android | @everyone',
  note: 'Release ]]> **1.4.2** @everyone <img src=x onerror=alert(1)> | \u001b]0;title\u0007',
} as const
