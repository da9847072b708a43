import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { locale } from '../../text/counts.ts';

/** Loads a page. All share one script in dist/. */
export function loadPage(webview: Webview, extensionUri: Uri, page: 'session' | 'identity' | 'recent'): void {
  const dist = Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageHtml({
    page,
    script: webview.asWebviewUri(Uri.joinPath(dist, 'pages.js')).toString(true),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    language: locale(),
  });
}

/** Returns a page without data. Its policy allows only our script: no network, inline style or font. */
export function pageHtml({
  page,
  script,
  cspSource,
  nonce,
  language,
}: Readonly<Record<'page' | 'script' | 'cspSource' | 'nonce' | 'language', string>>): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kratos</title>
</head>
<body>
<main id="page" data-page="${attribute(page)}"></main>
<div id="announcer" role="status"></div>
<script type="module" nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
